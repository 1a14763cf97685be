import { region, type Knowledge, type Parameters } from "./authorization/asked";
import { isMapped, permissionsOf } from "./authorization/permissions";
import type { Call } from "./iamEvaluation";
import type { MachineCall } from "./responseMachines";

/** The workload account that the calls are made in. */
export const workload = { id: "111122223333", region } as const;

const forensics = "444455556666";
const here = `${region}:${workload.id}`;
const iam = (resource: string) => `arn:aws:iam::${workload.id}:${resource}`;

export const instance = `arn:aws:ec2:${here}:instance/i-0a1b2c3d`;
export const logBucketArn = "arn:aws:s3:::prod-logs";
export const logKeyArn = `arn:aws:kms:${here}:key/logs`;
export const transferKeyArn = `arn:aws:kms:${here}:key/transfer`;
export const evidenceBucketArn = "arn:aws:s3:::evidence";
export const evidenceKeyArn = `arn:aws:kms:${region}:${forensics}:key/evidence`;

const diskKeyArn = `arn:aws:kms:${here}:key/disks`;
const copierRole = iam("role/landing-zone-incident-copier");
const caseTags = { "case-id": "case-1", "evidence-kind": "intermediate", "do-not-delete": "true" };

/** What the example's resources are. */
const known: Knowledge = {
  tags: new Map([["snap-0a1b2c3d", caseTags]]),
  images: new Map(),
  diskKeyArn,
  transferKeyArn,
  evidenceKeyArn,
  logKeyArn,
  logBucketName: "prod-logs",
  // Of the forensics account, where no role of a workload account calls.
  tableKeyArn: "",
  noticesKeyArn: "",
  rolePath: "",
  workstationGroupId: "",
};

const Tags = Object.entries(caseTags).map(([Key, Value]) => ({ Key, Value }));
const specified = (...types: readonly string[]) => ({
  TagSpecifications: types.map((ResourceType) => ({ ResourceType, Tags })),
});
const anInstance = { InstanceId: "i-0a1b2c3d" };
const instances = { InstanceIds: ["i-0a1b2c3d"] };
const anAcl = { NetworkAclId: "acl-0a1b2c3d" };
const anAddress = { AllocationId: "eipalloc-0a1b2c3d" };
const aGroup = { AutoScalingGroupName: "web" };
const aTarget = {
  TargetGroupArn: `arn:aws:elasticloadbalancing:${here}:targetgroup/web/0a1b2c3d`,
};
const aBalancer = { LoadBalancerName: "web" };
const aKey = { KeyId: diskKeyArn };
const aRole = { RoleName: "web" };
const aUser = { UserName: "somebody" };
const shared = (OperationType: string) => ({ OperationType, UserIds: [forensics] });
const touched = ["i-0a1b2c3d", "eni-0a1b2c3d", "vol-0a1b2c3d"];
const quarantine = { IamInstanceProfile: { Name: "landing-zone-quarantine" } };

