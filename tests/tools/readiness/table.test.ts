import assert from "node:assert/strict";
import { assess } from "../../../tools/readiness/assess";
import { describeReadiness } from "../../../tools/readiness/table";
import { account, instance, vpc } from "./fixture";

const bad = { ...account, instances: [{ ...instance, spot: true, elasticIps: ["203.0.113.7"] }] };

describe("The table of readiness", () => {
  it("tells each instance with its reasons and remedies", () => {
    assert.deepEqual(describeReadiness(assess(bad)).split("\n"), [
      "account 111122223333, eu-central-1: 0 of 1 running instances are ready",
      "vpc-1: its network ACLs have room for 18 instances at once",
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
      "vpc-1: its network ACLs have room for 18 instances at once",
      "i-0123456789abcdef0: ready",
    ]);
  });
});
