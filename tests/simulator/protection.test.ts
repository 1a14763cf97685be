import * as assert from "node:assert/strict";
import { remove } from "../../simulator/model";
import type { Values } from "../../simulator/values";
import { urnOf } from "./fixtures";

const now = new Date("2026-01-01T00:00:00Z");

function removing(type: string, outputs: Values): () => void {
  return () => {
    remove({ type, urn: urnOf(type), id: "thing-1", outputs }, now);
  };
}

describe("deletion in the simulator", () => {
  const switches: readonly (readonly [string, Values])[] = [
    ["aws:ec2/instance:Instance", { disableApiTermination: true }],
    ["aws:lb/loadBalancer:LoadBalancer", { enableDeletionProtection: true }],
    ["aws:rds/instance:Instance", { deletionProtection: true }],
    ["aws:rds/cluster:Cluster", { deletionProtection: true }],
    ["aws:dynamodb/table:Table", { deletionProtectionEnabled: true }],
    ["aws:networkfirewall/firewall:Firewall", { deleteProtection: true }],
    ["aws:cognito/userPool:UserPool", { deletionProtection: "ACTIVE" }],
    ["aws:cloudtrail/eventDataStore:EventDataStore", { terminationProtectionEnabled: true }],
  ];
  for (const [type, outputs] of switches) {
    const [[name, value] = ["", null]] = Object.entries(outputs);
    it(`of ${type} is refused while ${name} is ${JSON.stringify(value)}`, () => {
      const refusal = `${type} thing-1: deletion is refused while ${name} is ${JSON.stringify(value)}: change that first`;
      assert.throws(removing(type, outputs), (error: Error) => error.message.startsWith(refusal));
      assert.doesNotThrow(removing(type, { [name]: value === true ? false : "INACTIVE" }));
    });
  }

  it("is forced where the type has forceDestroy", () => {
    assert.doesNotThrow(
      removing("aws:ec2/instance:Instance", { disableApiTermination: true, forceDestroy: true }),
    );
  });

  const object = "aws:s3/bucketObjectv2:BucketObjectv2";
  const later = "2027-01-01T00:00:00Z";

  it("of an object waits for the end of its retention", () => {
    const compliance = { objectLockMode: "COMPLIANCE", objectLockRetainUntilDate: later };
    assert.throws(removing(object, compliance), /retains it in compliance mode until 2027-01-01T00:00:00Z/);
    assert.throws(removing(object, { ...compliance, forceDestroy: true }), /compliance mode/);
    assert.doesNotThrow(
      removing(object, { ...compliance, objectLockRetainUntilDate: "2025-12-31T23:59:59Z" }),
    );
  });

  it("of an object in governance mode, or under a legal hold, needs force", () => {
    const governance = { objectLockMode: "GOVERNANCE", objectLockRetainUntilDate: later };
    assert.throws(removing(object, governance), /governance mode until/);
    assert.doesNotThrow(removing(object, { ...governance, forceDestroy: true }));
    assert.throws(removing(object, { objectLockLegalHoldStatus: "ON" }), /a legal hold is on it/);
    assert.doesNotThrow(removing(object, { objectLockLegalHoldStatus: "OFF" }));
  });

  it("of an empty bucket with Object Lock is allowed, as in AWS", () => {
    assert.doesNotThrow(removing("aws:s3/bucket:Bucket", { objectLockEnabled: true, forceDestroy: false }));
  });
});