/** What a call says, where it names a resource: one example, or several where it is made in several ways. */
const examples: Readonly<Record<string, Parameters | readonly Parameters[]>> = {
  "autoscaling:AttachInstances": aGroup,
  "autoscaling:DetachInstances": aGroup,
  "autoscaling:EnterStandby": aGroup,
  "autoscaling:ExitStandby": aGroup,
  "ec2:AssociateAddress": anAddress,
  "ec2:AssociateIamInstanceProfile": [quarantine, { IamInstanceProfile: { Name: "web" } }],
  "ec2:CopySnapshot": { SourceSnapshotId: "snap-0a1b2c3d", ...specified("snapshot") },
  "ec2:CreateImage": { ...anInstance, ...specified("image", "snapshot") },
  "ec2:CreateNetworkAclEntry": anAcl,
  "ec2:CreateSnapshots": { InstanceSpecification: anInstance, ...specified("snapshot") },
  "ec2:CreateTags": { Resources: touched, Tags: [...Tags, { Key: "quarantine", Value: "contained" }] },
  "ec2:DeleteNetworkAclEntry": anAcl,
  "ec2:DeleteSnapshot": { SnapshotId: "snap-0a1b2c3d" },
  "ec2:DeleteTags": { Resources: touched, Tags: [...Tags, { Key: "quarantine" }] },
  "ec2:DisassociateAddress": anAddress,
  "ec2:DisassociateIamInstanceProfile": {},
  "ec2:GetConsoleOutput": anInstance,
  "ec2:GetConsoleScreenshot": anInstance,
  "ec2:ModifyInstanceAttribute": { ...anInstance, BlockDeviceMappings: [{ DeviceName: "/dev/xvda" }] },
  "ec2:ModifyNetworkInterfaceAttribute": { NetworkInterfaceId: "eni-0a1b2c3d", Groups: ["sg-0a1b2c3d"] },
  "ec2:ModifySnapshotAttribute": ["add", "remove"].map((how) => ({
    SnapshotId: "snap-0a1b2c3d",
    ...shared(how),
  })),
  "ec2:ReplaceIamInstanceProfileAssociation": [quarantine, { IamInstanceProfile: { Name: "web" } }],
  "elasticloadbalancing:DeregisterInstancesFromLoadBalancer": aBalancer,
  "elasticloadbalancing:RegisterInstancesWithLoadBalancer": aBalancer,
  "elasticloadbalancingv2:DeregisterTargets": aTarget,
  "elasticloadbalancingv2:RegisterTargets": aTarget,
  "iam:DeleteRolePolicy": aRole,
  "iam:DeleteUserPolicy": aUser,
  "iam:GetInstanceProfile": { InstanceProfileName: "web" },
  "iam:GetLoginProfile": aUser,
  "iam:GetRole": { RoleName: "landing-zone-quarantine" },
  "iam:GetRolePolicy": aRole,
  "iam:GetUser": aUser,
  "iam:GetUserPolicy": aUser,
  "iam:ListAccessKeys": aUser,
  "iam:ListAttachedRolePolicies": aRole,
  "iam:ListAttachedUserPolicies": aUser,
  "iam:ListGroupsForUser": aUser,
  "iam:ListRolePolicies": aRole,
  "iam:ListUserPolicies": aUser,
  "iam:PutRolePolicy": aRole,
  "iam:PutUserPolicy": aUser,
  "iam:UpdateAccessKey": aUser,
  "kms:CreateGrant": { ...aKey, GranteePrincipal: copierRole },
  "kms:DescribeKey": aKey,
  "kms:RetireGrant": aKey,
  "s3:CopyObject": {
    Bucket: "evidence",
    Key: "cases/case-1/i-0a1b2c3d/logs/AWSLogs/x",
    CopySource: "prod-logs/AWSLogs/x",
    ObjectLockLegalHoldStatus: "ON",
  },
  "s3:ListObjectsV2": { Bucket: "prod-logs", Prefix: "AWSLogs/" },
  "ssm:ListInventoryEntries": anInstance,
  "ssm:SendCommand": {
    ...instances,
    DocumentName: `arn:aws:ssm:${region}:${forensics}:document/landing-zone-capture-memory`,
  },
};

/** What IAM asks of the role for a call. */
export function callsOf({ action, role }: MachineCall): Call[] {
  const [service = "", name = ""] = action.split(":");
  const operation = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const common = {
    "aws:PrincipalAccount": workload.id,
    "aws:PrincipalArn": iam(`role/landing-zone-incident-${role ?? "nobody"}`),
    "aws:RequestedRegion": region,
  };
  const example = examples[`${service}:${operation}`];
  if (example === undefined && isMapped(service, operation))
    throw new Error(`${action} needs an example here`);
  return [example ?? {}].flat().flatMap((parameters) =>
    permissionsOf(service, { account: workload.id, region, operation, parameters, known }).map(
      ([permission, resource, context]): Call => ({
        action: permission,
        resource,
        context: { ...common, ...context },
      }),
    ),
  );
}
