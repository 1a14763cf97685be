import * as pulumi from "@pulumi/pulumi";
import { arnIn, partitionOf, serviceHost, type Account } from "../account";
import type { Statement } from "../iam/document";
import { exchangeMessages, reportToSystemsManager } from "../iam/instanceStatements";
import { accountPrincipal } from "../iam/statements";

/**
 * Lets those whom the account's IAM allows encrypt disks with the key, through EC2 alone.
 * Source: "Requirements for Amazon EBS encryption", Amazon EBS user guide.
 */
export function useForDisks(account: Account): Statement[] {
  const throughEc2 = {
    "kms:CallerAccount": account.id,
    "kms:ViaService": serviceHost(account.region, "ec2"),
  };
  return [
    {
      Sid: "UseForDisks",
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: { StringEquals: throughEc2 },
    },
    {
      Sid: "GrantToEc2",
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { StringEquals: throughEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/**
 * What Systems Manager's agent needs for Run Command and Session Manager. Parameters are left out: they hold secrets.
 * Source: "Actions, resources, and condition keys for AWS Systems Manager, Session Manager Message Gateway and Message
 * Delivery Service", Service Authorization Reference.
 */
export function takeCommands(account: Account): Statement[] {
  return [
    reportToSystemsManager(account),
    {
      Sid: "ReadDocuments",
      Effect: "Allow",
      Action: ["ssm:DescribeDocument", "ssm:GetDocument"],
      Resource: arnIn(account, "ssm", "document/*"),
    },
    exchangeMessages(account),
  ];
}

/** Lets a role write to one log group. */
export function writeLogs(account: Account, groupName: string): Statement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: [
      arnIn(account, "logs", `log-group:${groupName}`),
      arnIn(account, "logs", `log-group:${groupName}:*`),
    ],
  };
}

/** What a case's workstations may use. */
export interface CaseAccess {
  readonly account: Account;
  readonly evidenceBucketArn: pulumi.Input<string>;
  readonly evidenceKeyArn: pulumi.Input<string>;
}

/**
 * Lets a workstation read its case and add results to it. The case is the tag of the role, so one policy serves all cases, and
 * a role without the tag reads nothing.
 */
export function examineCase({ account, evidenceBucketArn, evidenceKeyArn }: CaseAccess): Statement[] {
  const own = "cases/${aws:PrincipalTag/case-id}";
  return [
    {
      Sid: "ReadCase",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: pulumi.interpolate`${evidenceBucketArn}/${own}/*`,
    },
    {
      Sid: "ListCase",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: evidenceBucketArn,
      Condition: { StringLike: { "s3:prefix": `${own}/*` } },
    },
    {
      Sid: "AddResults",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:PutObjectLegalHold"],
      Resource: pulumi.interpolate`${evidenceBucketArn}/${own}/*/analysis/*`,
    },
    {
      Sid: "UseEvidenceKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: evidenceKeyArn,
      Condition: {
        StringEquals: { "kms:ViaService": serviceHost(account.region, "s3") },
      },
    },
  ];
}

/**
 * What the S3 endpoint of the analysis network must let through while an image is built: the tools, and what AWS itself keeps
 * for Image Builder and Amazon Linux. These buckets belong to AWS and are read only, so nothing leaves by them.
 * Source: "Image Builder and AWS PrivateLink interface VPC endpoints", EC2 Image Builder user guide.
 */
export function buildImages(account: Account, toolsBucketArn: pulumi.Input<string>): Statement[] {
  const { region, id } = account;
  const buckets = [
    `al2023-repos-${region}-de612dc2`,
    `amazon-ssm-${region}`,
    `ec2imagebuilder-managed-resources-${region}-prod`,
    `ec2imagebuilder-toe-${region}-prod`,
  ];
  return [
    {
      Sid: "ReadTools",
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: "s3:GetObject",
      Resource: pulumi.interpolate`${toolsBucketArn}/*`,
      Condition: { StringEquals: { "aws:PrincipalAccount": id } },
    },
    {
      Sid: "ReadImageBuilder",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: buckets.map((bucket) => `arn:${partitionOf(region)}:s3:::${bucket}/*`),
    },
  ];
}
