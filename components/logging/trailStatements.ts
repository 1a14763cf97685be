import * as pulumi from "@pulumi/pulumi";
import { arnIn, partitionOf, type Account } from "../account";
import type { Statement } from "../iam/document";

/** ARN of a trail of the account. */
function trailArn(account: Account, trailName: string): string {
  return arnIn(account, "cloudtrail", `trail/${trailName}`);
}

/**
 * Lets one trail write into the log bucket.
 * Source: "Amazon S3 bucket policy for CloudTrail", AWS CloudTrail user guide.
 */
export function acceptTrail(
  account: Account,
  trailName: string,
  bucketArn: pulumi.Input<string>,
): Statement[] {
  const fromTrail = { "aws:SourceArn": trailArn(account, trailName) };
  return [
    {
      Sid: "CheckBeforeTrail",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: fromTrail },
    },
    {
      Sid: "AcceptTrail",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${account.id}/*`,
      Condition: { StringEquals: { ...fromTrail, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
}

/**
 * Lets one trail encrypt what it writes.
 * Source: "Configure AWS KMS key policies for CloudTrail", AWS CloudTrail user guide.
 */
export function encryptTrail(account: Account, trailName: string): Statement[] {
  const trails = `arn:${partitionOf(account.region)}:cloudtrail:*:${account.id}:trail/*`;
  const fromTrail = { "aws:SourceArn": trailArn(account, trailName) };
  return [
    {
      Sid: "EncryptTrail",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        StringEquals: fromTrail,
        StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": trails },
      },
    },
    {
      Sid: "DescribeKeyForTrail",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "kms:DescribeKey",
      Resource: "*",
      Condition: { StringEquals: fromTrail },
    },
  ];
}
