import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { injected } from "../world/answer";
import { describeFault, faultsOf } from "../world/faults";
import type { World } from "../world/model";
import { newWorld, roleName } from "../world/newWorld";
import { execute, outputOf } from "../world/scenario";

const policy = "landing-zone-incident-case-1";

/** What stays shut when a call always fails. A denial that may let in unknown keys stays too. */
const consequences: Readonly<Record<string, readonly string[]>> = {
  "Delete denial of role": ["role"],
  "Delete denial of user": ["user"],
  "Activate key": ["AKIA1"],
  "Read keys once more": ["user"],
  "Read keys beforehand": ["AKIA1"],
};

/** What a failure leaves unverified although it is done. */
const unverified = ["Read denial of role again", "Read denial of user again", "Read keys again"];

/** Failures that end the machine before it changes anything. */
const refusals: Readonly<Record<string, readonly string[]>> = {
  "Read state before": ["StateBeforeMissing"],
  "Wait for approval": ["ApprovalTimedOut", "ReleaseNotApproved"],
};

/** Calls that ask whether something is there: that it is not is an answer, and what is read back shows whether it is true. */
const asks = [
  "Activate key",
  "Delete denial of role",
  "Delete denial of user",
  "Read denial of role again",
  "Read denial of user again",
  "Read keys beforehand",
  "Read keys once more",
  "Read keys again",
];

function openWays({ roles, users }: World): readonly string[] {
  const { policies = {}, keys = {} } = users["mallory"] ?? {};
  return [
    ...(policy in (roles[roleName]?.policies ?? {}) ? [] : ["role"]),
    ...(policy in policies ? [] : ["user"]),
    ...Object.entries(keys).flatMap(([key, status]) => (status === "Active" ? [key] : [])),
  ];
}

function contained(): World {
  const world = newWorld();
  Object.assign(world.users["mallory"]?.keys ?? {}, { AKIA2: "Inactive" });
  execute("containRole", world);
  execute("containUser", world);
  return world;
}

for (const key of ["releaseRole", "releaseUser"] as const) {
  describe(`release-principal (${key}), when a call fails`, () => {
    const usual = contained();
    const shut = openWays(usual);
    const { visited } = execute(key, usual);
    const open = openWays(usual);

    for (const fault of faultsOf(key).filter(({ state }) => visited.includes(state))) {
      it(`restores everything else, and nothing more, when ${describeFault(fault)}`, () => {
        const world = contained();
        const outcome = execute(key, world, { fault });
        const now = openWays(world);
        deepStrictEqual(
          now.filter((way) => !open.includes(way)),
          [],
        );
        if (outcome.status === "failed") {
          ok(refusals[fault.state]?.includes(outcome.error), outcome.error);
          deepStrictEqual(now, shut);
          return;
        }
        const output = outputOf(outcome);
        const isAnswer = fault.kind === "not found" && asks.includes(fault.state);
        const missed = open.filter((way) => !now.includes(way));
        const consequence = fault.always || isAnswer ? (consequences[fault.state] ?? []) : [];
        deepStrictEqual(
          missed.filter((way) => !consequence.includes(way)),
          [],
        );
        if (missed.length > 0) strictEqual(output["released"], false);
        if (isAnswer) return;
        if (!fault.always) strictEqual(output["released"], true);
        else {
          if (fault.kind !== "slow") {
            if (unverified.includes(fault.state)) strictEqual(output["released"], false);
            ok(JSON.stringify(output["steps"]).includes(injected), "the failure is not told");
          }
        }
      });
    }
  });
}
