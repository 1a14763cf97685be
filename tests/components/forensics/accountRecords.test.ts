import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { AccountRecords, accountTrailName } from "../../../components/forensics/accountRecords";
import { EvidenceRoles } from "../../../components/forensics/evidenceRoles";
import { LogBucket } from "../../../components/logging/logBucket";
import { matches, type Call, type EvaluatedStatement } from "../../support/iamEvaluation";
import { record, type Recording } from "../../support/record";

const account = { id: "444455556666", region: "eu-central-1" };
const evidenceBucketArn = "arn:aws:s3:::evidence";
const evidenceKeyArn = "arn:aws:kms:eu-central-1:444455556666:key/evidence";

function statements(policy: unknown): EvaluatedStatement[] {
  return (JSON.parse(policy as string) as { Statement: EvaluatedStatement[] }).Statement;
}

describe("What the forensics account records of itself", () => {
  const trailName = accountTrailName("forensics");
  let made: Recording<AccountRecords>;
  before(async () => {
    made = await record(
      (opts) => {
        const logs = new LogBucket("logs", { account, retentionDays: 365, trailName }, opts);
        const args = { account, logs, stack: "forensics", evidenceBucketArn, sessionRetentionDays: 400 };
        return new AccountRecords("records", args, opts);
      },
      { account: account.id },
    );
  });

  it("is every call in every region, with digests, encrypted, and every access to evidence", () => {
    const { inputs } = made.one(aws.cloudtrail.Trail);
    const { isMultiRegionTrail, includeGlobalServiceEvents, enableLogFileValidation, kmsKeyId } = inputs;
    assert.deepEqual(
      [isMultiRegionTrail, includeGlobalServiceEvents, enableLogFileValidation],
      [true, true, true],
    );
    assert.equal(kmsKeyId, made.one(aws.kms.Key, "logs-encryption-key").outputs["arn"]);
    assert.deepEqual(inputs["advancedEventSelectors"], [
      {
        name: "Management events",
        fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
      },
      {
        name: "Objects",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          { field: "resources.ARN", startsWiths: [`${evidenceBucketArn}/`] },
        ],
      },
    ]);
  });

  it("goes to the log bucket, which accepts this trail and no other", () => {
    const policy = statements(made.one(aws.s3.BucketPolicy).inputs["policy"]);
    const bucketArn = made.one(aws.s3.Bucket).outputs["arn"] as string;
    const accepts = (name: string) =>
      policy.some(
        (one) =>
          one.Effect === "Allow" &&
          matches(one, {
            action: "s3:PutObject",
            resource: `${bucketArn}/AWSLogs/444455556666/CloudTrail/x`,
            context: {
              "aws:SourceArn": `arn:aws:cloudtrail:eu-central-1:444455556666:trail/${name}`,
              "s3:x-amz-acl": "bucket-owner-full-control",
            },
          }),
      );
    assert.deepEqual([accepts(trailName), accepts("another")], [true, false]);
  });

  it("is the state of every resource, delivered daily", () => {
    assert.deepEqual(made.one(aws.cfg.Recorder).inputs["recordingGroup"], {
      allSupported: true,
      includeGlobalResourceTypes: true,
    });
    assert.equal(made.one(aws.cfg.RecorderStatus).inputs["isEnabled"], true);
    const { snapshotDeliveryProperties, s3KmsKeyArn } = made.one(aws.cfg.DeliveryChannel).inputs;
    assert.deepEqual(snapshotDeliveryProperties, { deliveryFrequency: "TwentyFour_Hours" });
    assert.equal(s3KmsKeyArn, made.one(aws.kms.Key, "logs-encryption-key").outputs["arn"]);
    assert(made.one(aws.cfg.RecorderStatus).options.dependsOn.includes("records-config-channel"));
  });

  it("is what is done in sessions, streamed to an encrypted log group", () => {
    const { name, documentType, content } = made.one(aws.ssm.Document).inputs;
    assert.deepEqual([name, documentType], ["SSM-SessionManagerRunShell", "Session"]);
    const { sessionType, inputs } = JSON.parse(content as string) as {
      sessionType: string;
      inputs: Record<string, unknown>;
    };
    const keyArn = made.one(aws.kms.Key, "records-sessions-encryption-key").outputs["arn"];
    assert.equal(sessionType, "Standard_Stream");
    assert.equal(inputs["cloudWatchLogGroupName"], "/landing-zone/records-sessions");
    assert.equal(inputs["cloudWatchEncryptionEnabled"], true);
    assert.equal(inputs["cloudWatchStreamingEnabled"], true);
    assert.equal(inputs["kmsKeyId"], keyArn);
    const group = made.one(aws.cloudwatch.LogGroup).inputs;
    assert.deepEqual([group["kmsKeyId"], group["retentionInDays"]], [keyArn, 400]);
  });

  it("lets instances decrypt sessions with the sessions' key, and nothing else", () => {
    const policy = statements(made.one(aws.kms.Key, "records-sessions-encryption-key").inputs["policy"]);
    const decrypts = (role: string, context: Call["context"]) =>
      policy.some((one) =>
        matches(one, {
          action: "kms:Decrypt",
          resource: "*",
          context: { "aws:PrincipalArn": `arn:aws:iam::444455556666:role/${role}`, ...context },
        }),
      );
    const session = { "kms:EncryptionContext:aws:ssm:SessionId": "x" };
    assert.equal(decrypts("landing-zone-workstations/case-1", session), true);
    assert.equal(decrypts("landing-zone-workstations/case-1", {}), false);
    assert.equal(decrypts("Administrator", session), false);
  });
});

