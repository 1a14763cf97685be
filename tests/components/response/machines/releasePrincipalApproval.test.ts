import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { TaskError } from "../world/errors";
import type { JsonObject, World } from "../world/model";
import {
  claims,
  contained,
  isDenied,
  keysOf,
  meanwhile,
  policyName,
  question,
  releaseUser,
} from "../world/principals";
import { execute, outputOf } from "../world/scenario";

describe("release-principal, before it changes anything,", () => {
  describe("says exactly what it will do", () => {
    const said = (world: World, ...parts: readonly string[]): string => {
      releaseUser(world, ...parts);
      return question(world).replace(/\. Case .*/, "");
    };

    it("with the keys", () => {
      strictEqual(
        said(contained(), "all", "keys"),
        'operator wants to release user mallory: make the access keys ["AKIA1"] active; leave ["AKIA2"] as they are; [] are gone; ' +
          `delete the inline policy ${policyName}, so that its password if it has one, its sessions unless they have expired, ` +
          'and the access keys ["AKIA1"] work again',
      );
    });

    it("without the keys, those that somebody has made since among them", () => {
      const world = contained();
      Object.assign(keysOf(world), { AKIA3: "Active" });
      strictEqual(
        said(world, "all"),
        'operator wants to release user mallory: make the access keys [] active; leave ["AKIA1","AKIA2"] as they are; [] are gone; ' +
          `delete the inline policy ${policyName}, so that its password if it has one, its sessions unless they have expired, ` +
          'and the access keys ["AKIA3"] work again',
      );
    });

    it("of the keys alone", () => {
      match(said(contained(), "keys"), /; leave the inline policy landing-zone-incident-case-1 as it is$/);
    });

    it("of a role", () => {
      const world = contained();
      execute("releaseRole", world);
      strictEqual(
        question(world).replace(/\. Case .*/, ""),
        `operator wants to release role application: delete the inline policy ${policyName}, so that sessions begun before ` +
          "2026-02-01T00:00:03.456Z work again unless they have expired",
      );
    });

    it("in the table too, whence whoever approves may read it", () => {
      const world = contained();
      let row: JsonObject | undefined;
      execute("releaseUser", world, {
        after: ({ state }) => {
          if (state === "Wait for approval") row = world.table["case#case-1 approval#run"];
        },
      });
      const wants = (row?.["wants"] as JsonObject)["S"] as string;
      ok(question(world).startsWith(`operator wants to ${wants}. Case case-1,`));
      deepStrictEqual(row?.["machine"], { S: "releasePrincipal" });
    });
  });

  it("leaves the denial when a key becomes active that nobody was told of", () => {
    const world = contained();
    const output = outputOf(
      meanwhile(world, () => {
        Object.assign(keysOf(world), { AKIA3: "Active" });
        return undefined;
      }),
    );
    strictEqual(isDenied(world), true);
    deepStrictEqual([output["released"], output["verified"]], [false, { keys: true, policy: false }]);
    ok(JSON.stringify(output["steps"]).includes("KeysNotAnnounced"));
    strictEqual(claims.user in world.table, true);
  });

  it("changes nothing until it is approved", () => {
    const world = contained();
    const { roles, users } = structuredClone(world);
    let waiting: World | undefined;
    execute("releaseUser", world, {
      after: ({ state }) => {
        if (state === "Wait for approval") waiting = structuredClone(world);
      },
    });
    deepStrictEqual([waiting?.roles, waiting?.users], [roles, users]);
  });

  for (const [title, answer, error] of [
    ["it is refused", () => ({ approved: false, by: "carol" }), "ReleaseNotApproved"],
    [
      "it is refused as a failure",
      () => {
        throw new TaskError("ApprovalRefused", "not yet");
      },
      "ReleaseNotApproved",
    ],
    [
      "nobody answers",
      () => {
        throw new TaskError("States.Timeout", "late");
      },
      "ApprovalTimedOut",
    ],
  ] as const) {
    it(`ends as ${error} when ${title}, has changed nothing, and is on record`, () => {
      const world = contained();
      const { roles, users, table } = structuredClone(world);
      const outcome = meanwhile(world, answer);
      strictEqual(outcome.status === "failed" && outcome.error, error);
      deepStrictEqual([world.roles, world.users, world.table], [roles, users, table]);
      const entries = world.recorded.map(({ Input }) => (Input as { entries: JsonObject[] }).entries);
      const last = entries.at(-1)?.map(({ step, subject }) => [step, subject]);
      deepStrictEqual(last, [["releasePrincipal.not-approved", "user-mallory"]]);
    });
  }
});
