import { DescribeIamInstanceProfileAssociationsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { GetInstanceProfileCommand, IAMClient } from "@aws-sdk/client-iam";
import { quarantineName } from "../../../components/response/names";
import type { ClientSettings } from "../session";
import type { Change } from "./change";

/** What becomes of the instance's profile and of its role's sessions. */
export async function credentialChanges(
  client: EC2Client,
  settings: ClientSettings,
  instanceId: string,
  sessions: "role" | "instance",
): Promise<readonly Change[]> {
  const { IamInstanceProfileAssociations } = await client.send(
    new DescribeIamInstanceProfileAssociationsCommand({
      Filters: [
        { Name: "instance-id", Values: [instanceId] },
        { Name: "state", Values: ["associating", "associated"] },
      ],
    }),
  );
  const arn = IamInstanceProfileAssociations?.[0]?.IamInstanceProfile?.Arn;
  const name = arn?.split("/").at(-1);
  if (name === quarantineName) return [];
  const replaced: Change = {
    resource: instanceId,
    change: arn === undefined ? "associate an instance profile" : "replace the instance profile",
    ...(arn !== undefined && { from: arn }),
    to: quarantineName,
  };
  if (name === undefined) return [replaced];
  const { InstanceProfile } = await new IAMClient(settings).send(
    new GetInstanceProfileCommand({ InstanceProfileName: name }),
  );
  const role = InstanceProfile?.Roles?.[0]?.RoleName;
  if (role === undefined) return [replaced];
  const denied =
    sessions === "role"
      ? "deny every session issued until now"
      : `deny the sessions of ${instanceId}, old and new`;
  return [
    replaced,
    {
      resource: `role ${role}`,
      change: `put the inline policy landing-zone-incident-${instanceId}`,
      to: denied,
    },
  ];
}
