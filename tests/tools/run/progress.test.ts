import assert from "node:assert/strict";
import { Progress, type RunEvent } from "../../../tools/run/progress";

const urn = (type: string, name: string) => `urn:pulumi:prod::landing-zone::${type}::${name}`;
const vpc = urn("aws:ec2/vpc:Vpc", "prod-network-vpc");
const subnet = urn("aws:ec2/subnet:Subnet", "prod-network-public-a");
const network = urn("landingzone:network:Network", "prod-network");
const stack = urn("pulumi:pulumi:Stack", "landing-zone-prod");

type Metadata = NonNullable<RunEvent["resourcePreEvent"]>["metadata"];
type StepState = NonNullable<Metadata["new"]>;

function step(op: Metadata["op"], of: string, state: Partial<StepState> = {}): { metadata: Metadata } {
  const type = of.split("::")[2] ?? "";
  const at = {
    type,
    urn: of,
    custom: true,
    id: "id",
    parent: "",
    inputs: {},
    outputs: {},
    provider: "",
    ...state,
  };
  return { metadata: { op, urn: of, type, provider: "", ...(op === "delete" ? { old: at } : { new: at }) } };
}

function progressOf(...events: Partial<RunEvent>[]): Progress {
  const progress = new Progress();
  for (const [sequence, event] of events.entries()) progress.apply({ sequence, timestamp: 1, ...event });
  return progress;
}

describe("the progress of an operation", () => {
  it("is that a resource is in flight from the beginning of its step", () => {
    const progress = progressOf({ resourcePreEvent: step("create", vpc) });
    assert.deepEqual(progress.inFlight, [{ urn: vpc, type: "aws:ec2/vpc:Vpc" }]);
    assert.equal(progress.changes.create, 0);
  });

  it("is that a resource counts once its step has ended", () => {
    const progress = progressOf(
      { resourcePreEvent: step("create", vpc) },
      { resourcePreEvent: step("update", subnet) },
      { resOutputsEvent: step("create", vpc) },
    );
    assert.deepEqual(progress.inFlight, [{ urn: subnet, type: "aws:ec2/subnet:Subnet" }]);
    assert.deepEqual(progress.changes, { create: 1, update: 0, replace: 0, delete: 0, same: 0 });
  });

  it("counts a stack that reports its outputs twice once", () => {
    const progress = progressOf(
      { resOutputsEvent: step("create", stack) },
      { resOutputsEvent: step("create", stack) },
    );
    assert.equal(progress.changes.create, 1);
  });

  it("does not keep a failed step in flight", () => {
    const progress = progressOf(
      { resourcePreEvent: step("create", vpc) },
      { resOpFailedEvent: { ...step("create", vpc), status: 1, steps: 1 } },
    );
    assert.deepEqual(progress.inFlight, []);
    assert.equal(progress.changes.create, 0);
  });

  it("never has a component in flight, nor what stays the same", () => {
    const progress = progressOf(
      { resourcePreEvent: step("create", network, { custom: false }) },
      { resourcePreEvent: step("same", vpc) },
    );
    assert.deepEqual(progress.inFlight, []);
  });

  it("ends with the engine's own sum", () => {
    const summaryEvent = {
      maybeCorrupt: false,
      durationSeconds: 1,
      resourceChanges: { create: 9 },
      policyPacks: {},
    };
    assert.equal(progressOf({ resOutputsEvent: step("create", vpc) }, { summaryEvent }).changes.create, 9);
  });

  it("has the outputs that the stack reported last", () => {
    const progress = progressOf(
      { resOutputsEvent: step("same", stack, { outputs: { vpcId: "old" } }) },
      { resOutputsEvent: step("same", stack, { outputs: { vpcId: "new" } }) },
      { resOutputsEvent: step("same", vpc, { outputs: { vpcId: "none of it" } }) },
    );
    assert.deepEqual(progress.outputs, { vpcId: "new" });
  });

  it("names every resource that a deletion leaves in AWS", () => {
    const progress = progressOf(
      { resOutputsEvent: step("delete", vpc, { retainOnDelete: true }) },
      { resOutputsEvent: step("delete", subnet) },
    );
    assert.deepEqual(progress.retained, [{ urn: vpc, type: "aws:ec2/vpc:Vpc" }]);
  });
});

