import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { iamArn, serviceHost, type Account } from "../account";
import { Component } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { useThroughService } from "../encryption/keyStatements";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { accountPrincipal, trustService } from "../iam/statements";
import { refuseDeletion } from "../storage/bucketStatements";
import { PrivateBucket } from "../storage/privateBucket";
import { evidenceRoleNames } from "./evidenceAccess";
import type { EvidenceBucket } from "./evidenceBucket";

export interface EvidenceCopyArgs {
  /** The forensics account. */
  readonly account: Account;
  /** Region of the copy, another one than the account's. */
  readonly region: string;
  /** Days for which nobody can delete a piece of the copy, 1 to 36500. */
  readonly retentionDays: number;
  /** What is copied. */
  readonly evidence: Pick<EvidenceBucket, "bucketArn" | "bucketName" | "keyArn">;
}

/**
 * A copy of all evidence in a second region, under a key of that region: S3 replicates every object with its lock and legal
 * hold. Nobody writes to the copy but S3, nobody deletes from it, and case readers read it like the original. What was stored
 * before the copy was configured is not in it. Destroying the stack leaves it where it is.
 */
export class EvidenceCopy extends Component {
  /** Name of the bucket. */
  public readonly bucketName: pulumi.Output<string>;

  public constructor(name: string, args: EvidenceCopyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("forensics:EvidenceCopy", name, args, opts);
    const there = { parent: this, retainOnDelete: true, transformations: [inRegion(args.region)] };
    const key = new EncryptionKey(
      `${name}-encryption`,
      { account: args.account, description: "Encrypts the copy of evidence", usage: useKey(args) },
      there,
    );
    const bucket = new PrivateBucket(
      `${name}-store`,
      {
        keyArn: key.arn,
        dataClassification: "restricted",
        purpose: "evidence",
        retention: { kind: "lock", days: args.retentionDays },
        statements: (arn) => [refuseDeletion(arn), refuseWriters(arn), refuseOtherReaders(args, arn)],
      },
      there,
    );
    this.replicate(name, args, bucket.arn, key.arn);
    this.bucketName = bucket.bucketName;
    this.registerOutputs({ bucketName: this.bucketName });
  }

  private replicate(
    name: string,
    args: EvidenceCopyArgs,
    copyArn: pulumi.Output<string>,
    copyKeyArn: pulumi.Output<string>,
  ): void {
    const child = { parent: this, retainOnDelete: true };
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: evidenceRoleNames.replicator,
        description: "Copies evidence to another region",
        assumeRolePolicy: serialized(policyDocument(trustService(args.account, "s3.amazonaws.com"))),
      },
      child,
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-replicate`,
      {
        role: role.name,
        policy: serialized(policyDocument(...replicationStatements(args, copyArn, copyKeyArn))),
      },
      child,
    );
    new aws.s3.BucketReplicationConfig(
      `${name}-replication`,
      {
        bucket: args.evidence.bucketName,
        role: role.arn,
        rules: [
          {
            id: "copy",
            status: "Enabled",
            priority: 1,
            filter: { prefix: "" },
            deleteMarkerReplication: { status: "Disabled" },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
            destination: { bucket: copyArn, encryptionConfiguration: { replicaKmsKeyId: copyKeyArn } },
          },
        ],
      },
      { ...child, dependsOn: policy },
    );
  }
}

/** Puts every resource of AWS below into a region of its own. */
function inRegion(region: string): pulumi.ResourceTransformation {
  return ({ type, props, opts }) =>
    type.startsWith("aws:") ? { props: { ...(props as object), region }, opts } : undefined;
}

function throughS3(region: string): Record<string, string> {
  return { "kms:ViaService": serviceHost(region, "s3") };
}

function useKey({ account, region }: EvidenceCopyArgs): Statement[] {
  return [
    useThroughService({ ...account, region }, "s3"),
    {
      Sid: "EncryptCopies",
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: "kms:Encrypt",
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": replicator(account) },
        StringEquals: throughS3(region),
      },
    },
  ];
}

function replicator({ id, region }: Account): string {
  return iamArn(id, region, `role/${evidenceRoleNames.replicator}`);
}

/** S3 replicates by an action of its own; an upload is never wanted. */
function refuseWriters(bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "RefuseWriters",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention"],
    Resource: pulumi.interpolate`${bucketArn}/*`,
  };
}

function refuseOtherReaders({ account }: EvidenceCopyArgs, bucketArn: pulumi.Input<string>): Statement {
  const reader = iamArn(account.id, account.region, `role/${evidenceRoleNames.reader}`);
  return {
    Sid: "RefuseOtherReaders",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Resource: pulumi.interpolate`${bucketArn}/*`,
    Condition: { ArnNotLike: { "aws:PrincipalArn": reader }, Null: { "aws:PrincipalArn": "false" } },
  };
}

/** Source: "Replicating encrypted objects" and "Using S3 Object Lock with replication", Amazon S3 user guide. */
function replicationStatements(
  { account, region, evidence }: EvidenceCopyArgs,
  copyArn: pulumi.Input<string>,
  copyKeyArn: pulumi.Input<string>,
): Statement[] {
  return [
    {
      Sid: "ReadConfiguration",
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: evidence.bucketArn,
    },
    {
      Sid: "ReadEvidence",
      Effect: "Allow",
      Action: [
        "s3:GetObjectLegalHold",
        "s3:GetObjectRetention",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ],
      Resource: pulumi.interpolate`${evidence.bucketArn}/*`,
    },
    {
      Sid: "WriteCopies",
      Effect: "Allow",
      Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
      Resource: pulumi.interpolate`${copyArn}/*`,
    },
    {
      Sid: "DecryptEvidence",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: evidence.keyArn,
      Condition: { StringEquals: throughS3(account.region) },
    },
    {
      Sid: "EncryptCopies",
      Effect: "Allow",
      Action: "kms:Encrypt",
      Resource: copyKeyArn,
      Condition: { StringEquals: throughS3(region) },
    },
  ];
}
