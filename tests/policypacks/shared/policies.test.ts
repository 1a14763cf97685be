import assert from "node:assert/strict";
import type { Exception, Facts } from "../../../policypacks/shared/facts";
import { judgeExistence, about } from "../../../policypacks/shared/finding";
import type { Row } from "../../../policypacks/shared/pack";
import { policiesOf } from "../../../policypacks/shared/policies";
import { onTypes, rule } from "../../../policypacks/shared/rule";
import type { Truth } from "../../../policypacks/shared/truth";
import { runPack, type Report } from "../../support/policyCases";
import { resource, testFacts, urnOf } from "../../support/policyStack";

const stack = resource("pulumi:pulumi:Stack", "landing-zone-prod");
const bucket = resource("aws:s3/bucket:Bucket", "logs");
const urn = urnOf(bucket.type, bucket.name);

function row(overrides: Partial<Row> = {}, offends: () => Truth = () => "yes"): Row {
  return {
    rule: rule({
      name: "s3-example",
      must: "Buckets are examples.",
      fix: "Make it one.",
      resources: [
        onTypes(
          (type) => type === bucket.type,
          () => judgeExistence(offends(), "it is none", "none"),
        ),
      ],
    }),
    level: "mandatory",
    severity: "high",
    kinds: ["workload"],
    undetermined: "advise",
    controls: { "aws-fsbp": ["S3.5", "S3.8"], "nist-800-53-r5": ["SC-8"] },
    ...overrides,
  };
}

function run(one: Row, facts: Partial<Facts> = {}): Report[] {
  return runPack([one], [stack, bucket], "preview", { ...testFacts, ...facts });
}

const message = [
  "it is none",
  "Rule: Buckets are examples.",
  "Remedy: Make it one.",
  "Finding: none",
  "Controls: aws-fsbp S3.5, S3.8; nist-800-53-r5 SC-8",
].join("\n");

describe("the policies of a pack", () => {
  it("are the configuration, the rules, and the two that list what remains", () => {
    const [configuration, ...others] = policiesOf({ name: "test", rows: [row()] });
    assert.equal(configuration?.name, "pack-configuration");
    assert.deepEqual(
      others.map(({ name }) => name),
      ["s3-example", "policy-undetermined", "policy-exceptions"],
    );
  });

  it("carry what the pack says of a rule", () => {
    const policy = policiesOf({ name: "test", rows: [row({ level: "advisory" })] })[1];
    assert.deepEqual(
      [
        policy?.description,
        policy?.enforcementLevel,
        policy?.severity,
        policy?.remediationSteps,
        policy?.tags,
      ],
      [
        "Buckets are examples.",
        "advisory",
        "high",
        "Make it one.",
        ["aws-fsbp:S3.5", "aws-fsbp:S3.8", "nist-800-53-r5:SC-8"],
      ],
    );
  });

  it("report a violation with everything a user needs, at the policy's own level", () => {
    assert.deepEqual(run(row()), [{ policy: "s3-example", urn, message }]);
  });

  it("report a violation of a stack rule on its resource", () => {
    const stackRule = rule({
      name: "s3-example",
      must: "Buckets are examples.",
      fix: "Make it one.",
      stack: (all) =>
        all
          .ofTypes((type) => type === bucket.type)
          .flatMap((one) => about(one, judgeExistence("yes", "it is none", "none"))),
    });
    assert.deepEqual(run(row({ rule: stackRule })), [{ policy: "s3-example", urn, message }]);
  });

  it("say nothing in stacks of other kinds", () => {
    assert.deepEqual(run(row(), { stackKind: "forensics" }), []);
  });

  it("list what cannot be judged, once a rule", () => {
    const reports = runPack(
      [row({}, () => "unknown")],
      [stack, resource(bucket.type, "b"), resource(bucket.type, "a")],
      "preview",
      testFacts,
    );
    assert.deepEqual(reports, [
      {
        policy: "policy-undetermined",
        message: [
          "s3-example leaves 2 questions to the update:",
          "  a: cannot tell before the update whether it is none",
          "  b: cannot tell before the update whether it is none",
        ].join("\n"),
      },
    ]);
  });

  it("report what cannot be judged as a violation where the pack says so", () => {
    const [report] = run(row({ undetermined: "fail" }, () => "unknown"));
    assert.equal(report?.policy, "s3-example");
    assert.equal(report.message.split("\n")[0], "cannot tell before the update whether it is none");
    assert.equal(report.enforcementLevel, undefined);
  });

  it("report a resource check that breaks as a violation, and go on", () => {
    const broken = row({}, () => {
      throw new RangeError("no such thing");
    });
    const reports = runPack([broken, row()], [stack, bucket], "preview", testFacts);
    assert.deepEqual(
      reports.map((report) => [report.urn, report.message.split("\n")[0]]),
      [
        [urn, "the rule could not judge this resource: no such thing"],
        [urn, "it is none"],
      ],
    );
  });

  it("report a stack check that breaks as a violation of the stack", () => {
    const broken = rule({
      name: "s3-example",
      must: "Buckets are examples.",
      fix: "Make it one.",
      stack: () => {
        throw new RangeError("no such thing");
      },
    });
    const [report] = run(row({ rule: broken }));
    assert.equal(report?.urn, undefined);
    assert.equal(report?.message.split("\n")[0], "the rule could not judge this resource: no such thing");
  });

  it("refuse a rule that checks nothing", () => {
    assert.throws(
      () => rule({ name: "empty", must: "Nothing.", fix: "Nothing." }),
      new Error('rule "empty" checks nothing: give it resources, stack or both'),
    );
  });
});

