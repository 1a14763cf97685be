import type { Statement } from "../iam/document";
import {
  caseTags,
  conversionPurpose,
  isolationPurpose,
  quarantineName,
  roleNames,
  transferKeyAlias,
} from "../response/names";

/** A statement that only ever denies, so that it fits a service control policy as well as a policy of an identity. */
export type GuardStatement = Omit<Statement, "Effect" | "Principal"> & { readonly Effect: "Deny" };

/** Who is left alone. */
export interface GuardExemptions {
  /** The roles that deploy the accounts' stacks, as patterns of ARNs such as `arn:aws:iam::*:role/landing-zone-deployment`. */
  readonly deployers: readonly string[];
}

type Condition = NonNullable<Statement["Condition"]>;

/** Roles that act in incidents: the machines' own and those that they take. Nobody else can make one: see below. */
function responders(partition: string): string {
  return `arn:${partition}:iam::*:role/landing-zone-incident-*`;
}

function unless(principals: readonly string[]): Condition {
  return { ArnNotLike: { "aws:PrincipalArn": [...principals] } };
}

function deny(
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  Condition?: Condition,
): GuardStatement {
  return { Sid, Effect: "Deny", Action, Resource, ...(Condition && { Condition }) };
}

/**
 * Keeps everybody but the deployment, administrators included, from changing what an account has for incidents: the roles,
 * their boundary, the groups, the key and the forwarding of findings. Nobody in the account takes the roles.
 *
 * As a service control policy it holds for every identity of the accounts it is attached to, and for their root users; as a
 * policy of an identity, for those that have it. Service-linked roles are not subject to service control policies.
 *
 * @param partition The partition of the accounts, for instance `aws`.
 */
export function responseGuard(partition: string, { deployers }: GuardExemptions): GuardStatement[] {
  const iam = (resource: string) => `arn:${partition}:iam::*:${resource}`;
  const takenRoles = Object.values(roleNames).map((name) => iam(`role/${name}`));
  const quarantineRole = iam(`role/${quarantineName}`);
  const groups = `arn:${partition}:ec2:*:*:security-group/*`;
  const ofResponse = { StringEquals: { "aws:ResourceTag/purpose": [isolationPurpose, conversionPurpose] } };
  return [
    deny(
      "ResponseIdentitiesAreFixed",
      changesOfIdentities,
      [
        iam("role/landing-zone-incident-*"),
        quarantineRole,
        iam(`instance-profile/${quarantineName}`),
        iam("policy/*-responders-boundary"),
        iam("policy/*-incident-guard-*"),
      ],
      unless(deployers),
    ),
    deny(
      "GuardsStayAttached",
      ["iam:DetachGroupPolicy", "iam:DetachRolePolicy", "iam:DetachUserPolicy"],
      "*",
      {
        ...unless(deployers),
        ArnLike: { "iam:PolicyARN": iam("policy/*-incident-guard-*") },
      },
    ),
    deny("NobodyHereTakesTheRoles", ["iam:PassRole", "sts:AssumeRole"], takenRoles),
    deny(
      "QuarantineRoleIsForContainment",
      ["iam:PassRole"],
      quarantineRole,
      unless([responders(partition), ...deployers]),
    ),
    deny(
      "ResponseGroupsAreFixed",
      [
        "ec2:AuthorizeSecurityGroup*",
        "ec2:CreateTags",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteTags",
        "ec2:ModifySecurityGroupRules",
        "ec2:RevokeSecurityGroup*",
        "ec2:UpdateSecurityGroupRuleDescriptions*",
      ],
      groups,
      { ...unless(deployers), ...ofResponse },
    ),
    deny(
      "ResponseGroupsAreForContainment",
      [
        "ec2:CreateNetworkInterface",
        "ec2:ModifyInstanceAttribute",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:RunInstances",
      ],
      groups,
      { ...unless([responders(partition)]), ...ofResponse },
    ),
    deny(
      "TransferKeyIsFixed",
      [
        "kms:CreateGrant",
        "kms:DisableKey*",
        "kms:PutKeyPolicy",
        "kms:RevokeGrant",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
      ],
      "*",
      {
        ...unless([responders(partition), ...deployers]),
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": transferKeyAlias },
      },
    ),
    deny(
      "TransferKeyKeepsItsName",
      ["kms:DeleteAlias", "kms:UpdateAlias"],
      `arn:${partition}:kms:*:*:${transferKeyAlias}`,
      unless(deployers),
    ),
    deny(
      "FindingsAreForwarded",
      [
        "events:DeleteRule",
        "events:DisableRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
      ],
      `arn:${partition}:events:*:*:rule/*-findings-*`,
      unless(deployers),
    ),
  ];
}

