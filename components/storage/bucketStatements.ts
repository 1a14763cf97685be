import * as pulumi from "@pulumi/pulumi";
import { arnIn, type Account } from "../account";
import type { Statement } from "../iam/document";

/** The ARN of a bucket and of everything in it. */
function bucketAndObjects(bucketArn: pulumi.Input<string>): pulumi.Input<string>[] {
  return [bucketArn, pulumi.interpolate`${bucketArn}/*`];
}

/** Refuses every request that is not encrypted in transit. */
export function refusePlainHttp(bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "RefusePlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: bucketAndObjects(bucketArn),
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Refuses every request over TLS 1.0 or 1.1. */
export function refuseOldTls(bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "RefuseOldTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: bucketAndObjects(bucketArn),
    Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
  };
}

/** Refuses an upload that names another key than the bucket's own. One that names none is encrypted with the bucket's. */
export function refuseOtherKeys(bucketArn: pulumi.Input<string>, keyArn: pulumi.Input<string>): Statement {
  const header = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  return {
    Sid: "RefuseOtherKeys",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucketArn}/*`,
    // A negated operator also matches a request that lacks the key, as log delivery's does: so its presence is required.
    Condition: { StringNotEquals: { [header]: keyArn }, Null: { [header]: "false" } },
  };
}

/**
 * Refuses everybody, administrators and the root user included, to delete the bucket or what is in it, or to let a
 * lifecycle rule do so.
 */
export function refuseDeletion(bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "RefuseDeletion",
    Effect: "Deny",
    Principal: "*",
    Action: [
      "s3:BypassGovernanceRetention",
      "s3:DeleteBucket",
      "s3:DeleteObject",
      "s3:DeleteObjectVersion",
      "s3:PutLifecycleConfiguration",
    ],
    Resource: bucketAndObjects(bucketArn),
  };
}

/**
 * Lets the log delivery service write this account's logs below `AWSLogs/`, in the account's own folder.
 * Source: "Amazon S3 bucket permissions for flow logs", Amazon VPC user guide.
 */
export function acceptDeliveredLogs(account: Account, bucketArn: pulumi.Input<string>): Statement[] {
  const condition = {
    StringEquals: { "aws:SourceAccount": account.id },
    ArnLike: { "aws:SourceArn": arnIn(account, "logs", "*") },
  };
  return [
    {
      Sid: "AcceptDeliveredLogs",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: [
        pulumi.interpolate`${bucketArn}/AWSLogs/${account.id}/*`,
        pulumi.interpolate`${bucketArn}/AWSLogs/aws-account-id=${account.id}/*`, // Hive-compatible prefixes
      ],
      Condition: {
        ...condition,
        StringEquals: { ...condition.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
    {
      Sid: "CheckBeforeDelivery",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
      Condition: condition,
    },
  ];
}
