import assert from "node:assert/strict";
import { packConfiguration } from "../../../policypacks/landing-zone/configuration";

describe("the pack's configuration", () => {
  const exception = {
    rule: "s3-versioning",
    resource: "aws:s3/bucket:Bucket access-logs-*",
    reason: "Load balancers write here, and nothing is ever overwritten.",
    owner: "platform-team@example.com",
    lastDay: "2026-12-31",
  };
  const facts = {
    stack: "prod",
    stackKind: "workload",
    account: "111111111111",
    trustedAccounts: ["222222222222"],
  } as const;

  it("has the stack's facts and its own exceptions only", () => {
    const made = packConfiguration(facts, [
      { stack: "prod", ...exception },
      { stack: "forensics", ...exception },
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(made)), {
      "pack-configuration": { ...facts, exceptions: [exception] },
    });
  });
});
