import assert from "node:assert/strict";
import { bucket, bucketPolicy, bucketVersioning } from "../../../policypacks/shared/families/storage";
import { Run } from "../../../policypacks/shared/run";
import { Stack } from "../../../policypacks/shared/stack";
import {
  output,
  policyResources,
  resource,
  testFacts,
  unknown,
  urnOf,
  validationArgs,
  type TestResource,
} from "../../support/policyStack";

const bucketType = "aws:s3/bucket:Bucket";
const versioningType = "aws:s3/bucketVersioning:BucketVersioning";

function stackOf(...resources: readonly TestResource[]): Stack {
  return new Stack(policyResources(resources, "preview"), new Map());
}

function versioningOf(value: unknown, name = "versions"): TestResource {
  return resource(versioningType, name, { bucket: value });
}

describe("the index of a stack", () => {
  it("has its resources in the order of their URNs, however the engine orders them", () => {
    const names = ["c", "a", "b"];
    const forth = policyResources(
      names.map((name) => resource(bucketType, name)),
      "preview",
    );
    const back = [...forth].reverse();
    for (const order of [forth, back]) {
      const stack = new Stack(order, new Map());
      assert.deepEqual(
        stack.all(bucket).map(({ name }) => name),
        ["a", "b", "c"],
      );
    }
  });

  it("finds a family's members of every type", () => {
    const stack = stackOf(
      resource(bucketType, "new"),
      resource("aws:s3/bucketV2:BucketV2", "old"),
      resource("aws:ec2/vpc:Vpc", "net"),
    );
    assert.deepEqual(
      stack.all(bucket).map(({ name }) => name),
      ["new", "old"],
    );
    assert.deepEqual(
      stack.ofTypes((type) => type.startsWith("aws:ec2/")).map(({ name }) => name),
      ["net"],
    );
  });

  it("knows the stack itself", () => {
    const stack = stackOf(resource("pulumi:pulumi:Stack", "landing-zone-prod"));
    assert.equal(stack.root.urn, urnOf("pulumi:pulumi:Stack", "landing-zone-prod"));
  });

  it("reads what the program asks for before what the provider calls unknown", () => {
    const one = resource(bucketType, "logs", {}, { versioning: { enabled: false } });
    const run = new Run(() => "2026-01-15");
    run.record(validationArgs(one, [one], "preview", testFacts));
    const [logs] = run.stackFor("rule", policyResources([one], "preview")).all(bucket);
    assert.equal(logs?.properties.at("versioning").isAbsent, true);
    assert.equal(logs.outputs.at("versioning").isUnknown, true);
  });

  it("reads the outputs of a resource of which the inputs were not seen", () => {
    const one = resource(bucketType, "logs", { forceDestroy: true });
    const [logs] = stackOf(one).all(bucket);
    assert.equal(logs?.properties.at("forceDestroy").is(true), "yes");
  });
});

