import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import assert from "node:assert/strict";
import { assess } from "../../../tools/readiness/assess";
import type { AccountFacts } from "../../../tools/readiness/facts";
import { findingsOf, findingsToSend } from "../../../tools/readiness/findings";
import { reasons } from "../../../tools/readiness/reasons";
import { asff } from "./asff";
import { account, instance } from "./fixture";

const now = "2026-01-02T03:04:05.000Z";
const later = "2026-01-03T03:04:05.000Z";
const withInstance = (change: object): AccountFacts => ({
  ...account,
  instances: [{ ...instance, ...change }],
});
const spot = withInstance({ spot: true, elasticIps: ["203.0.113.7"] });
const id = (reason: string, instanceId = instance.id) =>
  `landing-zone/readiness/111122223333/eu-central-1/${instanceId}/${reason}`;

const findings = (facts: AccountFacts, at = now) => findingsOf(assess(facts), facts, at);
const states = (found: readonly AwsSecurityFinding[]) =>
  found.map(({ Id, RecordState }) => [Id, RecordState]);

/** An account in which everything is missing that can be. */
const worst: AccountFacts = {
  ...account,
  roles: { reader: false, container: false, copier: false },
  quarantineProfile: false,
  transferKey: "missing",
  snapshots: { quota: 0, used: 0 },
  vpcs: {},
  instances: [
    {
      ...instance,
      name: "n".repeat(256),
      architecture: "i386",
      spot: true,
      instanceStoreGiB: 900,
      vpcs: Array.from({ length: 40 }, (_, index) => `vpc-0123456789abcde${index}`),
      volumes: Array.from({ length: 40 }, (_, index) => ({
        id: `vol-0123456789abcde${index}`,
        keyArn: `arn:aws:kms:eu-central-1:111122223333:key/${index}`,
      })),
      agent: undefined,
    },
  ],
};

describe("The findings of readiness", () => {
  it("say of each gap of an instance what it is, how grave, how to mend it, and of which instance", () => {
    assert.deepEqual(findings(spot), [
      {
        SchemaVersion: "2018-10-08",
        Id: id("spot"),
        ProductArn: "arn:aws:securityhub:eu-central-1:111122223333:product/111122223333/default",
        GeneratorId: "landing-zone/readiness",
        AwsAccountId: "111122223333",
        CreatedAt: now,
        UpdatedAt: now,
        Title:
          "Not ready for incident response: It is a spot instance: AWS may end it while evidence is taken.",
        Description:
          "A response to an incident in i-0123456789abcdef0 would lack something for disks. " +
          "It is a spot instance: AWS may end it while evidence is taken.",
        Remediation: {
          Recommendation: {
            Text: "To mend it: run it on demand, or accept the loss in the risk register.",
          },
        },
        Resources: [
          {
            Type: "AwsEc2Instance",
            Id: "arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0",
            Partition: "aws",
            Region: "eu-central-1",
            Tags: { Name: "web" },
            Details: {
              AwsEc2Instance: {
                Type: "m7i.large",
                ImageId: "ami-0123456789abcdef0",
                VpcId: "vpc-1",
                SubnetId: "subnet-1",
                LaunchedAt: "2026-01-01T00:00:00.000Z",
              },
            },
          },
        ],
        FindingProviderFields: {
          Severity: { Label: "MEDIUM" },
          Types: ["Software and Configuration Checks/AWS Security Best Practices"],
        },
        Compliance: { Status: "FAILED" },
        RecordState: "ACTIVE",
      },
    ]);
  });

  it("are none where nothing would be missed, and none for what people should only know", () => {
    assert.deepEqual(findings(account), []);
    assert.deepEqual(findings(withInstance({ elasticIps: ["203.0.113.7"], autoScalingGroup: "web" })), []);
  });

  it("are one for each reason, which names everything that it is about", () => {
    const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/1";
    const facts = withInstance({
      spot: true,
      volumes: [
        { id: "vol-1", keyArn },
        { id: "vol-2", keyArn },
      ],
    });
    const found = findings(facts);
    assert.deepEqual(
      found.map(({ Id }) => Id),
      [id("volume-key-unusable"), id("spot")],
    );
    assert.match(found[0]?.Description ?? "", / \(vol-1 \S+key\/1; vol-2 \S+key\/1\)$/);
  });

  it("are in the partition of the region", () => {
    const [found] = findings({ ...spot, region: "us-gov-west-1" });
    assert.equal(
      found?.ProductArn,
      "arn:aws-us-gov:securityhub:us-gov-west-1:111122223333:product/111122223333/default",
    );
    assert.equal(found.Resources?.[0]?.Partition, "aws-us-gov");
  });

  it("keep to the AWS Security Finding Format, however much is missing", () => {
    const found = findings(worst);
    asff.parse(found);
    assert(found.length >= 12, String(found.length));
    assert(found.some(({ Description = "" }) => Description.length === 1024));
    asff.parse(findingsToSend([], found, later));
  });

  it("are never so grave that they are forwarded as an attack", () => {
    const grave = findings(worst).map(({ FindingProviderFields }) => FindingProviderFields?.Severity?.Label);
    assert.deepEqual([...new Set(grave)].sort(), ["LOW", "MEDIUM"]);
  });

  it("fit into a title for every reason", () => {
    for (const { title } of Object.values(reasons)) {
      assert(`Not ready for incident response: ${title}`.length <= 256, title);
    }
  });
});

describe("What is sent to Security Hub", () => {
  const before = findings(spot);

  it("keeps the time at which a gap was first seen, and tells when it was last seen", () => {
    const [sent] = findingsToSend(findings(spot, later), before, later);
    assert.deepEqual([sent?.Id, sent?.CreatedAt, sent?.UpdatedAt], [id("spot"), now, later]);
  });

  it("archives what is none any more, with what was said of it", () => {
    const gone = findings(account, later);
    const [first] = before;
    assert.ok(first);
    assert.deepEqual(findingsToSend(gone, before, later), [
      { ...first, UpdatedAt: later, Compliance: { Status: "PASSED" }, RecordState: "ARCHIVED" },
    ]);
  });

  it("archives one reason of an instance and leaves the others", () => {
    const both = findings(withInstance({ spot: true, instanceStoreGiB: 900 }));
    assert.deepEqual(states(findingsToSend(findings(spot, later), both, later)), [
      [id("spot"), "ACTIVE"],
      [id("instance-store"), "ARCHIVED"],
    ]);
  });

  it("archives everything of an instance that does not run any more", () => {
    const facts = { ...account, instances: [{ ...instance, id: "i-2", spot: true }] };
    assert.deepEqual(states(findingsToSend(findings(facts, later), before, later)), [
      [id("spot", "i-2"), "ACTIVE"],
      [id("spot"), "ARCHIVED"],
    ]);
  });

  it("uses the same id when a gap comes back", () => {
    const [again] = findingsToSend(findings(spot, later), [], later);
    assert.deepEqual([again?.Id, again?.RecordState, again?.CreatedAt], [id("spot"), "ACTIVE", later]);
  });

  it("sends nothing back that Security Hub added, and nothing that people decide", () => {
    const kept = before.map((finding) => ({
      ...finding,
      ProductName: "Default",
      CompanyName: "Personal",
      Region: "eu-central-1",
      Severity: { Label: "LOW" as const },
      Workflow: { Status: "SUPPRESSED" as const },
      Note: { Text: "accepted", UpdatedBy: "somebody", UpdatedAt: now },
      ProcessedAt: now,
    }));
    asff.parse(findingsToSend([], kept, later));
  });
});
