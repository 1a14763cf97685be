import assert from "node:assert/strict";
import { assess } from "../../../tools/readiness/assess";
import { findingsOf } from "../../../tools/readiness/findings";
import { describeReadiness } from "../../../tools/readiness/table";
import { account, instance, vpc } from "./fixture";

const now = "2026-01-02T03:04:05.000Z";
const bad = { ...account, instances: [{ ...instance, spot: true, elasticIps: ["203.0.113.7"] }] };

describe("The findings of readiness", () => {
  it("fail for an instance of which something would be missed, and say what and how to mend it", () => {
    assert.deepEqual(findingsOf(assess(bad), "aws", now), [
      {
        SchemaVersion: "2018-10-08",
        Id: "landing-zone/readiness/111122223333/eu-central-1/i-0123456789abcdef0",
        ProductArn: "arn:aws:securityhub:eu-central-1:111122223333:product/111122223333/default",
        GeneratorId: "landing-zone/readiness",
        AwsAccountId: "111122223333",
        Types: ["Software and Configuration Checks/AWS Security Best Practices"],
        CreatedAt: now,
        UpdatedAt: now,
        Severity: { Label: "MEDIUM" },
        Title: "EC2 instances should be ready for incident response",
        Description: "It is a spot instance: AWS may end it while evidence is taken.",
        Remediation: {
          Recommendation: { Text: "run it on demand, or accept the loss in the risk register" },
        },
        Resources: [
          {
            Type: "AwsEc2Instance",
            Id: "arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0",
            Partition: "aws",
            Region: "eu-central-1",
          },
        ],
        Compliance: { Status: "FAILED" },
        Workflow: { Status: "NEW" },
        RecordState: "ACTIVE",
      },
    ]);
  });

  it("pass under the same id when it has been mended", () => {
    const [before] = findingsOf(assess(bad), "aws", now);
    const [after] = findingsOf(assess(account), "aws", now);
    assert.equal(after?.Id, before?.Id);
    assert.deepEqual(
      [after?.Compliance, after?.Severity, after?.Workflow],
      [{ Status: "PASSED" }, { Label: "INFORMATIONAL" }, { Status: "RESOLVED" }],
    );
  });

  it("are cut to what Security Hub takes", () => {
    const vpcs = Array.from({ length: 40 }, (_, index) => `vpc-${index}`);
    const many = { ...account, vpcs: {}, instances: [{ ...instance, vpcs }] };
    const [finding] = findingsOf(assess(many), "aws", now);
    assert.equal(finding?.Description?.length, 1024);
    assert((finding.Remediation?.Recommendation?.Text?.length ?? 0) <= 512);
  });
});

describe("The table of readiness", () => {
  it("tells each instance with its reasons and remedies", () => {
    assert.deepEqual(describeReadiness(assess(bad)).split("\n"), [
      "account 111122223333, eu-central-1: 0 of 1 running instances are ready",
      "i-0123456789abcdef0 (web): NOT READY",
      "  MISSES disks       It is a spot instance: AWS may end it while evidence is taken.",
      "                     To mend it: run it on demand, or accept the loss in the risk register.",
      "  note   restoring   It has an Elastic IP, which is taken from it while it is contained. [203.0.113.7]",
      "                     To mend it: tell whoever relies on the address, such as allow lists of partners.",
    ]);
  });

  it("tells an instance that is ready in one line", () => {
    const ready = { ...account, instances: [{ ...instance, name: "" }], vpcs: { "vpc-1": vpc } };
    assert.deepEqual(describeReadiness(assess(ready)).split("\n"), [
      "account 111122223333, eu-central-1: 1 of 1 running instances are ready",
      "i-0123456789abcdef0: ready",
    ]);
  });
});
