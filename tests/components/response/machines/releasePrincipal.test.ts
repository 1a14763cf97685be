import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { JsonObject } from "../world/model";
import { newWorld } from "../world/newWorld";
import {
  claims,
  contained,
  isDenied,
  keysOf,
  meanwhile,
  question,
  releaseUser,
  worldWith,
} from "../world/principals";
import { execute, outputOf } from "../world/scenario";

describe("release-principal", () => {
  it("gives a role its sessions back, and changes nothing else", () => {
    const world = contained();
    const output = outputOf(execute("releaseRole", world));
    deepStrictEqual(world.roles, newWorld().roles);
    strictEqual(isDenied(world), true);
    deepStrictEqual([output["released"], output["verified"]], [true, { keys: null, policy: true }]);
  });

  it("gives a user everything back that it had, when the keys are named", () => {
    const world = contained();
    const output = releaseUser(world, "all", "keys");
    deepStrictEqual(world.users, worldWith({ AKIA1: "Active", AKIA2: "Inactive" }).users);
    deepStrictEqual([output["released"], output["verified"]], [true, { keys: true, policy: true }]);
  });

  it("leaves every key inactive when all is asked for", () => {
    const world = contained();
    const output = releaseUser(world, "all");
    deepStrictEqual([isDenied(world), keysOf(world)], [false, { AKIA1: "Inactive", AKIA2: "Inactive" }]);
    deepStrictEqual([output["released"], output["verified"]], [true, { keys: null, policy: true }]);
    strictEqual(claims.user in world.table, false);
  });

  it("makes exactly those keys active that were, whatever the user has by now", () => {
    const ids = ["AKIA1", "AKIA2", "AKIA3", "AKIA4"];
    const status = fc.constantFrom("Active", "Inactive");
    const some = fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 2 });
    fc.assert(
      fc.property(some, some, fc.array(status, { minLength: 4, maxLength: 4 }), (before, now, states) => {
        const world = contained(Object.fromEntries(before.map((id, index) => [id, states[index] ?? ""])));
        const wasActive = (id: string) => states[before.indexOf(id)] === "Active" && before.includes(id);
        // What is made while it is contained may be active; what is there from before is not.
        const present = Object.fromEntries(
          now.map((id, index) => [id, before.includes(id) ? "Inactive" : (states[index + 2] ?? "")]),
        );
        const mallory = world.users["mallory"];
        if (mallory) world.users["mallory"] = { ...mallory, keys: { ...present } };
        const output = releaseUser(world, "all", "keys");
        strictEqual(output["released"], true);
        deepStrictEqual(
          keysOf(world),
          Object.fromEntries(now.map((id) => [id, wasActive(id) ? "Active" : (present[id] ?? "")])),
        );
        strictEqual(isDenied(world), false);
      }),
    );
  });

  it("tells the keys that are gone, and misses nothing for them", () => {
    const world = contained();
    Reflect.deleteProperty(keysOf(world), "AKIA1");
    const output = releaseUser(world, "all", "keys");
    strictEqual(output["released"], true);
    deepStrictEqual(output["plan"], {
      known: true,
      activate: [],
      stay: ["AKIA2"],
      gone: ["AKIA1"],
      working: [],
    });
    match(
      question(world),
      /make the access keys \[\] active; leave \["AKIA2"\] as they are; \["AKIA1"\] are gone;/,
    );
  });

  it("tells a key that goes while approval is awaited", () => {
    const world = contained();
    const output = outputOf(
      meanwhile(world, () => {
        Reflect.deleteProperty(keysOf(world), "AKIA1");
        return undefined;
      }),
    );
    const { keys } = output["steps"] as Record<string, JsonObject>;
    deepStrictEqual((keys?.["steps"] as JsonObject)["keys"], [
      { subject: "AKIA1", steps: { activate: { ok: true, gone: true } } },
    ]);
    strictEqual(output["released"], true);
  });

  it("releases a user that is gone: nothing of it is left to restore", () => {
    const world = contained();
    Reflect.deleteProperty(world.users, "mallory");
    strictEqual(releaseUser(world, "all", "keys")["released"], true);
    strictEqual(claims.user in world.table, false);
  });

  it("deletes the denial last, when the keys are as they should be", () => {
    const world = contained();
    const changes: string[] = [];
    execute("releaseUser", world, {
      after: ({ action, role }) => {
        if (role.endsWith("container")) changes.push(action);
      },
    });
    deepStrictEqual(changes, ["iam:updateAccessKey", "iam:deleteUserPolicy"]);
  });

  for (const parts of [["policy"], ["keys"], ["policy", "keys"]]) {
    it(`keeps the claim when only parts are released: ${parts.join(", ")}`, () => {
      const world = contained();
      const output = releaseUser(world, ...parts);
      strictEqual(output["released"], true);
      deepStrictEqual(
        [isDenied(world), keysOf(world)["AKIA1"]],
        [!parts.includes("policy"), parts.includes("keys") ? "Active" : "Inactive"],
      );
      strictEqual(claims.user in world.table, true);
      strictEqual("case#case-1 principal#user:mallory" in world.table, false);
    });
  }

  it("lets the principal go: the case has it no longer, and its status says so", () => {
    const world = contained();
    releaseUser(world, "all");
    deepStrictEqual(world.table, {
      [claims.role]: { caseId: { S: "case-1" } },
      "case#case-1 principal#user:mallory": { status: { S: "released" } },
    });
  });

  it("leaves the claim of another case", () => {
    const world = contained();
    world.table[claims.user] = { caseId: { S: "case-2" } };
    strictEqual(releaseUser(world, "all")["released"], true);
    deepStrictEqual(world.table[claims.user], { caseId: { S: "case-2" } });
  });

  it("is recorded, with what was planned and each part", () => {
    const world = contained();
    world.recorded.length = 0;
    const { plan } = releaseUser(world, "all");
    const { caseId, actor, entries } = (world.recorded[0]?.["Input"] ?? {}) as JsonObject;
    deepStrictEqual([caseId, actor], ["case-1", "release-principal"]);
    deepStrictEqual(
      (entries as JsonObject[]).map(({ step, subject }) => [step, subject]),
      ["request", "keys", "policy", "verification"].map((step) => [
        `releasePrincipal.${step}`,
        "user-mallory",
      ]),
    );
    deepStrictEqual(((entries as JsonObject[])[0]?.["details"] as JsonObject)["plan"], plan);
  });

  it("ends as StateBeforeMissing when nothing was kept", () => {
    const outcome = execute("releaseUser", newWorld());
    strictEqual(outcome.status === "failed" && outcome.error, "StateBeforeMissing");
  });

  it("ends as StateBeforeMissing when what was kept is of another account", () => {
    const world = contained();
    const outcome = execute("releaseUser", world, { input: { account: "222222222222" } });
    strictEqual(outcome.status === "failed" && outcome.error, "StateBeforeMissing");
  });

  it("ends as PrincipalUnknown when it is neither a role nor a user", () => {
    const outcome = execute("releaseRole", contained(), {
      input: { principal: { kind: "group", name: "developers" } },
    });
    strictEqual(outcome.status === "failed" && outcome.error, "PrincipalUnknown");
  });

  it("does not restore keys that were never read", () => {
    const world = newWorld();
    execute("containUser", world, { fault: { state: "List keys", kind: "denied", always: true } });
    const output = releaseUser(world, "keys");
    deepStrictEqual([output["released"], output["verified"]], [false, { keys: false, policy: null }]);
    ok(JSON.stringify(output["steps"]).includes("NotRecorded"));
  });

  it("understands a state before that does not tell failures", () => {
    const world = contained();
    const kept = world.vault["cases/case-1/user-mallory/before.json"] as JsonObject;
    Reflect.deleteProperty(kept, "failures");
    strictEqual(releaseUser(world, "all", "keys")["released"], true);
  });
});