describe("a pack's configuration", () => {
  it("that was made for another stack is a violation of the stack resource", () => {
    const [report] = run(row(), { stack: "staging" });
    assert.equal(report?.policy, "pack-configuration");
    assert.equal(report.urn, urnOf(stack.type, stack.name));
    assert.equal(
      report.message.split("\n")[0],
      "the policy pack is configured for the stack staging, but this is prod",
    );
  });
});

describe("an exception", () => {
  const exception: Exception = {
    rule: "s3-example",
    resource: "aws:s3/bucket:Bucket logs",
    reason: "This one is needed for the test.",
    owner: "someone@example.com",
    lastDay: "2026-01-15",
  };
  const heads = (reports: readonly Report[]): unknown[] =>
    reports.map((report) => [
      report.policy,
      report.enforcementLevel,
      report.urn,
      report.message.split("\n")[0],
    ]);

  it("lets its finding pass and is listed on the resource", () => {
    assert.deepEqual(heads(run(row(), { exceptions: [exception] })), [
      [
        "policy-exceptions",
        undefined,
        urn,
        "exception in use: someone@example.com answers for this until 2026-01-15",
      ],
    ]);
  });

  it("lets what cannot be judged pass too", () => {
    const reports = run(
      row({ undetermined: "fail" }, () => "unknown"),
      { exceptions: [exception] },
    );
    assert.deepEqual(
      reports.map(({ policy }) => policy),
      ["policy-exceptions"],
    );
  });

  it("of another finding lets nothing pass and is listed as unused", () => {
    assert.deepEqual(heads(run(row(), { exceptions: [{ ...exception, finding: "other" }] })), [
      ["s3-example", undefined, urn, "it is none"],
      [
        "policy-exceptions",
        undefined,
        undefined,
        "exception without use: nothing in the stack needs it; remove it",
      ],
    ]);
  });

  it("fails the run after its last day, and lets nothing pass", () => {
    assert.deepEqual(heads(run(row(), { exceptions: [{ ...exception, lastDay: "2026-01-14" }] })), [
      ["s3-example", undefined, urn, "it is none"],
      [
        "policy-exceptions",
        "mandatory",
        undefined,
        "exception expired: it ended on 2026-01-14; mend the resource and remove it, or have someone@example.com renew it",
      ],
    ]);
  });
});
