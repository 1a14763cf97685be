import { z } from "zod";

// As much of IAM's evaluation as the policies of bootstrap/ use. Source: "Policy evaluation logic", AWS IAM user guide.

/** Somebody asks for something. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** ARN of the role that asks. */
  readonly principal: string;
  /** Further condition keys by name. A key that is absent is absent from the request. */
  readonly context?: Readonly<Record<string, string>>;
}

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const conditions = z.record(z.string(), z.record(z.string(), oneOrMore));
const statement = z.strictObject({
  Sid: z.string(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.strictObject({ AWS: oneOrMore })]).optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: conditions.default({}),
});
const document = z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.array(statement) });
type Statement = z.infer<typeof statement>;

/** Checked statements of a policy document. */
export function statementsOf(policy: unknown): Statement[] {
  return document.parse(policy).Statement;
}

/** Actions that a policy allows, as it writes them. */
export function allowedActions(policy: unknown): string[] {
  return statementsOf(policy).flatMap(({ Effect, Action = [] }) => (Effect === "Allow" ? Action : []));
}

/** Name of the statement that decides, `allow:<Sid>` or `deny:<Sid>`; `nothing` when no statement fits. */
export function decides(policy: unknown, request: Request): string {
  const fitting = statementsOf(policy).filter((one) => fits(one, request));
  const denial = fitting.find(({ Effect }) => Effect === "Deny");
  const permission = fitting.find(({ Effect }) => Effect === "Allow");
  if (denial !== undefined) return `deny:${denial.Sid}`;
  return permission === undefined ? "nothing" : `allow:${permission.Sid}`;
}

/** Whether policies of one kind allow a request: one of them does and none denies. */
export function allows(policies: readonly unknown[], request: Request): boolean {
  const verdicts = policies.map((policy) => decides(policy, request));
  return verdicts.some((one) => one.startsWith("allow:")) && !verdicts.some((one) => one.startsWith("deny:"));
}

function fits(one: Statement, request: Request): boolean {
  const { Action, NotAction, Resource = ["*"], NotResource } = one;
  const action = (pattern: string) => like(pattern.toLowerCase(), request.action.toLowerCase());
  const resource = (pattern: string) => like(pattern, request.resource);
  return (
    (Action?.some(action) ?? true) &&
    !(NotAction?.some(action) ?? false) &&
    (NotResource === undefined ? Resource.some(resource) : !NotResource.some(resource)) &&
    isFor(one, request) &&
    Object.entries(one.Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, valueOf(key, request), values)),
    )
  );
}

/** A policy of an identity names no principal; one that names an account means whoever is in it. */
function isFor({ Principal }: Statement, request: Request): boolean {
  if (Principal === undefined || Principal === "*") return true;
  return Principal.AWS.some(
    (named) => named === accountOf(request) || named === `arn:aws:iam::${accountOf(request)}:root`,
  );
}

function accountOf({ principal }: Request): string {
  return principal.split(":")[4] ?? "";
}

function valueOf(key: string, request: Request): string | undefined {
  if (key === "aws:PrincipalArn") return request.principal;
  if (key === "aws:PrincipalAccount") return accountOf(request);
  return request.context?.[key];
}

function holds(operator: string, given: string | undefined, values: readonly string[]): boolean {
  if (operator.endsWith("IfExists")) {
    return given === undefined || holds(operator.slice(0, -"IfExists".length), given, values);
  }
  switch (operator) {
    case "Null":
      return values.includes(String(given === undefined));
    case "StringEquals":
    case "Bool":
      return given !== undefined && values.includes(given);
    case "StringNotEquals":
      return given === undefined || !values.includes(given);
    case "ArnLike":
    case "StringLike":
      return given !== undefined && values.some((pattern) => like(pattern, given));
    case "ArnNotLike":
      return given === undefined || !values.some((pattern) => like(pattern, given));
    case "NumericLessThan":
      return given !== undefined && values.some((value) => Number(given) < Number(value));
    default:
      throw new Error(`${operator} is no operator that these policies use`);
  }
}

function like(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.?+^$()[\]{}|\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}
