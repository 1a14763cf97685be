import type { Finding } from "./finding";
import { describeControls, type Controls } from "./frameworks";
import type { Rule } from "./rule";

/**
 * What a user reads. The engine prints nothing else of a policy than its name, level and severity, so the property, its
 * value, the reason, the remedy and the controls are all here, one a line.
 */
export function messageOf(finding: Finding, rule: Rule, controls: Controls): string {
  const lines = [
    summary(finding),
    `Rule: ${rule.must}`,
    `Remedy: ${rule.fix}`,
    `Finding: ${finding.key}`,
    `Controls: ${describeControls(controls)}`,
  ];
  return lines.join("\n");
}

/** The first line of a message. */
export function summary({ verdict, property, reason }: Finding): string {
  switch (verdict) {
    case "violation":
      return property === undefined ? reason : `${property.path} is ${property.value}: ${reason}`;
    case "undetermined":
      return property === undefined
        ? `cannot tell before the update whether ${reason}`
        : `${property.path} is ${property.value}: cannot tell before the update whether ${reason}`;
  }
}

/** What is said when a rule itself breaks. It counts as a violation, since nothing was checked. */
export function failureOf(error: unknown): Finding {
  const cause = error instanceof Error ? error.message : String(error);
  return {
    verdict: "violation",
    reason: `the rule could not judge this resource: ${cause}`,
    key: "rule-failed",
  };
}
