import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, dataClassificationTag, type DataClassification } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { refuseOldTls, refuseOtherKeys, refusePlainHttp } from "./bucketStatements";
import { retentionOnlyGrows } from "./retentionGuard";

/** How long the bucket keeps objects. */
export type Retention =
  /** Versions expire this many days after they were written. */
  | { readonly kind: "expire"; readonly days: number }
  /** Nobody can delete a version for this many days: Object Lock in compliance mode. Cannot be undone, and only grows. */
  | { readonly kind: "lock"; readonly days: number };

export interface PrivateBucketArgs {
  /** Key that encrypts every object. */
  readonly keyArn: pulumi.Input<string>;
  /** How sensitive the objects are. */
  readonly dataClassification: DataClassification;
  /** What the bucket is for; becomes its tag `purpose`. */
  readonly purpose: string;
  readonly retention: Retention;
  /** What the bucket's policy says beside the refusal of plain HTTP, old TLS and other keys. */
  readonly statements: (bucketArn: pulumi.Output<string>) => readonly Statement[];
}

/**
 * A bucket that only its account can reach: no public access, no ACLs, TLS 1.2 or later, encrypted with one customer key,
 * versioned. It is protected from deletion, and never emptied by a deployment.
 */
export class PrivateBucket extends Component {
  /** Name of the bucket. */
  public readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket, known once its policy is in place: what writes to the bucket must wait for that. */
  public readonly arn: pulumi.Output<string>;

  public constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("storage:PrivateBucket", name, args, opts);
    // The SDK does not hand this option down to children.
    const child: pulumi.CustomResourceOptions = { parent: this, retainOnDelete: opts?.retainOnDelete };
    const bucket = createBucket(name, args, child);
    closeBucket(name, bucket, child);
    encryptBucket(name, bucket, args.keyArn, child);
    const versioning = versionBucket(name, bucket, child);
    retain(name, bucket, args.retention, { ...child, dependsOn: versioning });
    const policy = attachPolicy(name, bucket, args, child);
    this.bucketName = bucket.bucket;
    this.arn = pulumi.all([bucket.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }
}

function createBucket(
  name: string,
  args: PrivateBucketArgs,
  opts: pulumi.CustomResourceOptions,
): aws.s3.Bucket {
  return new aws.s3.Bucket(
    `${name}-bucket`,
    {
      objectLockEnabled: args.retention.kind === "lock",
      forceDestroy: false,
      tags: { [dataClassificationTag]: args.dataClassification, purpose: args.purpose },
    },
    { ...opts, protect: true },
  );
}

function closeBucket(name: string, bucket: aws.s3.Bucket, opts: pulumi.CustomResourceOptions): void {
  new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access-block`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
}

function encryptBucket(
  name: string,
  bucket: aws.s3.Bucket,
  keyArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket: bucket.bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: true,
        },
      ],
    },
    opts,
  );
}

function versionBucket(
  name: string,
  bucket: aws.s3.Bucket,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    opts,
  );
}

function retain(
  name: string,
  bucket: aws.s3.Bucket,
  { kind, days }: Retention,
  opts: pulumi.CustomResourceOptions,
): void {
  switch (kind) {
    case "lock":
      new aws.s3.BucketObjectLockConfiguration(
        `${name}-object-lock`,
        { bucket: bucket.bucket, rule: { defaultRetention: { mode: "COMPLIANCE", days } } },
        { ...opts, ...retentionOnlyGrows(`${name}-object-lock`) },
      );
      return;
    case "expire":
      new aws.s3.BucketLifecycleConfiguration(
        `${name}-lifecycle`,
        {
          bucket: bucket.bucket,
          rules: [
            {
              id: "expire",
              status: "Enabled",
              filter: { prefix: "" },
              expiration: { days },
              noncurrentVersionExpiration: { noncurrentDays: 30 },
              abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
            },
          ],
        },
        opts,
      );
      return;
  }
}

function attachPolicy(
  name: string,
  bucket: aws.s3.Bucket,
  args: PrivateBucketArgs,
  opts: pulumi.CustomResourceOptions,
): aws.s3.BucketPolicy {
  const document = policyDocument(
    refusePlainHttp(bucket.arn),
    refuseOldTls(bucket.arn),
    refuseOtherKeys(bucket.arn, args.keyArn),
    ...args.statements(bucket.arn),
  );
  return new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.bucket, policy: serialized(document) },
    opts,
  );
}