describe("a join", () => {
  const logs = resource(
    bucketType,
    "logs",
    {},
    { id: "logs-1", bucket: "logs-1", arn: "arn:aws:s3:::logs-1" },
  );
  const other = resource(bucketType, "other", {}, { id: "other-1" });

  function joined(stack: Stack): Record<string, string[]> {
    const join = stack.join(bucketVersioning, "bucket", bucket);
    const pairs = stack.all(bucket).map((one) => [one.name, join.of(one).map(({ name }) => name)] as const);
    return { ...Object.fromEntries(pairs), unresolved: join.unresolved.map(({ name }) => name) };
  }

  it("follows where an unknown value comes from", () => {
    const stack = stackOf(logs, other, versioningOf(output("logs", "id")));
    assert.deepEqual(joined(stack), { logs: ["versions"], other: [], unresolved: [] });
  });

  it("follows any output by which the target may be named, once it is known", () => {
    for (const name of ["id", "bucket", "arn"]) {
      const resources = [logs, other, versioningOf(output("logs", name))];
      const stack = new Stack(policyResources(resources, "update"), new Map());
      assert.deepEqual(joined(stack), { logs: ["versions"], other: [], unresolved: [] });
    }
  });

  it("follows a plain text that both were given", () => {
    const named = resource(bucketType, "logs", { bucket: "logs-1" });
    assert.deepEqual(joined(stackOf(named, other, versioningOf("logs-1"))), {
      logs: ["versions"],
      other: [],
      unresolved: [],
    });
  });

  it("prefers the value to where it comes from", () => {
    const resources = policyResources([logs, other, versioningOf(output("logs", "id"))], "update");
    const [child, wrong] = ["versions", "other"].map((name) => resources.find((one) => one.name === name));
    assert.ok(child !== undefined && wrong !== undefined);
    child.propertyDependencies["bucket"] = [wrong];
    assert.deepEqual(joined(new Stack(resources, new Map())), {
      logs: ["versions"],
      other: [],
      unresolved: [],
    });
  });

  it("cannot tell between two sources", () => {
    const resources = policyResources([logs, other, versioningOf(output("logs", "id"))], "preview");
    const [child, second] = ["versions", "other"].map((name) => resources.find((one) => one.name === name));
    assert.ok(child !== undefined && second !== undefined);
    child.propertyDependencies["bucket"]?.push(second);
    assert.deepEqual(joined(new Stack(resources, new Map())), {
      logs: [],
      other: [],
      unresolved: ["versions"],
    });
  });

  it("cannot tell where an unknown value without a source leads", () => {
    assert.deepEqual(joined(stackOf(logs, versioningOf(unknown))), { logs: [], unresolved: ["versions"] });
  });

  it("leaves out what belongs to something elsewhere", () => {
    assert.deepEqual(joined(stackOf(logs, versioningOf("elsewhere"))), { logs: [], unresolved: [] });
  });

  it("is made once", () => {
    const stack = stackOf(logs, versioningOf(output("logs", "id")));
    assert.equal(
      stack.join(bucketVersioning, "bucket", bucket),
      stack.join(bucketVersioning, "bucket", bucket),
    );
    assert.notEqual(
      stack.join(bucketVersioning, "bucket", bucket),
      stack.join(bucketPolicy, "bucket", bucket),
    );
  });
});

describe("a run", () => {
  const resources = policyResources([resource(bucketType, "logs")], "preview");

  it("makes one index for all policies", () => {
    const run = new Run(() => "2026-01-15");
    assert.equal(run.stackFor("one", resources), run.stackFor("two", resources));
  });

  it("makes another when a policy asks again, since the stack has changed then", () => {
    const run = new Run(() => "2026-01-15");
    const first = run.stackFor("one", resources);
    run.stackFor("two", resources);
    const second = run.stackFor("one", resources);
    assert.notEqual(second, first);
    assert.equal(run.stackFor("two", resources), second);
  });

  it("begins anew when the pack is configured again, as a process that is kept for several runs is", () => {
    const run = new Run(() => "2026-01-15");
    run.configure(testFacts);
    const first = run.stackFor("one", resources);
    run.postpone("one", { urn: "urn", finding: { verdict: "undetermined", reason: "x", key: "x" } });
    run.configure({ ...testFacts }); // The SDK copies the configuration for each policy that asks.
    assert.equal(run.stackFor("two", resources), first);
    assert.equal(run.undetermined.size, 1);

    const second = { ...testFacts, stack: "forensics", trustedAccounts: [...testFacts.trustedAccounts] };
    run.configure(second);
    assert.equal(run.facts, second);
    assert.notEqual(run.stackFor("two", resources), first);
    assert.equal(run.undetermined.size, 0);
  });

  it("has no facts before it is configured", () => {
    assert.throws(
      () => new Run(() => "2026-01-15").facts,
      new Error("the policy pack has no configuration; do not disable the policy pack-configuration"),
    );
  });
});
