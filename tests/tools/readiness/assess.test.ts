import assert from "node:assert/strict";
import { assess, type Obstacle } from "../../../tools/readiness/assess";
import type { AccountFacts, InstanceFacts, VpcFacts } from "../../../tools/readiness/facts";
import { reasons, type ReasonName } from "../../../tools/readiness/reasons";
import { account, acl, allowAll, deny, instance, vpc } from "./fixture";

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/customer";

const withInstance = (change: Partial<InstanceFacts>): AccountFacts => ({
  ...account,
  instances: [{ ...instance, ...change }],
});
const withVpc = (change: Partial<VpcFacts>): AccountFacts => ({
  ...account,
  vpcs: { "vpc-1": { ...vpc, ...change } },
});
const withKey = (key: AccountFacts["keys"][string]): AccountFacts => ({
  ...withInstance({ volumes: [{ id: "vol-1", keyArn }] }),
  keys: { [keyArn]: key },
});

/** Each obstacle with facts that have it and facts that barely have not. */
const cases: readonly {
  readonly reason: ReasonName;
  readonly subject?: string;
  readonly what: string;
  readonly bad: AccountFacts;
  readonly good?: AccountFacts;
}[] = [
  {
    reason: "no-reader-role",
    what: "no reader",
    bad: { ...account, roles: { ...account.roles, reader: false } },
  },
  {
    reason: "no-container-role",
    what: "no container",
    bad: { ...account, roles: { ...account.roles, container: false } },
  },
  {
    reason: "no-copier-role",
    what: "no copier",
    bad: { ...account, roles: { ...account.roles, copier: false } },
  },
  { reason: "no-quarantine-profile", what: "no profile", bad: { ...account, quarantineProfile: false } },
  { reason: "no-transfer-key", what: "no key", bad: { ...account, transferKey: "missing" } },
  { reason: "no-transfer-key", what: "a disabled key", bad: { ...account, transferKey: "disabled" } },
  { reason: "no-isolation-group", subject: "vpc-1", what: "none", bad: withVpc({ isolationGroups: [] }) },
  { reason: "no-conversion-group", subject: "vpc-1", what: "none", bad: withVpc({ conversionGroups: [] }) },
  {
    reason: "several-groups",
    subject: "vpc-1",
    what: "two",
    bad: withVpc({ isolationGroups: ["sg-1", "sg-2"] }),
  },
  {
    reason: "several-groups",
    subject: "vpc-1",
    what: "two",
    bad: withVpc({ conversionGroups: ["sg-1", "sg-2"] }),
  },
  {
    reason: "acl-rules",
    subject: "vpc-1 acl-1",
    what: "one place for two addresses",
    bad: {
      ...withInstance({ addresses: { ipv4: 2, ipv6: 0 } }),
      vpcs: {
        "vpc-1": {
          ...vpc,
          acls: [{ ...acl, egress: Array.from({ length: 18 }, (_, n) => allowAll(1000 + n)) }],
        },
      },
    },
    good: withVpc({ acls: [{ ...acl, egress: Array.from({ length: 18 }, (_, n) => allowAll(1000 + n)) }] }),
  },
  {
    reason: "acl-rules",
    subject: "vpc-1 acl-1",
    what: "one place where endpoints need two",
    bad: withVpc({
      acls: [
        { ...acl, holdsEndpoints: true, ingress: Array.from({ length: 18 }, (_, n) => allowAll(1000 + n)) },
      ],
    }),
    good: withVpc({
      acls: [
        { ...acl, holdsEndpoints: true, ingress: Array.from({ length: 17 }, (_, n) => allowAll(1000 + n)) },
      ],
    }),
  },
  {
    reason: "acl-rules",
    subject: "vpc-1 acl-1",
    what: "no number before an entry that allows",
    bad: withVpc({ acls: [{ ...acl, ingress: [deny(1), allowAll(2)] }] }),
    good: withVpc({ acls: [{ ...acl, ingress: [deny(1), allowAll(3)] }] }),
  },
  {
    reason: "volume-key-unusable",
    subject: `vol-1 ${keyArn}`,
    what: "disabled",
    bad: withKey({ state: "disabled", access: "yes" }),
  },
  {
    reason: "volume-key-unusable",
    subject: `vol-1 ${keyArn}`,
    what: "gone",
    bad: withKey({ state: "missing", access: "no" }),
  },
  {
    reason: "volume-key-refuses",
    subject: `vol-1 ${keyArn}`,
    what: "no",
    bad: withKey({ state: "usable", access: "no" }),
    good: withKey({ state: "usable", access: "yes" }),
  },
  {
    reason: "volume-key-uncertain",
    subject: `vol-1 ${keyArn}`,
    what: "unknown",
    bad: withKey({ state: "usable", access: "unknown" }),
  },
  {
    reason: "snapshot-quota",
    what: "two places for three snapshots",
    bad: { ...account, snapshots: { quota: 100, used: 98 } },
    good: { ...account, snapshots: { quota: 100, used: 97 } },
  },
  {
    reason: "instance-store",
    subject: "900 GiB",
    what: "a disk of the host",
    bad: withInstance({ instanceStoreGiB: 900 }),
  },
  { reason: "spot", what: "spot", bad: withInstance({ spot: true }) },
  { reason: "no-agent", what: "unknown to Systems Manager", bad: withInstance({ agent: undefined }) },
  {
    reason: "agent-offline",
    what: "no answer",
    bad: withInstance({ agent: { online: false, platform: "Amazon Linux 2023" } }),
  },
  {
    reason: "no-endpoints",
    subject: "vpc-1 ssmmessages, s3",
    what: "two missing",
    bad: withVpc({ endpoints: ["ec2messages", "kms", "ssm"], s3: false }),
  },
  {
    reason: "no-tool",
    subject: "Windows Server 2022 on x86_64",
    what: "Windows",
    bad: withInstance({ platform: "windows", agent: { online: true, platform: "Windows Server 2022" } }),
  },
  {
    reason: "no-tool",
    subject: "Amazon Linux 2023 on i386",
    what: "an old processor",
    bad: withInstance({ architecture: "i386" }),
    good: withInstance({ architecture: "arm64" }),
  },
  {
    reason: "elastic-ip",
    subject: "203.0.113.7",
    what: "an address",
    bad: withInstance({ elasticIps: ["203.0.113.7"] }),
  },
  { reason: "auto-scaling", subject: "web", what: "a group", bad: withInstance({ autoScalingGroup: "web" }) },
];

