import type { Call } from "./iamEvaluation";
import type { MachineCall } from "./responseMachines";

/** The workload account that the calls are made in. */
export const workload = { id: "111122223333", region: "eu-central-1" } as const;

const forensics = "444455556666";
const here = `eu-central-1:${workload.id}`;
const ec2 = (resource: string) => `arn:aws:ec2:${here}:${resource}`;
const iam = (resource: string) => `arn:aws:iam::${workload.id}:${resource}`;
const copy = (kind: string) => `arn:aws:ec2:eu-central-1::${kind}/${kind}-0a1b2c3d`;

export const instance = ec2("instance/i-0a1b2c3d");
const networkInterface = ec2("network-interface/eni-0a1b2c3d");
const volume = ec2("volume/vol-0a1b2c3d");
const group = ec2("security-group/sg-0a1b2c3d");
const acl = ec2("network-acl/acl-0a1b2c3d");
const address = ec2("elastic-ip/eipalloc-0a1b2c3d");
const scalingGroup = `arn:aws:autoscaling:${here}:autoScalingGroup:0a1b:autoScalingGroupName/web`;
const targetGroup = `arn:aws:elasticloadbalancing:${here}:targetgroup/web/0a1b2c3d`;
const classicBalancer = `arn:aws:elasticloadbalancing:${here}:loadbalancer/web`;
const quarantineRole = iam("role/landing-zone-quarantine");

export const logBucketArn = "arn:aws:s3:::prod-logs";
export const logKeyArn = `arn:aws:kms:${here}:key/logs`;
export const transferKeyArn = `arn:aws:kms:${here}:key/transfer`;
export const evidenceBucketArn = "arn:aws:s3:::evidence";
export const evidenceKeyArn = `arn:aws:kms:eu-central-1:${forensics}:key/evidence`;

/** One permission that a call needs: the action by IAM's name, its resource, and the condition keys that it has. */
type Need = readonly [action: string, resource: string, context?: Call["context"]];

/** IAM's prefixes where they differ from the SDK's names of services. */
const prefixes: Readonly<Record<string, string>> = {
  cloudwatchlogs: "logs",
  elasticloadbalancingv2: "elasticloadbalancing",
  resourcegroupstaggingapi: "tag",
};

const caseTags = ["case-id", "evidence-kind", "do-not-delete"];
const requested = { "aws:RequestTag/case-id": "case-1", "aws:TagKeys": caseTags };
const throughEc2 = { "kms:ViaService": "ec2.eu-central-1.amazonaws.com" };
const throughS3 = { "kms:ViaService": "s3.eu-central-1.amazonaws.com" };
const toEc2 = { "iam:PassedToService": "ec2.amazonaws.com" };
const ofACase = { "aws:ResourceTag/case-id": "case-1" };
const diskKeyArn = `arn:aws:kms:${here}:key/disks`;
const copierRole = iam("role/landing-zone-incident-copier");
const copied = `${evidenceBucketArn}/cases/case-1/i-0a1b2c3d/logs/AWSLogs/x`;

function all(action: string, resources: readonly string[], context?: Call["context"]): Need[] {
  return resources.map((resource) => [action, resource, context]);
}

function newCopies(action: string, kinds: readonly string[]): Need[] {
  const made = kinds.map(copy);
  const createAction = { "ec2:CreateAction": action.slice("ec2:".length) };
  return [...all(action, made, requested), ...all("ec2:CreateTags", made, { ...requested, ...createAction })];
}

/** What EBS does with the keys of a copy on behalf of the copier. Source: "Amazon EBS encryption", Amazon EBS user guide. */
const ebsUses: readonly Need[] = [
  ...["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"].map((action): Need => [
    action,
    diskKeyArn,
    throughEc2,
  ]),
  ...["kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptTo"].map((action): Need => [
    action,
    transferKeyArn,
    throughEc2,
  ]),
  ...[diskKeyArn, transferKeyArn].map((key): Need => [
    "kms:CreateGrant",
    key,
    { ...throughEc2, "kms:GrantIsForAWSResource": "true" },
  ]),
];

/**
 * What a call needs, where that is not just the action of its name on `*`.
 * Sources: Service Authorization Reference (resource types, condition keys and dependent actions of each action);
 * "Required permissions for Amazon S3 API operations", Amazon S3 user guide.
 */
