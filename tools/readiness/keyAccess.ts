import { z } from "zod";
import type { KeyAccess } from "./facts";

/** Who asks for a key, and by which service. */
export interface KeyUser {
  readonly account: string;
  /** ARN of the role. */
  readonly roleArn: string;
  /** ARN of the account's root, which stands for those whom its IAM allows. */
  readonly rootArn: string;
  /** Name of EC2 in the region, as `kms:ViaService` has it. */
  readonly viaService: string;
}

/** What a copy of an encrypted disk asks of the disk's key. Source: "Copy an Amazon EBS snapshot", Amazon EBS user guide. */
const needed = ["kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant"] as const;

const words = z.union([z.string().transform((word) => [word]), z.array(z.string())]);
const statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.string(), z.record(z.string(), words)]).optional(),
  NotPrincipal: z.unknown().optional(),
  Action: words.optional(),
  NotAction: words.optional(),
  Condition: z.record(z.string(), z.record(z.string(), words)).optional(),
});
const document = z.object({
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

type Statement = z.output<typeof statement>;

/**
 * Whether a key's policy lets a role copy a disk under the key. The account's root stands for the role, since the copier's own
 * policy lets it. `unknown` when that depends on conditions which can't be judged here, or the policy can't be read.
 */
export function accessByPolicy(policy: string, user: KeyUser): KeyAccess {
  const statements = parsed(policy);
  if (statements === undefined) return "unknown";
  const verdicts = needed.map((action) => accessTo(action, statements, user));
  if (verdicts.includes("no")) return "no";
  return verdicts.includes("unknown") ? "unknown" : "yes";
}

function parsed(policy: string): readonly Statement[] | undefined {
  try {
    return document.parse(JSON.parse(policy)).Statement;
  } catch {
    return undefined;
  }
}

function accessTo(action: string, statements: readonly Statement[], user: KeyUser): KeyAccess {
  const about = statements.filter((one) => concerns(one, action) && names(one, user));
  const outcome = (effect: Statement["Effect"]): readonly KeyAccess[] =>
    about.filter(({ Effect }) => Effect === effect).map((one) => holds(one, action, user));
  const denied = outcome("Deny");
  const allowed = outcome("Allow");
  if (denied.includes("yes")) return "no";
  if (!allowed.some((verdict) => verdict !== "no")) return "no";
  return denied.includes("unknown") || !allowed.includes("yes") ? "unknown" : "yes";
}

function concerns({ Action, NotAction }: Statement, action: string): boolean {
  if (Action) return Action.some((pattern) => matches(pattern, action));
  return NotAction !== undefined && !NotAction.some((pattern) => matches(pattern, action));
}

function names({ Principal, NotPrincipal }: Statement, { roleArn, rootArn, account }: KeyUser): boolean {
  if (Principal === undefined) return NotPrincipal !== undefined;
  if (typeof Principal === "string") return Principal === "*";
  return (Principal["AWS"] ?? []).some((name) => ["*", roleArn, rootArn, account].includes(name));
}

/** Whether a statement's conditions hold when the role copies a disk. */
function holds({ Condition = {}, NotPrincipal }: Statement, action: string, user: KeyUser): KeyAccess {
  if (NotPrincipal !== undefined) return "unknown";
  const verdicts = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => conditionHolds(operator, key, values, action, user)),
  );
  if (verdicts.includes("no")) return "no";
  return verdicts.includes("unknown") ? "unknown" : "yes";
}

function conditionHolds(
  operator: string,
  key: string,
  values: readonly string[],
  action: string,
  user: KeyUser,
): KeyAccess {
  const actual = requestValue(key, action, user);
  const known = /^(String|Arn)(Equals|Like)(IfExists)?$|^Bool(IfExists)?$/.test(operator);
  if (actual === undefined || !known) return "unknown";
  return values.some((value) => matches(value, actual)) ? "yes" : "no";
}

function requestValue(key: string, action: string, user: KeyUser): string | undefined {
  const values: Readonly<Record<string, string>> = {
    "kms:calleraccount": user.account,
    "kms:viaservice": user.viaService,
    "aws:principalaccount": user.account,
    "aws:principalarn": user.roleArn,
    ...(action === "kms:CreateGrant" && { "kms:grantisforawsresource": "true" }),
  };
  return values[key.toLowerCase()];
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .toLowerCase()
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(text.toLowerCase());
}