describe("The roles by which people reach evidence", () => {
  const reader = "arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/Investigator";
  const custodian = "arn:aws:iam::444455556666:role/Counsel";
  const args = {
    account,
    evidenceBucketArn,
    evidenceKeyArn,
    readers: ["arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/*"],
    custodians: [custodian],
  };
  const made = () => record((opts) => new EvidenceRoles("people", args, opts));

  const takes = async (role: "reader" | "custodian", action: string, context: Call["context"]) => {
    const { inputs } = await made();
    return statements(inputs(`people-${role}-role`)["assumeRolePolicy"]).some((one) =>
      matches(one, { action, resource: "*", context }),
    );
  };
  const own = {
    "aws:PrincipalArn": reader,
    "aws:PrincipalTag/case-id": "case-1",
    "aws:RequestTag/case-id": "case-1",
    "aws:TagKeys": ["case-id"],
  };

  for (const [who, context, expected] of [
    ["somebody named, with the case of their own tag", own, true],
    ["not with another case", { ...own, "aws:RequestTag/case-id": "case-2" }, false],
    ["not with a further tag", { ...own, "aws:TagKeys": ["case-id", "admin"] }, false],
    ["not without a case", { "aws:PrincipalArn": reader, "aws:PrincipalTag/case-id": "case-1" }, false],
    ["not somebody else", { ...own, "aws:PrincipalArn": custodian }, false],
  ] as const) {
    it(`are taken to read: ${who}`, async () => {
      assert.equal(await takes("reader", "sts:AssumeRole", context), expected);
      assert.equal(await takes("reader", "sts:TagSession", context), expected);
    });
  }

  it("show a reader the case of the session's tag alone", async () => {
    const { inputs } = await made();
    const policy = statements(inputs("people-reader-evidence")["policy"]);
    const sees = (caseId: string, context: Call["context"]) =>
      policy.some((one) =>
        matches(one, { action: "s3:GetObject", resource: `${evidenceBucketArn}/cases/${caseId}/x`, context }),
      );
    const tagged = { "aws:PrincipalTag/case-id": "case-1" };
    assert.deepEqual(
      [sees("case-1", tagged), sees("case-2", tagged), sees("case-1", {})],
      [true, false, false],
    );
    const lists = (prefix: string) =>
      policy.some((one) =>
        matches(one, {
          action: "s3:ListBucket",
          resource: evidenceBucketArn,
          context: { ...tagged, "s3:prefix": prefix },
        }),
      );
    assert.deepEqual([lists("cases/case-1/"), lists("cases/case-2/"), lists("")], [true, false, false]);
  });

  it("let a custodian end holds, and neither read nor write", async () => {
    assert.equal(await takes("custodian", "sts:AssumeRole", { "aws:PrincipalArn": custodian }), true);
    assert.equal(await takes("custodian", "sts:AssumeRole", { "aws:PrincipalArn": reader }), false);
    const { inputs } = await made();
    const policy = statements(inputs("people-custodian-evidence")["policy"]);
    const may = (action: string) =>
      policy.some((one) =>
        matches(one, { action, resource: `${evidenceBucketArn}/cases/case-1/x`, context: {} }),
      );
    assert.deepEqual(
      ["s3:PutObjectLegalHold", "s3:GetObject", "s3:PutObject", "s3:DeleteObjectVersion"].map(may),
      [true, false, false, false],
    );
  });

  it("are not there where nobody is named", async () => {
    const { names } = await record(
      (opts) => new EvidenceRoles("people", { ...args, readers: [], custodians: [] }, opts),
    );
    assert.deepEqual(names(aws.iam.Role), []);
  });
});
