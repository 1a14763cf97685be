import { z } from "zod";
import { releaseParts } from "../../components/response/machines/release/parts";
import { principalParts } from "../../components/response/machines/releasePrincipal/parts";
import { UsageError } from "../exitCode";

/** What a release can be asked for: everything, or parts. */
export const releaseChoices = ["all", ...releaseParts] as const;

/** What a release of a principal can be asked for. `all` holds no keys: they are named beside it. */
export const principalReleaseChoices = ["all", ...principalParts] as const;

export const modes = ["contain", "approve", "notify"] as const;
export const autoScalingChoices = ["detach", "standby"] as const;
export const sessionChoices = ["role", "instance"] as const;
export const principalKinds = ["role", "user"] as const;

const account = z.string().regex(/^\d{12}$/, { error: "an account id has 12 digits" });

const instanceId = z
  .string()
  .regex(/^i-([0-9a-f]{8}|[0-9a-f]{17})$/, { error: "an instance id is i- and 8 or 17 hexadecimal digits" });

const idPattern = /^case-[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Part of keys in the evidence bucket, so it must not lead to another folder. */
const caseId = z.string().regex(idPattern, { error: "the id of a case starts with case-" });

const caseOrNew = z.string().refine((id) => id === "new" || idPattern.test(id), {
  error: 'a case is "new" or its id, which starts with case-',
});

const reason = z
  .string()
  .trim()
  .min(1, { error: "say why: it is written into the custody log" })
  .max(1000, { error: "a reason has at most 1000 characters" });

const asked = {
  account,
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "a region is named like eu-central-1" }),
  caseId: caseOrNew,
  reason,
  /** ARN of who asks. */
  requestedBy: z.string().min(1),
  mode: z.enum(modes),
  /** When the incident was noticed: the time to containment counts from here. ISO 8601. */
  triggeredAt: z.iso.datetime({ error: "a time is written like 2026-11-24T12:00:00Z" }),
  /** Id of the finding; empty when there is none. */
  findingId: z.string(),
  autoScaling: z.enum(autoScalingChoices),
  sessions: z.enum(sessionChoices),
  acquire: z.boolean(),
};

const principal = z.strictObject(
  {
    kind: z.enum(principalKinds),
    name: z
      .string()
      .regex(/^[\w+=,.@-]{1,128}$/, { error: "a role or user is given by its name, not its ARN" }),
  },
  { error: "name either a role or a user" },
);

const instanceRequest = z.strictObject({
  ...asked,
  instanceIds: z
    .array(instanceId)
    .min(1, { error: "at least one instance" })
    .refine((ids) => new Set(ids).size === ids.length, { error: "each instance once" }),
  principal: z.literal(""),
});

const principalRequest = z.strictObject({ ...asked, instanceIds: z.tuple([]), principal });

const releaseInput = z.strictObject({
  caseId,
  account,
  region: asked.region,
  instanceId,
  parts: z
    .array(z.enum(releaseChoices))
    .min(1)
    .refine((parts) => parts.length === 1 || !parts.includes("all"), { error: '"all" stands alone' }),
  requestedBy: asked.requestedBy,
  reason,
});

const principalReleaseInput = z
  .strictObject({
    caseId,
    account,
    region: asked.region,
    principal,
    parts: z
      .array(z.enum(principalReleaseChoices))
      .min(1)
      .refine((parts) => new Set(parts).size === parts.length, { error: "each part once" })
      .refine((parts) => !(parts.includes("all") && parts.includes("policy")), {
        error: '"all" holds "policy" already',
      }),
    requestedBy: asked.requestedBy,
    reason,
  })
  .refine(({ principal: { kind }, parts }) => kind === "user" || !parts.includes("keys"), {
    path: ["parts"],
    error: "a role has no access keys",
  });

/** Input of the machine `respond`, as its `request`. */
export type InstanceRequest = z.output<typeof instanceRequest>;
export type PrincipalRequest = z.output<typeof principalRequest>;
/** Input of the machine `release`. */
export type ReleaseInput = z.output<typeof releaseInput>;
/** Input of the machine `release-principal`. */
export type PrincipalReleaseInput = z.output<typeof principalReleaseInput>;

/** @throws UsageError that names every value that is not allowed. */
export function checkedInstanceRequest(given: unknown): InstanceRequest {
  return checked(instanceRequest, given);
}

/** @throws UsageError that names every value that is not allowed. */
export function checkedPrincipalRequest(given: unknown): PrincipalRequest {
  return checked(principalRequest, given);
}

/** @throws UsageError that names every value that is not allowed. */
export function checkedReleaseInput(given: unknown): ReleaseInput {
  return checked(releaseInput, given);
}

/** @throws UsageError that names every value that is not allowed. */
export function checkedPrincipalReleaseInput(given: unknown): PrincipalReleaseInput {
  return checked(principalReleaseInput, given);
}

/** @throws UsageError when it can't be the id of a case. */
export function checkedCaseId(given: string): string {
  return checked(z.strictObject({ caseId }), { caseId: given }).caseId;
}

/** Options by the field that they fill, to name in an error what the user can mend. */
const optionOf: Readonly<Record<string, string>> = {
  instanceIds: "--instance",
  instanceId: "--instance",
  caseId: "--case",
  principal: "--role-name or --user-name",
  parts: "--part",
  triggeredAt: "--triggered-at",
  findingId: "--finding",
  autoScaling: "--auto-scaling",
};

function checked<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const field = String(path[0] ?? "");
    const value: unknown = path.reduce<unknown>(inside, given);
    return `${optionOf[field] ?? `--${field}`} ${value === undefined ? "nothing" : JSON.stringify(value)}: ${message}`;
  });
  throw new UsageError(lines.join("\n"));
}

function inside(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
