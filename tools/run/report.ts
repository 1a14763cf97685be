import { describeChanges } from "./changes";
import { shortName } from "./diagnostics";
import type { Violation } from "./progress";
import { succeeded, type StackResult } from "./result";

/** The object that `npm start -- --json` prints. */
export interface JsonReport {
  readonly stacks: readonly {
    readonly name: string;
    readonly result: StackResult["outcome"];
    readonly changes: StackResult["changes"];
    readonly outputs: StackResult["outputs"];
  }[];
  readonly policies: {
    /** Number of policies that judged something. */
    readonly rules: number;
    readonly violations: readonly (Violation & { readonly stack: string })[];
    readonly exceptions: readonly (StackResult["exceptions"][number] & { readonly stack: string })[];
  };
  readonly seconds: number;
}

/** Sums a run up for scripts. */
export function jsonReport(results: readonly StackResult[], seconds: number): JsonReport {
  return {
    stacks: results.map(({ name, outcome, changes, outputs }) => ({
      name,
      result: outcome,
      changes,
      outputs,
    })),
    policies: {
      rules: rulesOf(results).size,
      violations: results.flatMap(({ name, violations }) =>
        violations.map((each) => ({ stack: name, ...each })),
      ),
      exceptions: results.flatMap(({ name, exceptions }) =>
        exceptions.map((each) => ({ stack: name, ...each })),
      ),
    },
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** Sums a run up for people: each stack with its outputs or what went wrong, then the policies. */
export function textReport(results: readonly StackResult[]): string {
  const stacks = results.map(describeStack);
  const judged = results.some(({ rules }) => rules.length > 0);
  return [...stacks, ...(judged ? [describePolicies(results)] : [])].join("\n\n");
}

function describeStack(result: StackResult): string {
  const { name, outcome, changes, outputs, causes, warnings, retained } = result;
  const counts = outcome === "skipped" ? "" : ` ${describeChanges(changes, outcome === "previewed")}`;
  const lines = [`${name}: ${outcome}${counts === "" ? "" : `,${counts}`}`];
  for (const cause of causes) lines.push(...indent(cause));
  for (const warning of warnings) lines.push(...indent(`warning: ${warning}`));
  if (succeeded(result)) lines.push(...table(outputs));
  if (retained.length > 0) {
    lines.push("  kept in AWS, as declared:", ...retained.map(({ urn }) => `    ${shortName(urn)}`));
  }
  return lines.join("\n");
}

function table(outputs: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(outputs).sort();
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(width)}  ${printed(outputs[name])}`);
}

function printed(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function describePolicies(results: readonly StackResult[]): string {
  const found = results.flatMap(({ name, violations }) =>
    violations.map((violation) => ({ name, violation })),
  );
  const excepted = results.flatMap(({ name, exceptions }) =>
    exceptions.map((exception) => ({ name, exception })),
  );
  const mandatory = found.filter(({ violation }) => violation.level === "mandatory").length;
  const lines = [
    `Policies: ${count(rulesOf(results).size, "rule")}, ${count(mandatory, "violation")}, ` +
      `${count(found.length - mandatory, "advisory finding")}, ${count(excepted.length, "exception")}`,
  ];
  for (const { name, violation } of found) lines.push(...describeViolation(name, violation));
  for (const { name, exception } of excepted) {
    const { status, rule, resource, reason, owner, lastDay } = exception;
    lines.push(
      `  exception ${status}  ${name}  ${rule}`,
      `    ${resource}: ${reason} (${owner}, until ${lastDay})`,
    );
  }
  return lines.join("\n");
}

function describeViolation(stack: string, { rule, level, severity, urn, message }: Violation): string[] {
  const where = urn === undefined ? "the whole stack" : shortName(urn);
  return [
    `  ${level}  ${stack}  ${rule}${severity === undefined ? "" : ` (${severity})`}  ${where}`,
    ...indent(message, 4),
  ];
}

function rulesOf(results: readonly StackResult[]): ReadonlySet<string> {
  return new Set(results.flatMap(({ rules }) => rules));
}

function indent(text: string, by = 2): string[] {
  return text.split("\n").map((line) => `${" ".repeat(by)}${line}`);
}

function count(number: number, one: string): string {
  return `${number === 0 ? "no" : number} ${one}${number === 1 ? "" : "s"}`;
}
