import { GetRoleCommand, GetUserCommand, IAMClient, paginateListAccessKeys } from "@aws-sdk/client-iam";
import type { PrincipalRequest } from "../request";
import type { ClientSettings } from "../session";
import type { Change, Preview } from "./change";
import { UsageError } from "../../exitCode";

/**
 * Finds what containing a role or user would change now.
 *
 * @throws UsageError when there is no such principal.
 */
export async function previewPrincipal(
  settings: ClientSettings,
  { kind, name }: PrincipalRequest["principal"],
  caseId: string,
): Promise<Preview> {
  const client = new IAMClient(settings);
  await assertExists(client, kind, name);
  const changes: Change[] = [
    {
      resource: `${kind} ${name}`,
      change: `put the inline policy landing-zone-incident-${caseId === "new" ? "<new case>" : caseId}`,
      to: kind === "role" ? "deny every session issued until now" : "deny everything",
    },
  ];
  if (kind === "user") {
    for await (const { AccessKeyMetadata = [] } of paginateListAccessKeys({ client }, { UserName: name })) {
      for (const { AccessKeyId = "", Status } of AccessKeyMetadata) {
        if (Status !== "Active") continue;
        changes.push({ resource: AccessKeyId, change: "access key", from: "active", to: "inactive" });
      }
    }
  }
  return { subject: `${kind} ${name}`, changes, warnings: [] };
}

async function assertExists(client: IAMClient, kind: "role" | "user", name: string): Promise<void> {
  const asked: Promise<unknown> =
    kind === "role"
      ? client.send(new GetRoleCommand({ RoleName: name }))
      : client.send(new GetUserCommand({ UserName: name }));
  await asked.catch((error: unknown) => {
    if (!(error instanceof Error && error.name === "NoSuchEntityException")) throw error;
    throw new UsageError(`--${kind}-name ${name}: the account has no such ${kind}.`);
  });
}