/**
 * Keeps everybody but the state machines from undoing a containment, from deleting or sharing what belongs to a case, and from
 * tagging something as if it did.
 *
 * @param partition The partition of the accounts, for instance `aws`.
 */
export function evidenceGuard(partition: string, { deployers }: GuardExemptions): GuardStatement[] {
  const unlessResponding = unless([responders(partition)]);
  const ofACase = { Null: { [`aws:ResourceTag/${caseTags.case}`]: "false" } };
  return [
    deny("ContainmentStays", changesOfInstances, "*", {
      ...unlessResponding,
      StringEquals: { [`aws:ResourceTag/${caseTags.quarantine}`]: "contained" },
    }),
    deny("WhatIsOfACaseStays", changesOfParts, "*", { ...unlessResponding, ...ofACase }),
    deny("CaseTagsStay", ["ec2:CreateTags", "ec2:DeleteTags"], "*", { ...unlessResponding, ...ofACase }),
    deny("CaseTagsAreForMachines", ["ec2:CreateTags"], "*", {
      ...unlessResponding,
      "ForAnyValue:StringEquals": { "aws:TagKeys": [caseTags.case, caseTags.kind, caseTags.quarantine] },
    }),
    deny("MarkedThingsStay", deletions, "*", {
      ...unlessResponding,
      StringEquals: { [`aws:ResourceTag/${caseTags.keep}`]: "true" },
    }),
    deny(
      "CopiesAreNeverPublic",
      ["ec2:DisableImageBlockPublicAccess", "ec2:DisableSnapshotBlockPublicAccess"],
      "*",
      unless(deployers),
    ),
  ];
}

const changesOfIdentities = [
  "iam:AddRoleToInstanceProfile",
  "iam:AttachRolePolicy",
  "iam:CreateInstanceProfile",
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:CreateRole",
  "iam:DeleteInstanceProfile",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:DeleteRole",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:SetDefaultPolicyVersion",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

/** What would give a contained instance a way out, a role or an end, or somebody else a way in. */
const changesOfInstances = [
  "ec2-instance-connect:*",
  "ec2:AssociateAddress",
  "ec2:AssociateIamInstanceProfile",
  "ec2:AttachNetworkInterface",
  "ec2:AttachVolume",
  "ec2:DetachNetworkInterface",
  "ec2:DetachVolume",
  "ec2:DisassociateIamInstanceProfile",
  "ec2:ModifyInstanceAttribute",
  "ec2:ModifyInstanceMetadataOptions",
  "ec2:RebootInstances",
  "ec2:ReplaceIamInstanceProfileAssociation",
  "ec2:ReplaceRootVolume",
  "ec2:StartInstances",
  "ec2:StopInstances",
  "ec2:TerminateInstances",
  "ssm:SendCommand",
  "ssm:StartSession",
];

/** The same for its interfaces, volumes, copies and images. */
const changesOfParts = [
  "ec2:AssignIpv6Addresses",
  "ec2:AssignPrivateIpAddresses",
  "ec2:AttachNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DeleteSnapshot",
  "ec2:DeleteVolume",
  "ec2:DeregisterImage",
  "ec2:DetachNetworkInterface",
  "ec2:DetachVolume",
  "ec2:ModifyImageAttribute",
  "ec2:ModifyNetworkInterfaceAttribute",
  "ec2:ModifySnapshotAttribute",
  "ec2:ResetSnapshotAttribute",
  "ec2:TerminateInstances",
];

/** Ends of things that store something. */
const deletions = [
  "backup:DeleteBackupVault",
  "backup:DeleteRecoveryPoint",
  "dynamodb:DeleteTable",
  "ec2:DeleteNetworkInterface",
  "ec2:DeleteSnapshot",
  "ec2:DeleteVolume",
  "ec2:DeregisterImage",
  "ec2:TerminateInstances",
  "kms:DisableKey",
  "kms:ScheduleKeyDeletion",
  "logs:DeleteLogGroup",
  "rds:DeleteDBInstance",
  "rds:DeleteDBSnapshot",
  "s3:DeleteBucket",
];
