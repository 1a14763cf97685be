import assert from "node:assert/strict";
import { acquireMachine } from "../../../components/response/machines/acquire";
import {
  acquire,
  faults,
  interrupting,
  invocation,
  settings,
  type Acquired,
  type Answers,
  type Fault,
  type World,
} from "./acquireWorld";
import { tasksOf } from "./graph";

const machine = acquireMachine(settings);

const taskNames = tasksOf(machine).map(([name]) => name);

const well = acquire();
const reached = new Set(well.world.calls.map(({ state }) => state));

/** Calls whose failure is no loss: another one stands in for them, or what they would tell is told otherwise. */
const replaceable: Readonly<Record<string, (acquired: Acquired) => void>> = {
  "Look at the snapshots": ({ snapshots }) => {
    assert.deepEqual(
      snapshots.map(({ kmsKeyId }) => kmsKeyId),
      ["", ""],
    );
  },
  "consoleOutput: ask": ({ steps }) => {
    assert.deepEqual(steps["consoleOutput"], { ok: true });
  },
  "Logs: find web ACLs": ({ steps }) => {
    assert.deepEqual(steps["wafLogs"]?.["windows"], []);
  },
};

/** Everything that a file of the evidence stands for, whether or not a fault came in between. */
const files = (world: World): string[] => [...world.objects.keys()];

/** Whether a call can be made again: what starts something is not repeated when it may have worked. */
const startsSomething = new Set(["Snapshot all volumes", "Make an image", "Memory: start the capture"]);

function isRetried(state: string, fault: Fault): boolean {
  if (fault === "too large") return false;
  if (state.includes("ecord")) return false;
  return !(fault === "timed out" && startsSomething.has(state));
}

describe("A call that fails while evidence is acquired", () => {
  for (const state of taskNames.filter((name) => reached.has(name))) {
    for (const fault of Object.keys(faults) as Fault[]) {
      // An answer without content can't be too large.
      if (fault === "too large" && !/: (ask|ask on|has it ended\?|list)$/.test(state)) continue;
      it(`${state}: once ${fault}`, () => {
        const { world, acquired } = acquire({}, { interrupt: interrupting(state, fault, "once") });
        if (!isRetried(state, fault)) return;
        assert.deepEqual(acquired.steps, well.acquired.steps);
        assert.deepEqual(files(world), files(well.world));
      });

      it(`${state}: always ${fault}`, () => {
        const { world, acquired } = acquire({}, { interrupt: interrupting(state, fault, "always") });
        const told = JSON.stringify(acquired.steps);
        const [error] = faults[fault];
        const stands = replaceable[state];
        if (stands) stands(acquired);
        else assert.ok(told.includes(error), `${error} is not told in ${told}`);
        const lost = files(well.world).filter((key) => !world.objects.has(key));
        const logged = new Set(world.logged());
        // A custody log that can't be written loses its entries, never the evidence.
        if (state.includes("ecord")) return;
        const places = JSON.stringify(world.custody.map(({ details }) => details));
        assert.deepEqual(
          files(world).filter((key) => !logged.has(key) && !places.includes(`"mayLieAt":"${key}"`)),
          [],
        );
        for (const [key, step] of Object.entries(acquired.steps)) {
          if (step["ok"] !== true) continue;
          assert.deepEqual(
            lost.filter((file) => file.includes(`/${key}-`)),
            [],
          );
        }
        if (state !== "Snapshot all volumes") assert.equal(acquired.snapshots.length, 2);
        if (state !== "Make an image") assert.equal(acquired.imageId, "ami-1");
        if (!state.startsWith("Memory")) assert.equal(acquired.memory["possible"], true);
      });
    }
  }

  const endings = { failed: "Failed", "not taken": "InProgress" };
  for (const [when, status] of Object.entries(endings)) {
    const answers: Answers = { "ssm:getCommandInvocation": () => invocation("", status) };
    const usual = acquire(answers);
    for (const state of [
      `Memory: look for what was stored (${when})`,
      `Memory: hold what was stored (${when})`,
    ]) {
      reached.add(state);
      for (const fault of ["throttled", "timed out"] as const) {
        it(`${state}: once ${fault}`, () => {
          const { acquired } = acquire(answers, { interrupt: interrupting(state, fault, "once") });
          assert.deepEqual(acquired, usual.acquired);
        });

        it(`${state}: always ${fault}`, () => {
          const { world, acquired } = acquire(answers, { interrupt: interrupting(state, fault, "always") });
          assert.ok(JSON.stringify(acquired.steps).includes(faults[fault][0]));
          const entry = world.custody.find(({ step }) => step === "memory");
          assert.equal(entry?.key === undefined, state.includes("look"));
          assert.equal(entry?.details["mayLieAt"] !== undefined, state.includes("look"));
        });
      }
    }
  }

  it("is tried for every task of the machine", () => {
    const unreached = taskNames.filter((name) => !reached.has(name));
    assert.deepEqual(
      unreached.filter((name) => !/(ask on|ask otherwise)$/.test(name)),
      [],
    );
  });
});
