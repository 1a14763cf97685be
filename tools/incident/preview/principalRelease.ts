import {
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  paginateListAccessKeys,
} from "@aws-sdk/client-iam";
import type { PrincipalReleaseInput } from "../request";
import type { ClientSettings } from "../session";
import type { Change, Preview } from "./change";
import type { StateBefore } from "./stateBefore";

/** Hours that a user's temporary credentials are valid at most. Source: GetSessionToken, AWS STS API reference. */
const longestUserSession = 36;

/**
 * Finds what releasing a role or user would change now.
 *
 * @param now Sessions from before the containment are warned of while they may be valid.
 */
export async function previewPrincipalRelease(
  settings: ClientSettings,
  { caseId, principal: { kind, name }, parts }: PrincipalReleaseInput,
  before: StateBefore,
  now: Date,
): Promise<Preview> {
  const client = new IAMClient(settings);
  const policyName = `landing-zone-incident-${caseId}`;
  const keys = kind === "user" ? await keysOf(client, name) : new Map<string, string>();
  const wantsPolicy = parts.includes("all") || parts.includes("policy");
  const isDenied = wantsPolicy && (await hasPolicy(client, kind, name, policyName));
  const activated = parts.includes("keys") ? planKeys(before, keys) : { changes: [], warnings: [] };
  const denial: Change = { resource: `${kind} ${name}`, change: `delete the inline policy ${policyName}` };
  return {
    subject: `${kind} ${name}`,
    changes: [...activated.changes, ...(isDenied ? [denial] : [])],
    warnings: [
      ...activated.warnings,
      ...(isDenied ? [...activeKeys(keys), ...(await oldSessions(client, { kind, name }, before, now))] : []),
    ],
  };
}

async function keysOf(client: IAMClient, UserName: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  try {
    for await (const { AccessKeyMetadata = [] } of paginateListAccessKeys({ client }, { UserName })) {
      for (const { AccessKeyId = "", Status = "" } of AccessKeyMetadata) found.set(AccessKeyId, Status);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return found;
}

function planKeys(
  { keys }: StateBefore,
  present: ReadonlyMap<string, string>,
): Pick<Preview, "changes" | "warnings"> {
  const wereActive = keys.filter(({ Status }) => Status === "Active").map(({ AccessKeyId }) => AccessKeyId);
  return {
    changes: wereActive
      .filter((id) => present.get(id) === "Inactive")
      .map((id) => ({ resource: id, change: "access key", from: "inactive", to: "active" })),
    warnings: wereActive.filter((id) => !present.has(id)).map((id) => `${id} is gone: it stays so`),
  };
}

async function hasPolicy(
  client: IAMClient,
  kind: "role" | "user",
  name: string,
  PolicyName: string,
): Promise<boolean> {
  try {
    await (kind === "role"
      ? client.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }))
      : client.send(new GetUserPolicyCommand({ UserName: name, PolicyName })));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function activeKeys(keys: ReadonlyMap<string, string>): string[] {
  return [...keys]
    .filter(([, status]) => status === "Active")
    .map(([id]) => `${id} is active already, and works again when the policy is gone`);
}

/** A denial does not end sessions: whoever has one may use it again until it expires. */
async function oldSessions(
  client: IAMClient,
  { kind, name }: { readonly kind: "role" | "user"; readonly name: string },
  { capturedAt }: StateBefore,
  now: Date,
): Promise<string[]> {
  const seconds =
    kind === "user"
      ? longestUserSession * 3600
      : ((await client.send(new GetRoleCommand({ RoleName: name }))).Role?.MaxSessionDuration ?? 3600);
  const until = new Date(Date.parse(capturedAt) + seconds * 1000);
  if (until <= now) return [];
  return [
    `sessions begun before ${capturedAt} work again when the policy is gone, until ${until.toISOString()} at the latest`,
  ];
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === "NoSuchEntityException";
}
