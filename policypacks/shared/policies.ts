import type {
  Policies,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { configurationPolicy } from "./configurationPolicy";
import { exceptionsPolicyOf } from "./exceptionsPolicy";
import { about, type Located } from "./finding";
import { listControls } from "./frameworks";
import { failureOf, messageOf } from "./message";
import type { Pack, Row } from "./pack";
import { report } from "./report";
import type { Resource } from "./resource";
import { Run } from "./run";
import { providerOf } from "./stack";
import { undeterminedPolicy } from "./undeterminedPolicy";
import { Value, type Anything } from "./value";

/**
 * The pack's policies in the form the SDK takes: first the one that takes the configuration over, then a policy for each
 * row, last those that list what could not be judged and which exceptions were needed.
 *
 * @param today Gives the current day in UTC. @default the system's clock
 */
export function policiesOf(
  pack: Pack,
  today: () => string = () => new Date().toISOString().slice(0, 10),
): Policies {
  const run = new Run(today);
  return [
    configurationPolicy(
      run,
      pack.rows.map(({ rule }) => rule.name),
    ),
    ...pack.rows.map((row) => policyOf(row, run)),
    undeterminedPolicy(run),
    exceptionsPolicyOf(run),
  ];
}

/** A rule may check single resources and the stack; the SDK runs both functions of one policy. */
type Policy = ResourceValidationPolicy | StackValidationPolicy;

function policyOf(row: Row, run: Run): Policy {
  const { rule } = row;
  return {
    name: rule.name,
    description: rule.must,
    enforcementLevel: row.level,
    severity: row.severity,
    remediationSteps: rule.fix,
    tags: listControls(row.controls).map(({ framework, id }) => `${framework}:${id}`),
    ...(rule.resources === undefined ? {} : { validateResource: resourceValidation(row, run) }),
    ...(rule.stack === undefined ? {} : { validateStack: stackValidation(row, run, rule.stack) }),
  };
}

function resourceValidation(row: Row, run: Run): NonNullable<ResourceValidationPolicy["validateResource"]> {
  return (args, reportViolation) => {
    run.record(args);
    const findings = guarded(args.urn, () => {
      const checks = (row.rule.resources ?? []).filter(({ applies }) => applies(args.type));
      if (checks.length === 0 || !row.kinds.includes(run.facts.stackKind)) return undefined;
      const resource = resourceOf(args);
      return about(
        resource,
        checks.flatMap(({ check }) => check(resource, run.facts)),
      );
    });
    if (findings === undefined) return args.notApplicable(outside(row));
    tell(findings, row, run, reportViolation);
  };
}

function stackValidation(
  row: Row,
  run: Run,
  check: NonNullable<Row["rule"]["stack"]>,
): StackValidationPolicy["validateStack"] {
  return (args, reportViolation) => {
    const findings = guarded(undefined, () => {
      if (!row.kinds.includes(run.facts.stackKind)) return undefined;
      return check(run.stackFor(row.rule.name, args.resources), run.facts);
    });
    if (findings === undefined) return args.notApplicable(outside(row));
    tell(findings, row, run, reportViolation);
  };
}

/** A rule that breaks is a violation of that rule; thrown on, its error would end the whole run. */
function guarded(
  urn: string | undefined,
  check: () => readonly Located[] | undefined,
): readonly Located[] | undefined {
  try {
    return check();
  } catch (error) {
    return [{ urn: urn ?? "", finding: failureOf(error) }];
  }
}

function tell(findings: readonly Located[], row: Row, run: Run, reportViolation: ReportViolation): void {
  for (const located of findings) {
    const { urn, finding } = located;
    if (run.covers(row.rule.name, urn, finding)) continue;
    if (finding.verdict === "undetermined" && row.undetermined === "advise") {
      run.postpone(row.rule.name, located);
      continue;
    }
    const message = messageOf(finding, row.rule, row.controls);
    report(reportViolation, urn === "" ? { message } : { message, urn });
  }
}

function resourceOf(args: ResourceValidationArgs): Resource<Anything> {
  const { urn, name, type, opts } = args;
  const properties = Value.of<Anything>(args.props);
  return { urn, name, type, properties, isProtected: opts.protect, ...providerOf(args) };
}

function outside({ kinds }: Row): string {
  return `judges other types, or stacks of another kind than ${kinds.join(", ")}`;
}