const obstacles = (facts: AccountFacts): readonly Obstacle[] => assess(facts).instances[0]?.obstacles ?? [];

describe("Readiness", () => {
  it("is complete where nothing would be missed", () => {
    assert.deepEqual(assess(account), {
      account: "111122223333",
      region: "eu-central-1",
      ready: true,
      vpcs: [{ vpcId: "vpc-1", instancesAtOnce: 18 }],
      instances: [{ instanceId: instance.id, name: "web", ready: true, obstacles: [] }],
    });
  });

  it("knows no reason that is not tested here", () => {
    const tested = new Set<string>(cases.map(({ reason }) => reason));
    assert.deepEqual([...tested].sort(), Object.keys(reasons).sort());
  });

  for (const { reason, subject = "", what, bad, good = account } of cases) {
    it(`tells ${reason} (${what}), and not where it is not so`, () => {
      assert.deepEqual(obstacles(bad), [{ reason, subject }]);
      assert.deepEqual(obstacles(good), []);
      assert.equal(assess(bad).ready, reasons[reason].level === "note");
    });
  }

  it("takes a VPC of which nothing is known for one without anything", () => {
    const found = obstacles({ ...account, vpcs: {} }).map(({ reason }) => reason);
    assert.deepEqual(found, ["no-isolation-group", "no-conversion-group", "no-endpoints"]);
  });

  it("does not guess a quota that could not be read", () => {
    assert.deepEqual(obstacles({ ...account, snapshots: undefined }), []);
  });

  it("judges each instance by itself, in the order of their ids", () => {
    const { ready, instances } = assess({
      ...account,
      instances: [
        { ...instance, id: "i-2" },
        { ...instance, id: "i-1", spot: true },
      ],
    });
    assert.equal(ready, false);
    assert.deepEqual(
      instances.map(({ instanceId, ready: one }) => [instanceId, one]),
      [
        ["i-1", false],
        ["i-2", true],
      ],
    );
  });

  it("is complete in an account without instances", () => {
    assert.deepEqual(assess({ ...account, instances: [], quarantineProfile: false }).ready, true);
  });
});
