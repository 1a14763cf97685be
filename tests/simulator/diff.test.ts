import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { diff } from "../../simulator/model";
import { unknown, type Values } from "../../simulator/values";
import { checkedInputs } from "./fixtures";

const group = "aws:ec2/securityGroup:SecurityGroup";
const instance = "aws:ec2/instance:Instance";

function changed(type: string, olds: Values, news: Values): string[] {
  return diff(type, olds, news).changes.map(
    ({ path, kind, replaces }) => `${path} ${kind}${replaces ? " replaces" : ""}`,
  );
}

describe("diff of the simulator", () => {
  it("finds nothing between equal inputs, also empty ones", () => {
    const inputs = {
      vpcId: "vpc-1",
      ingress: [],
      tags: {},
      egress: [{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }],
    };
    assert.deepEqual(changed(group, inputs, structuredClone(inputs)), []);
  });

  it("names each changed part by its path", () => {
    const olds = { ingress: [{ fromPort: 80, cidrBlocks: ["10.0.0.0/8"] }], tags: { a: "1", "b.c": "2" } };
    const news = {
      ingress: [{ fromPort: 443, cidrBlocks: ["10.0.0.0/8", "192.168.0.0/16"] }],
      tags: { a: "1" },
    };
    assert.deepEqual(changed(group, olds, news), [
      "ingress[0].fromPort update",
      "ingress[0].cidrBlocks[1] add",
      'tags["b.c"] delete',
    ]);
  });

  it("replaces where the schema says so", () => {
    assert.deepEqual(changed(group, { vpcId: "vpc-1" }, { vpcId: "vpc-2" }), ["vpcId update replaces"]);
    assert.deepEqual(changed(group, { description: "a" }, { description: "b" }), [
      "description update replaces",
    ]);
    assert.deepEqual(changed("aws:ec2/vpc:Vpc", { enableDnsSupport: true }, { enableDnsSupport: false }), [
      "enableDnsSupport update",
    ]);
    assert.deepEqual(changed("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.1.0.0/16" }), [
      "cidrBlock update replaces",
    ]);
  });

  it("replaces for a part of an input, and for a list element that has such a part", () => {
    assert.deepEqual(
      changed(
        instance,
        { rootBlockDevice: { encrypted: false, volumeSize: 8 } },
        { rootBlockDevice: { encrypted: true, volumeSize: 9 } },
      ),
      ["rootBlockDevice.encrypted update replaces", "rootBlockDevice.volumeSize update"],
    );
    assert.deepEqual(
      changed(instance, {}, { ebsBlockDevices: [{ deviceName: "/dev/sdb", tags: { a: "b" } }] }),
      ["ebsBlockDevices[0].deviceName add replaces", "ebsBlockDevices[0].tags.a add"],
    );
  });

  it("replaces for a move to another region, whatever the type", () => {
    assert.deepEqual(changed("aws:sns/topic:Topic", { region: "eu-west-1" }, { region: "eu-central-1" }), [
      "region update replaces",
    ]);
  });

  it("expects a change, and the replacement, from a value that is not known yet", () => {
    assert.deepEqual(
      changed(group, { vpcId: "vpc-1", tags: { a: "b" } }, { vpcId: unknown, tags: unknown }),
      ["tags update", "vpcId update replaces"],
    );
  });

  it("tells an empty list from none, and null from nothing at all", () => {
    assert.deepEqual(changed(group, {}, { ingress: [] }), ["ingress add"]);
    assert.deepEqual(changed(group, { ingress: null }, {}), []);
  });

  it("is symmetric: what one way adds, the other deletes", () => {
    const inputs = fc
      .dictionary(fc.constantFrom("ingress", "egress", "tags", "vpcId"), fc.jsonValue())
      .map((values) => values as Values);
    fc.assert(
      fc.property(inputs, inputs, (a, b) => {
        const mirrored = diff(group, b, a).changes.map(({ path, kind }) => `${path} ${mirror[kind]}`);
        assert.deepEqual(
          diff(group, a, b)
            .changes.map(({ path, kind }) => `${path} ${kind}`)
            .sort(),
          mirrored.sort(),
        );
      }),
    );
  });
});

const mirror = { add: "delete", delete: "add", update: "update" } as const;

describe("a replacement in the simulator", () => {
  const bucket = "aws:s3/bucket:Bucket";
  const first = (type: string, olds: Values, news: Values): boolean =>
    diff(type, olds, news).deleteBeforeReplace;

  it("deletes first if old and new would have the same name", () => {
    const olds = checkedInputs(bucket, { bucket: "fixed", objectLockEnabled: false });
    assert.equal(
      first(bucket, olds, checkedInputs(bucket, { bucket: "fixed", objectLockEnabled: true })),
      true,
    );
    assert.equal(
      first(bucket, olds, checkedInputs(bucket, { bucket: "other", objectLockEnabled: true })),
      false,
    );
  });

  it("creates first if the provider chooses the name", () => {
    const olds = checkedInputs(bucket, { objectLockEnabled: false });
    assert.equal(first(bucket, olds, checkedInputs(bucket, { objectLockEnabled: true })), false);
  });

  it("deletes first for types of which AWS allows one at a time", () => {
    const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    assert.equal(first(type, { role: "a", policyArn: "p" }, { role: "b", policyArn: "p" }), true);
  });

  it("is not there for an update in place", () => {
    const olds = checkedInputs(bucket, { bucket: "fixed" });
    assert.equal(first(bucket, olds, checkedInputs(bucket, { bucket: "fixed", tags: { a: "b" } })), false);
  });
});
