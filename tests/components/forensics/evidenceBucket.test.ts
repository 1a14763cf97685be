import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { EvidenceBucket } from "../../../components/forensics/evidenceBucket";
import { valueOf } from "../../support/mocks";
import { record, type Recording } from "../../support/record";

const account = { id: "444455556666", region: "eu-central-1" };
const workloadAccounts = ["111122223333", "777788889999"];

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Condition?: unknown;
}

describe("The evidence bucket", () => {
  let made: Recording<EvidenceBucket>;
  before(async () => {
    made = await record(
      (opts) => new EvidenceBucket("evidence", { account, retentionDays: 2555, workloadAccounts }, opts),
    );
  });

  it("locks evidence in compliance mode for the configured days", () => {
    assert.equal(made.one(aws.s3.Bucket).inputs["objectLockEnabled"], true);
    assert.deepEqual(made.one(aws.s3.BucketObjectLockConfiguration).inputs["rule"], {
      defaultRetention: { mode: "COMPLIANCE", days: 2555 },
    });
  });

  it("refuses deletion to everybody", async () => {
    const policy = made.one(aws.s3.BucketPolicy).inputs["policy"] as string;
    const bucketArn = await valueOf(made.result.bucketArn);
    const { Statement } = JSON.parse(policy) as { Statement: Statement[] };
    assert.deepEqual(
      Statement.find(({ Sid }) => Sid === "RefuseDeletion"),
      {
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
        Resource: [bucketArn, `${bucketArn}/*`],
      },
    );
  });

  it("stays, with everything that guards it, when the stack is destroyed; the name of its key is free again", () => {
    const gone = made.resources.filter(({ custom, options }) => custom && !options.retainOnDelete);
    assert.deepEqual(
      gone.map(({ name }) => name),
      ["evidence-encryption-alias"],
    );
  });

  it("is encrypted with a key of its own, which is used through S3, and through EC2 for disks", () => {
    const policy = made.one(aws.kms.Key).inputs["policy"] as string;
    const { Statement } = JSON.parse(policy) as { Statement: Statement[] };
    const use = Statement.filter(({ Action }) => Action.includes("kms:Decrypt"));
    assert.deepEqual(
      use.map((statement) => statement.Condition),
      [
        {
          StringEquals: {
            "kms:CallerAccount": "444455556666",
            "kms:ViaService": "s3.eu-central-1.amazonaws.com",
          },
        },
        {
          ArnEquals: {
            "aws:PrincipalArn": [
              "arn:aws:iam::111122223333:role/landing-zone-quarantine",
              "arn:aws:iam::777788889999:role/landing-zone-quarantine",
              "arn:aws:iam::111122223333:role/landing-zone-incident-copier",
              "arn:aws:iam::777788889999:role/landing-zone-incident-copier",
            ],
          },
          StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
        },
        {
          StringEquals: {
            "kms:CallerAccount": "444455556666",
            "kms:ViaService": "ec2.eu-central-1.amazonaws.com",
          },
        },
      ],
    );
    assert.deepEqual(made.one(aws.kms.Key).inputs["enableKeyRotation"], true);
  });
});
