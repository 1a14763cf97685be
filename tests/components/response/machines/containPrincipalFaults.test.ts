import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { injected } from "../world/answer";
import { describeFault, faultsOf } from "../world/faults";
import type { World } from "../world/model";
import { newWorld, roleName } from "../world/newWorld";
import { execute, outputOf } from "../world/scenario";

/** What stays open when a call always fails. */
const consequences: Readonly<Record<string, readonly string[]>> = {
  "Revoke sessions": ["role"],
  "Deny user everything": ["user"],
  "Disable key": ["AKIA1", "AKIA2"],
  "List keys": ["AKIA1", "AKIA2"],
};

/** Calls that ask whether something is there: that it is not is an answer. */
const asks = ["Find role", "Find user", "Read login profile"];

function openWays(world: World): readonly string[] {
  const policy = "landing-zone-incident-case-1";
  const { policies = {}, keys = {} } = world.users["mallory"] ?? {};
  return [
    ...(policy in (world.roles[roleName]?.policies ?? {}) ? [] : ["role"]),
    ...(policy in policies ? [] : ["user"]),
    ...Object.entries(keys).flatMap(([key, status]) => (status === "Active" ? [key] : [])),
  ];
}

for (const key of ["containRole", "containUser"] as const) {
  describe(`contain-principal (${key}), when a call fails`, () => {
    const usual = newWorld();
    const visited = execute(key, usual).visited;
    const stays = openWays(usual);

    for (const fault of faultsOf(key).filter(({ state }) => visited.includes(state))) {
      it(`does everything else when ${describeFault(fault)}`, () => {
        const world = newWorld();
        const limit = openWays(world);
        const problems: string[] = [];
        const outcome = execute(key, world, {
          fault,
          after: ({ state }) => {
            for (const way of openWays(world))
              if (!limit.includes(way)) problems.push(`after "${state}": ${way}`);
          },
        });
        deepStrictEqual(problems, []);
        const isAnswer = fault.kind === "not found" && asks.includes(fault.state);
        if (outcome.status === "failed") {
          ok(isAnswer && outcome.error === "PrincipalNotFound", outcome.error);
          return;
        }
        const output = outputOf(outcome);
        const missed = openWays(world).filter((way) => !stays.includes(way));
        const consequence = fault.always ? (consequences[fault.state] ?? []) : [];
        deepStrictEqual(
          missed.filter((way) => !consequence.includes(way)),
          [],
        );
        if (missed.length > 0) strictEqual(output["contained"], false);
        if (!fault.always) strictEqual(output["contained"], true);
        else if (!isAnswer && fault.kind !== "slow") {
          ok(JSON.stringify(output["steps"]).includes(injected), "the failure is not told");
        }
      });
    }
  });
}
