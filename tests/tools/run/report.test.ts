import assert from "node:assert/strict";
import { jsonReport, textReport } from "../../../tools/run/report";
import { emptyResult, succeeded, untilFailure, type StackResult } from "../../../tools/run/result";

const bucket =
  "urn:pulumi:prod::landing-zone::landingzone:logging:LogBucket$aws:s3/bucket:Bucket::prod-logs-bucket";

const prod: StackResult = {
  ...emptyResult("prod", "updated"),
  changes: { create: 40, update: 1, replace: 0, delete: 0, same: 2 },
  outputs: { vpcId: "vpc-1", publicSubnetIds: ["subnet-1", "subnet-2"] },
  rules: ["kms-rotation", "s3-versioned"],
  violations: [
    { rule: "s3-versioned", level: "advisory", severity: "low", urn: bucket, message: "is not\nversioned" },
  ],
  exceptions: [
    {
      status: "used",
      rule: "kms-rotation",
      resource: "prod-old-key",
      reason: "retired soon",
      owner: "ada",
      lastDay: "2026-12-31",
    },
  ],
};

describe("the report for scripts", () => {
  it("has exactly what scripts were promised", () => {
    assert.deepEqual(jsonReport([prod], 12.345), {
      stacks: [
        {
          name: "prod",
          result: "updated",
          changes: { create: 40, update: 1, replace: 0, delete: 0, same: 2 },
          outputs: { vpcId: "vpc-1", publicSubnetIds: ["subnet-1", "subnet-2"] },
        },
      ],
      policies: {
        rules: 2,
        violations: [{ stack: "prod", ...prod.violations[0] }],
        exceptions: [{ stack: "prod", ...prod.exceptions[0] }],
      },
      seconds: 12.3,
    });
  });

  it("counts a rule once that judged several stacks", () => {
    assert.equal(jsonReport([prod, { ...prod, name: "staging" }], 1).policies.rules, 2);
  });

  it("is an empty one when nothing was reached", () => {
    assert.deepEqual(jsonReport([], 0), {
      stacks: [],
      policies: { rules: 0, violations: [], exceptions: [] },
      seconds: 0,
    });
  });
});

describe("the report for people", () => {
  it("tells each stack's outputs, then what the policies found", () => {
    assert.equal(
      textReport([prod]),
      [
        "prod: updated, 40 created, 1 updated, 2 unchanged",
        '  publicSubnetIds  ["subnet-1","subnet-2"]',
        "  vpcId            vpc-1",
        "",
        "Policies: 2 rules, no violations, 1 advisory finding, 1 exception",
        "  advisory  prod  s3-versioned (low)  Bucket prod-logs-bucket",
        "    is not",
        "    versioned",
        "  exception used  prod  kms-rotation",
        "    prod-old-key: retired soon (ada, until 2026-12-31)",
      ].join("\n"),
    );
  });

  it("tells why a stack failed instead of its outputs", () => {
    const failed: StackResult = {
      ...emptyResult("prod", "failed"),
      outputs: { vpcId: "vpc-1" },
      causes: ["Bucket prod-logs-bucket: InvalidBucketName"],
    };
    assert.equal(
      textReport([failed, emptyResult("staging", "skipped")]),
      "prod: failed, nothing\n  Bucket prod-logs-bucket: InvalidBucketName\n\nstaging: skipped",
    );
  });

  it("tells warnings, and what a destroy left in AWS", () => {
    const destroyed: StackResult = {
      ...emptyResult("prod", "destroyed"),
      changes: { create: 0, update: 0, replace: 0, delete: 5, same: 0 },
      warnings: ["old plugin"],
      retained: [{ urn: bucket, type: "aws:s3/bucket:Bucket" }],
    };
    assert.equal(
      textReport([destroyed]),
      [
        "prod: destroyed, 5 deleted",
        "  warning: old plugin",
        "  kept in AWS, as declared:",
        "    Bucket prod-logs-bucket",
      ].join("\n"),
    );
  });
});

describe("a run", () => {
  it("skips every stack after one that did not succeed", async () => {
    const outcomes = { a: "unchanged", b: "failed", c: "updated" } as const;
    const stacks = (["a", "b", "c"] as const).map((name) => ({ name }));
    const worked: string[] = [];
    const results = await untilFailure(stacks, { requested: false }, ({ name }) => {
      worked.push(name);
      return Promise.resolve(emptyResult(name, outcomes[name]));
    });
    assert.deepEqual(worked, ["a", "b"]);
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ["unchanged", "failed", "skipped"],
    );
  });

  it("begins no stack any more once the user has asked to stop", async () => {
    const interrupts = { requested: false };
    const stacks = ["a", "b", "c"].map((name) => ({ name }));
    const results = await untilFailure(stacks, interrupts, ({ name }) => {
      interrupts.requested = true;
      return Promise.resolve(emptyResult(name, "updated"));
    });
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ["updated", "interrupted", "skipped"],
    );
  });

  for (const outcome of ["previewed", "unchanged", "updated", "destroyed"] as const) {
    it(`succeeds with a stack that is ${outcome}`, () => {
      assert.equal(succeeded(emptyResult("prod", outcome)), true);
    });
  }

  for (const outcome of ["failed", "interrupted", "skipped"] as const) {
    it(`does not succeed with a stack that is ${outcome}`, () => {
      assert.equal(succeeded(emptyResult("prod", outcome)), false);
    });
  }
});
