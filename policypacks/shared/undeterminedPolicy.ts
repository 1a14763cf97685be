import type { StackValidationPolicy } from "@pulumi/policy";
import type { Located } from "./finding";
import { summary } from "./message";
import { report } from "./report";
import type { Run } from "./run";

/** Name of the policy that lists, in previews, what only the update can judge. */
export const undeterminedPolicyName = "policy-undetermined";

/**
 * Lists what the rules could not judge because a value is not known yet, one message a rule: a first preview has many such
 * values, and a violation each would hide the real ones. The update judges them: about a resource before it is created.
 */
export function undeterminedPolicy(run: Run): StackValidationPolicy {
  return {
    name: undeterminedPolicyName,
    description: "What a preview cannot judge, the update judges.",
    enforcementLevel: "advisory",
    severity: "low",
    validateStack: (_, reportViolation) => {
      for (const [rule, findings] of run.undetermined) {
        report(reportViolation, { message: formatUndetermined(rule, findings) });
      }
    },
  };
}

function formatUndetermined(rule: string, findings: readonly Located[]): string {
  const count = findings.length === 1 ? "1 question" : `${findings.length} questions`;
  const sorted = [...findings].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const lines = sorted.map(
    ({ urn, finding }) => `  ${urn.split("::").slice(3).join("::")}: ${summary(finding)}`,
  );
  return [`${rule} leaves ${count} to the update:`, ...lines].join("\n");
}
