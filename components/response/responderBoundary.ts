import { iamArn, partitionOf, type Account } from "../account";
import type { Statement } from "../iam/document";
import { quarantineName } from "./names";

/** Services in which the roles work at all. What they do there, their own policies say. */
const services = ["autoscaling:*", "ec2:*", "elasticloadbalancing:*", "ssm:*"];

/** What else they look at. */
const reading = [
  "cloudtrail:LookupEvents",
  "ebs:Get*",
  "ebs:List*",
  "iam:Get*",
  "iam:List*",
  "kms:Describe*",
  "kms:Get*",
  "kms:List*",
  "logs:Describe*",
  "logs:FilterLogEvents",
  "logs:Get*",
  "logs:List*",
  "logs:StartQuery",
  "s3:Get*",
  "s3:List*",
  "servicequotas:Get*",
  "servicequotas:List*",
  "tag:GetResources",
  "wafv2:Get*",
  "wafv2:List*",
];

/** Changes of identities that contain or release a principal. */
const principals = [
  "iam:DeleteRolePolicy",
  "iam:DeleteUserPolicy",
  "iam:PassRole",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:UpdateAccessKey",
];

/** What copying needs, beside reading. The evidence bucket says where its copies may go. */
const copying = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "s3:PutObject",
  "s3:PutObjectLegalHold",
];

/**
 * The most that the roles of incident response can ever do, whatever policy is attached to them later: they contain, copy and
 * look; they never change one another, destroy a machine or a disk, or make an identity.
 */
export function boundaryStatements(account: Account): Statement[] {
  return [
    {
      Sid: "Respond",
      Effect: "Allow",
      Action: [...services, ...reading, ...principals, ...copying],
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": account.id } },
    },
    {
      Sid: "NeverChangeTheResponse",
      Effect: "Deny",
      Action: ["iam:Delete*", "iam:Put*", "iam:Update*"],
      Resource: responseIdentities(account),
    },
    {
      Sid: "NeverPassTheResponse",
      Effect: "Deny",
      Action: "iam:PassRole",
      Resource: iamArn(account.id, account.region, "role/landing-zone-incident-*"),
    },
    {
      Sid: "NeverDestroy",
      Effect: "Deny",
      Action: ["ec2:DeleteVolume", "ec2:TerminateInstances"],
      Resource: "*",
    },
    {
      Sid: "NeverBuild",
      Effect: "Deny",
      Action: ["ec2:AuthorizeSecurityGroup*", "ec2:CreateSecurityGroup", "ec2:RunInstances"],
      Resource: `arn:${partitionOf(account.region)}:ec2:*:*:*`,
    },
  ];
}

/** The roles and the instance profile of incident response. */
function responseIdentities({ id, region }: Account): string[] {
  return [
    iamArn(id, region, "role/landing-zone-incident-*"),
    iamArn(id, region, `role/${quarantineName}`),
    iamArn(id, region, `instance-profile/${quarantineName}`),
  ];
}
