import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { PrivateBucket, type PrivateBucketArgs } from "../../../components/storage/privateBucket";
import { record, type Recording } from "../../support/record";

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/0f9e8d7c-6b5a-4321-8765-0123456789ab";

function recordBucket(change: Partial<PrivateBucketArgs> = {}): Promise<Recording<PrivateBucket>> {
  const args: PrivateBucketArgs = {
    keyArn,
    dataClassification: "confidential",
    purpose: "logs",
    retention: { kind: "expire", days: 365 },
    statements: () => [],
    ...change,
  };
  return record((opts) => new PrivateBucket("store", args, opts));
}

describe("A private bucket", () => {
  let made: Recording<PrivateBucket>;
  before(async () => (made = await recordBucket()));

  it("is protected, never emptied by a deployment, and says how sensitive it is", () => {
    const { inputs, options } = made.one(aws.s3.Bucket);
    assert.equal(options.protect, true);
    assert.equal(inputs["forceDestroy"], false);
    assert.deepEqual(inputs["tags"], {
      component: "PrivateBucket",
      "data-classification": "confidential",
      purpose: "logs",
    });
  });

  it("blocks public access in all four ways, and ACLs", () => {
    const { inputs } = made.one(aws.s3.BucketPublicAccessBlock);
    assert.deepEqual(inputs, {
      bucket: inputs["bucket"],
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(made.one(aws.s3.BucketOwnershipControls).inputs["rule"], {
      objectOwnership: "BucketOwnerEnforced",
    });
  });

  it("encrypts with the customer's key, and keeps versions", () => {
    assert.deepEqual(made.one(aws.s3.BucketServerSideEncryptionConfiguration).inputs["rules"], [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ]);
    assert.deepEqual(made.one(aws.s3.BucketVersioning).inputs["versioningConfiguration"], {
      status: "Enabled",
    });
  });

  it("refuses plain HTTP, old TLS and other keys, whatever else its policy says", () => {
    const policy = made.one(aws.s3.BucketPolicy).inputs["policy"] as string;
    const { Statement } = JSON.parse(policy) as { Statement: Record<string, unknown>[] };
    assert.deepEqual(
      Statement.map(({ Sid, Effect, Principal, Action, Condition }) => ({
        Sid,
        Effect,
        Principal,
        Action,
        Condition,
      })),
      [
        {
          Sid: "RefusePlainHttp",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "RefuseOldTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
        },
        {
          Sid: "RefuseOtherKeys",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Condition: {
            StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn },
            Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
          },
        },
      ],
    );
  });

  it("lets objects expire, old versions and unfinished uploads too", () => {
    assert.deepEqual(made.one(aws.s3.BucketLifecycleConfiguration).inputs["rules"], [
      {
        id: "expire",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: 365 },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
    assert.deepEqual(made.names(aws.s3.BucketObjectLockConfiguration), []);
  });

  it("locks objects in compliance mode instead, once versioning is on", async () => {
    const locked = await recordBucket({ retention: { kind: "lock", days: 2555 } });
    assert.equal(locked.one(aws.s3.Bucket).inputs["objectLockEnabled"], true);
    const { inputs, options } = locked.one(aws.s3.BucketObjectLockConfiguration);
    assert.deepEqual(inputs["rule"], { defaultRetention: { mode: "COMPLIANCE", days: 2555 } });
    assert(options.dependsOn.includes("store-versioning"));
    assert.deepEqual(locked.names(aws.s3.BucketLifecycleConfiguration), []);
  });
});