const needs: Readonly<Record<string, readonly Need[]>> = {
  "autoscaling:attachInstances": [["autoscaling:AttachInstances", scalingGroup]],
  "autoscaling:exitStandby": [["autoscaling:ExitStandby", scalingGroup]],
  "ec2:associateAddress": all("ec2:AssociateAddress", [address, instance, networkInterface]),
  "ec2:copySnapshot": [
    ...all("ec2:CopySnapshot", [copy("snapshot")], ofACase),
    ...newCopies("ec2:CopySnapshot", ["snapshot"]),
    ...ebsUses,
  ],
  "ec2:deleteNetworkAclEntry": [["ec2:DeleteNetworkAclEntry", acl]],
  "ec2:deleteSnapshot": [
    ["ec2:DeleteSnapshot", copy("snapshot"), { ...ofACase, "aws:ResourceTag/evidence-kind": "intermediate" }],
  ],
  "ec2:deleteTags": all("ec2:DeleteTags", [instance, networkInterface, volume], {
    "aws:TagKeys": [...caseTags, "quarantine"],
  }),
  "ec2:disassociateIamInstanceProfile": [["ec2:DisassociateIamInstanceProfile", instance]],
  "ec2:modifySnapshotAttribute": [
    ["ec2:ModifySnapshotAttribute", copy("snapshot"), { ...ofACase, "ec2:Add/userId": forensics }],
    ["ec2:ModifySnapshotAttribute", copy("snapshot"), { ...ofACase, "ec2:Remove/userId": forensics }],
  ],
  "elasticloadbalancing:registerInstancesWithLoadBalancer": [
    ["elasticloadbalancing:RegisterInstancesWithLoadBalancer", classicBalancer],
  ],
  "elasticloadbalancingv2:registerTargets": [["elasticloadbalancing:RegisterTargets", targetGroup]],
  "iam:deleteRolePolicy": [["iam:DeleteRolePolicy", iam("role/web")]],
  "iam:getRolePolicy": [["iam:GetRolePolicy", iam("role/web")]],
  "iam:listAttachedRolePolicies": [["iam:ListAttachedRolePolicies", iam("role/web")]],
  "iam:listRolePolicies": [["iam:ListRolePolicies", iam("role/web")]],
  ...Object.fromEntries(
    [
      "getLoginProfile",
      "getUser",
      "getUserPolicy",
      "listAccessKeys",
      "listAttachedUserPolicies",
      "listGroupsForUser",
      "listUserPolicies",
      "putUserPolicy",
      "updateAccessKey",
    ].map((operation) => [
      `iam:${operation}`,
      [[iamAction(`iam:${operation}`), iam("user/somebody")] as const],
    ]),
  ),
  "kms:createGrant": [["kms:CreateGrant", diskKeyArn, { "kms:GranteePrincipal": copierRole }]],
  "kms:describeKey": [["kms:DescribeKey", diskKeyArn]],
  "kms:retireGrant": [["kms:RetireGrant", diskKeyArn]],
  "autoscaling:detachInstances": [["autoscaling:DetachInstances", scalingGroup]],
  "autoscaling:enterStandby": [["autoscaling:EnterStandby", scalingGroup]],
  "ec2:associateIamInstanceProfile": [
    ["ec2:AssociateIamInstanceProfile", instance],
    ["iam:PassRole", quarantineRole, toEc2],
    ["iam:PassRole", iam("role/web"), toEc2],
  ],
  "ec2:createImage": [
    ...all("ec2:CreateImage", [instance]),
    ...newCopies("ec2:CreateImage", ["image", "snapshot"]),
  ],
  "ec2:createNetworkAclEntry": [["ec2:CreateNetworkAclEntry", acl]],
  "ec2:createSnapshots": [
    ...all("ec2:CreateSnapshots", [instance, volume]),
    ...newCopies("ec2:CreateSnapshots", ["snapshot"]),
  ],
  "ec2:createTags": all("ec2:CreateTags", [instance, networkInterface, volume], {
    ...requested,
    "aws:TagKeys": [...caseTags, "quarantine"],
  }),
  "ec2:disassociateAddress": all("ec2:DisassociateAddress", [address, networkInterface]),
  "ec2:getConsoleOutput": [["ec2:GetConsoleOutput", instance]],
  "ec2:getConsoleScreenshot": [["ec2:GetConsoleScreenshot", instance]],
  "ec2:modifyInstanceAttribute": all("ec2:ModifyInstanceAttribute", [instance, volume]),
  "ec2:modifyNetworkInterfaceAttribute": all("ec2:ModifyNetworkInterfaceAttribute", [
    instance,
    networkInterface,
    group,
  ]),
  "ec2:replaceIamInstanceProfileAssociation": [
    ["ec2:ReplaceIamInstanceProfileAssociation", instance],
    ["iam:PassRole", quarantineRole, toEc2],
    ["iam:PassRole", iam("role/web"), toEc2],
  ],
  "elasticloadbalancing:deregisterInstancesFromLoadBalancer": [
    ["elasticloadbalancing:DeregisterInstancesFromLoadBalancer", classicBalancer],
  ],
  "elasticloadbalancingv2:deregisterTargets": [["elasticloadbalancing:DeregisterTargets", targetGroup]],
  "iam:getInstanceProfile": [["iam:GetInstanceProfile", iam("instance-profile/web")]],
  "iam:getRole": [["iam:GetRole", quarantineRole]],
  "iam:putRolePolicy": [["iam:PutRolePolicy", iam("role/web")]],
  "s3:copyObject": [
    ["s3:GetObject", `${logBucketArn}/AWSLogs/x`],
    ["kms:Decrypt", logKeyArn, throughS3],
    ["s3:PutObject", copied],
    ["s3:PutObjectLegalHold", copied],
    ["kms:GenerateDataKey", evidenceKeyArn, throughS3],
  ],
  "s3:listObjectsV2": [["s3:ListBucket", logBucketArn]],
  "ssm:listInventoryEntries": [["ssm:ListInventoryEntries", instance]],
  "ssm:sendCommand": [
    ["ssm:SendCommand", instance],
    ["ssm:SendCommand", `arn:aws:ssm:eu-central-1:${forensics}:document/landing-zone-capture-memory`],
  ],
};

/** What IAM asks of the role for a call. */
export function callsOf({ action, role }: MachineCall): Call[] {
  const own = needs[action] ?? [[iamAction(action), "*"] as const];
  return own.map(([name, resource, context = {}]) => ({
    action: name,
    resource,
    context: {
      "aws:PrincipalAccount": workload.id,
      "aws:PrincipalArn": iam(`role/landing-zone-incident-${role ?? "nobody"}`),
      "aws:RequestedRegion": workload.region,
      ...context,
    },
  }));
}

function iamAction(action: string): string {
  const [service = "", operation = ""] = action.split(":");
  return `${prefixes[service] ?? service}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
}