describe("what was said during an operation", () => {
  const say = (severity: "info" | "warning" | "error", more = {}) => ({
    diagnosticEvent: { severity, message: `${severity}\n`, color: "never", ...more },
  });

  it("is kept by severity", () => {
    const progress = progressOf(say("info"), say("warning", { urn: vpc }), say("error"));
    assert.deepEqual(progress.errors, [{ severity: "error", message: "error" }]);
    assert.deepEqual(progress.warnings, [{ severity: "warning", message: "warning", urn: vpc }]);
  });

  it("is not kept when it was only meant for the moment", () => {
    assert.deepEqual(progressOf(say("warning", { ephemeral: true })).warnings, []);
  });
});

describe("the policies' verdicts", () => {
  const event = (policyName: string, level: string, more = {}) => ({
    policyEvent: {
      policyName,
      enforcementLevel: level,
      message: `breaks ${policyName}\n`,
      color: "never",
      policyPackName: "landing-zone",
      policyPackVersion: "",
      policyPackVersionTag: "",
      ...more,
    },
  });

  it("are violations in the order of their rules, each once", () => {
    const progress = progressOf(
      event("b", "advisory", { resourceUrn: vpc }),
      event("a", "mandatory", { severity: "high" }),
      event("b", "advisory", { resourceUrn: vpc }),
    );
    assert.deepEqual(progress.violations, [
      { rule: "a", level: "mandatory", severity: "high", message: "breaks a" },
      { rule: "b", level: "advisory", urn: vpc, message: "breaks b" },
    ]);
  });

  it("tell which rules judged at all, on resources and on the stack", () => {
    const progress = progressOf(
      { policyAnalyzeSummaryEvent: { passed: ["b", "a"] } },
      { policyAnalyzeSummaryEvent: { passed: ["a"], failed: ["c"] } },
      { policyAnalyzeStackSummaryEvent: { failed: ["d"] } },
    );
    assert.deepEqual(progress.rules, ["a", "b", "c", "d"]);
  });

  const exceptionMessage = (opening: string) =>
    [
      `${opening}: ada answers for this until 2026-12-31`,
      "rule: kms-rotation",
      "resource: aws:kms/key:Key prod-old-key",
      "owner: ada",
      "last day: 2026-12-31",
      "reason: it is retired before the year ends",
    ].join("\n");

  it("list an exception in use beside the violations, however often it is used", () => {
    const used = (of: string) =>
      event("policy-exceptions", "advisory", {
        resourceUrn: of,
        message: exceptionMessage("exception in use"),
      });
    const progress = progressOf(used(vpc), used(subnet));
    assert.deepEqual(progress.violations, []);
    assert.deepEqual(progress.exceptions, [
      {
        status: "used",
        rule: "kms-rotation",
        resource: "aws:kms/key:Key prod-old-key",
        owner: "ada",
        lastDay: "2026-12-31",
        reason: "it is retired before the year ends",
      },
    ]);
  });

  it("count an exception that has expired as a violation too", () => {
    const message = exceptionMessage("exception expired");
    const progress = progressOf(event("policy-exceptions", "mandatory", { message }));
    assert.deepEqual(
      progress.exceptions.map(({ status }) => status),
      ["expired"],
    );
    assert.deepEqual(progress.violations, [{ rule: "policy-exceptions", level: "mandatory", message }]);
  });

  it("do not count the pack's own housekeeping among the rules", () => {
    const passed = ["pack-configuration", "a"];
    const progress = progressOf(
      { policyAnalyzeSummaryEvent: { passed } },
      { policyAnalyzeStackSummaryEvent: { passed: ["policy-exceptions"] } },
    );
    assert.deepEqual(progress.rules, ["a"]);
  });
});
