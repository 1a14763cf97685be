import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { StackKind } from "../../config/load";
import { packConfiguration } from "../../policypacks/landing-zone/configuration";
import { pack } from "../../policypacks/landing-zone/pack";
import { deployStack } from "../../tools/run/deployStack";
import { writePolicies } from "../../tools/run/policies";
import type { Violation } from "../../tools/run/progress";
import type { StackResult } from "../../tools/run/result";
import { nameOf, readStackState } from "../../tools/run/state";
import { violations } from "./policies/violations";
import { suiteSession } from "./session";

const account = "111122223333";

describe("A stack that breaks policies", () => {
  const session = suiteSession();

  /** Tries to deploy everything that breaks a rule of stacks of a kind. */
  function deployViolationsOf(kind: StackKind): Promise<StackResult> {
    const facts = { stack: kind, stackKind: kind, account, trustedAccounts: [] };
    const program = () => {
      const provider = new aws.Provider("account", { region: "eu-central-1", allowedAccountIds: [account] });
      for (const { build } of violations.filter((each) => each.kind === kind)) build({ account, provider });
      return Promise.resolve({});
    };
    const policies = writePolicies(session().state, kind, packConfiguration(facts, []));
    return deployStack(session(), { name: kind, config: {}, program, policies });
  }

  const rules = pack.rows.map(({ rule }) => rule.name);

  it("can break every rule of the pack", () => {
    assert.deepEqual(violations.map(({ rule }) => rule).sort(), [...rules].sort());
  });

  for (const kind of ["workload", "forensics"] as const) {
    it(`is told every violation of a ${kind} stack in one preview, and nothing is created`, async () => {
      const result = await deployViolationsOf(kind);
      assert.equal(result.outcome, "failed");
      const found = result.violations.filter(({ rule }) => rules.includes(rule));
      const mandatory = found.filter(({ level }) => level === "mandatory");
      assert.deepEqual(result.causes, [
        `${mandatory.length} violations of mandatory policies, see below; nothing was changed`,
      ]);
      const expected = violations.filter((each) => each.kind === kind).map(({ rule }) => rule);
      assert.deepEqual([...new Set(found.map(({ rule }) => rule))].sort(), expected.sort());
      assert.deepEqual(found.filter(elsewhere), []);
      assert.deepEqual(readStackState(session().state, kind)?.resources, []);
    });
  }
});

/** Whether a violation was found on another resource than the one that was made to break the rule. */
function elsewhere({ rule, urn }: Violation): boolean {
  return urn === undefined || !nameOf(urn).startsWith(rule);
}
