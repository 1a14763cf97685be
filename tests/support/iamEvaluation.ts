/** One call as AWS sees it when it decides. */
export interface Call {
  /** For instance `directconnect:CreateConnection`. */
  readonly action: string;
  /** ARN of the resource, or `*` where the call has none. */
  readonly resource: string;
  /** Condition keys that are known, by name. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** A statement as a policy holds it. */
export interface EvaluatedStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The policies that a call must pass. Of a service control policy, only what it denies. */
export interface AppliedPolicies {
  readonly identity: readonly EvaluatedStatement[];
  readonly boundary?: readonly EvaluatedStatement[];
  readonly control?: readonly EvaluatedStatement[];
}

/** What AWS decides, and the statement or the kind of policy that decided. */
export type Verdict = `allowed by ${string}` | `denied by ${string}` | `not allowed by ${string}`;

/**
 * Decides as AWS does within one account: a denial wins, else both the identity's policies and its permissions boundary
 * must allow. Source: "Policy evaluation logic", AWS IAM user guide.
 *
 * @throws Error on a condition operator that is not known here.
 */
export function evaluate(call: Call, { identity, boundary, control = [] }: AppliedPolicies): Verdict {
  const all = [...control, ...(boundary ?? []), ...identity];
  const denial = all.find((statement) => statement.Effect === "Deny" && matches(statement, call));
  if (denial) return `denied by ${denial.Sid ?? "a statement"}`;
  const allowing = (statements: readonly EvaluatedStatement[]) =>
    statements.find((statement) => statement.Effect === "Allow" && matches(statement, call));
  const allowed = allowing(identity);
  if (!allowed) return "not allowed by the identity";
  if (boundary && !allowing(boundary)) return "not allowed by the boundary";
  return `allowed by ${allowed.Sid ?? "a statement"}`;
}

/** Whether a statement applies to a call. */
export function matches(
  { Action, Resource = "*", NotResource = [], Condition = {} }: EvaluatedStatement,
  call: Call,
): boolean {
  const isMeant = (pattern: string) => like(pattern, call.resource, call);
  return (
    list(Action).some((pattern) => like(pattern.toLowerCase(), call.action.toLowerCase())) &&
    list(Resource).some(isMeant) &&
    !list(NotResource).some(isMeant) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, list(values), given(call, key), call)),
    )
  );
}

/** Names of condition keys are not case-sensitive. */
function given({ context }: Call, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found && list(found[1]);
}

type Comparison = (pattern: string, value: string) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: like,
  Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  ArnLike: arnLike,
  ArnEquals: arnLike,
  NumericLessThan: (limit, value) => Number(value) < Number(limit),
};

const operatorPattern =
  /^(?<quantifier>ForAllValues:|ForAnyValue:)?(?<name>[A-Za-z]+?)(?<ifExists>IfExists)?$/;

function holds(
  operator: string,
  patterns: readonly string[],
  values: readonly string[] | undefined,
  call: Call,
): boolean {
  if (operator === "Null") return patterns.some((pattern) => pattern === String(values === undefined));
  const { quantifier, name = "", ifExists } = operatorPattern.exec(operator)?.groups ?? {};
  const negated = /^(String|Arn)Not/.test(name);
  const compare = comparisons[name.replace("Not", "")];
  if (compare === undefined) throw new Error(`condition operator ${operator} is not known here`);
  const one = (value: string) =>
    patterns.some((pattern) => compare(substituted(pattern, call), value)) !== negated;
  if (quantifier === "ForAllValues:") return (values ?? []).every(one);
  if (quantifier === "ForAnyValue:") return (values ?? []).some(one);
  if (values === undefined) return negated || ifExists !== undefined;
  return values.every(one);
}

/** Every part of an ARN is compared by itself, so that a `*` stays within its part. */
function arnLike(pattern: string, arn: string): boolean {
  const parts = (text: string) => [...text.split(":").slice(0, 5), text.split(":").slice(5).join(":")];
  const [wanted, found] = [parts(pattern), parts(arn)];
  return wanted.length === found.length && wanted.every((part, index) => like(part, found[index] ?? ""));
}

/** A pattern with the values of its policy variables; one without a value matches nothing. */
function substituted(pattern: string, call: Call): string {
  return pattern.replace(/\$\{([^}]+)\}/g, (_, key: string) => given(call, key)?.[0] ?? "\0");
}

function like(pattern: string, value: string, call?: Call): boolean {
  const known = call === undefined ? pattern : substituted(pattern, call);
  const escaped = known.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(value);
}

function list(values: string | readonly string[]): readonly string[] {
  return typeof values === "string" ? [values] : values;
}
