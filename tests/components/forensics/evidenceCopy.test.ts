import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { EvidenceCopy } from "../../../components/forensics/evidenceCopy";
import { matches, type EvaluatedStatement } from "../../support/iamEvaluation";
import { record, type Recording } from "../../support/record";

const account = { id: "444455556666", region: "eu-central-1" };
const evidence = {
  bucketName: "evidence",
  bucketArn: "arn:aws:s3:::evidence",
  keyArn: "arn:aws:kms:eu-central-1:444455556666:key/evidence",
};

function statements(policy: unknown): EvaluatedStatement[] {
  return (JSON.parse(policy as string) as { Statement: EvaluatedStatement[] }).Statement;
}

describe("The copy of evidence", () => {
  let made: Recording<EvidenceCopy>;
  before(async () => {
    const args = {
      account,
      region: "eu-west-1",
      retentionDays: 2555,
      evidence: {
        bucketName: pulumi.output(evidence.bucketName),
        bucketArn: pulumi.output(evidence.bucketArn),
        keyArn: pulumi.output(evidence.keyArn),
      },
    };
    made = await record((opts) => new EvidenceCopy("copy", args, opts), { account: account.id });
  });

  it("is in the other region, bucket and key with all that belongs to them", () => {
    const there = made.resources.filter(({ type }) => /^aws:(s3|kms)\//.test(type));
    const elsewhere = there.filter(({ inputs }) => inputs["region"] !== "eu-west-1").map(({ name }) => name);
    assert.deepEqual(elsewhere, ["copy-replication"]);
  });

  it("is locked as long as the original, and stays when the stack is destroyed", () => {
    assert.deepEqual(made.one(aws.s3.BucketObjectLockConfiguration).inputs["rule"], {
      defaultRetention: { mode: "COMPLIANCE", days: 2555 },
    });
    const gone = made.resources.filter(({ custom, options }) => custom && !options.retainOnDelete);
    assert.deepEqual(
      gone.map(({ name }) => name),
      ["copy-encryption-alias"],
    );
  });

  it("gets every encrypted object under its own key, and no deletion", () => {
    const { bucket, rules } = made.one(aws.s3.BucketReplicationConfig).inputs;
    assert.equal(bucket, "evidence");
    const [rule] = rules as [Record<string, unknown>];
    assert.deepEqual(rule["deleteMarkerReplication"], { status: "Disabled" });
    assert.deepEqual(rule["sourceSelectionCriteria"], { sseKmsEncryptedObjects: { status: "Enabled" } });
    assert.deepEqual(rule["destination"], {
      bucket: made.one(aws.s3.Bucket).outputs["arn"],
      encryptionConfiguration: { replicaKmsKeyId: made.one(aws.kms.Key).outputs["arn"] },
    });
  });

  it("is written by S3 alone, and read by case readers alone", () => {
    const policy = statements(made.one(aws.s3.BucketPolicy).inputs["policy"]);
    const refused = (action: string, role: string) =>
      policy.some(
        (one) =>
          one.Effect === "Deny" &&
          matches(one, {
            action,
            resource: `${made.one(aws.s3.Bucket).outputs["arn"] as string}/cases/case-1/x`,
            context: { "aws:PrincipalArn": `arn:aws:iam::444455556666:role/${role}` },
          }),
      );
    assert.equal(refused("s3:PutObject", "landing-zone-incident-record"), true);
    assert.equal(refused("s3:PutObjectLegalHold", "landing-zone-evidence-custodian"), true);
    assert.equal(refused("s3:ReplicateObject", "landing-zone-evidence-replicator"), false);
    assert.equal(refused("s3:GetObject", "landing-zone-case-reader"), false);
    assert.equal(refused("s3:GetObject", "Administrator"), true);
    assert.equal(refused("s3:DeleteObjectVersion", "Administrator"), true);
  });

  it("is made by a role that reads the original and writes the copy, through S3", () => {
    const policy = statements(made.one(aws.iam.RolePolicy).inputs["policy"]);
    const may = (action: string, resource: string, via = "s3.eu-west-1.amazonaws.com") =>
      policy.some((one) => matches(one, { action, resource, context: { "kms:ViaService": via } }));
    const copyKey = made.one(aws.kms.Key).outputs["arn"] as string;
    assert.equal(may("s3:GetObjectVersionForReplication", `${evidence.bucketArn}/cases/x`), true);
    assert.equal(may("kms:Encrypt", copyKey), true);
    assert.equal(may("kms:Decrypt", evidence.keyArn, "s3.eu-central-1.amazonaws.com"), true);
    assert.equal(may("kms:Decrypt", evidence.keyArn), false);
    assert.equal(may("s3:ReplicateDelete", `${made.one(aws.s3.Bucket).outputs["arn"] as string}/x`), false);
    assert.equal(may("s3:GetObject", `${evidence.bucketArn}/cases/x`), false);
  });
});
