import assert from "node:assert/strict";
import validate from "asl-validator";
import { innerPrograms } from "../../../../components/response/asl/flow";
import type { Program, State } from "../../../../components/response/asl/states";
import { recordMachine } from "../../../../components/response/machines/record";
import { respondMachine } from "../../../../components/response/machines/respond";
import { settings } from "./settings";

const machines = { respond: respondMachine(settings), record: recordMachine(settings) };

/** Where a state goes on, when it works and when it fails. */
function next(state: State): string[] {
  switch (state.Type) {
    case "Choice":
      return [...state.Choices.map(({ Next }) => Next), state.Default];
    case "Fail":
    case "Succeed":
      return [];
    default:
      return [
        ...("Next" in state ? [state.Next] : []),
        ...("Catch" in state ? (state.Catch ?? []).map(({ Next }) => Next) : []),
      ];
  }
}

function tells(state: State): boolean {
  return state.Type === "Task" && state.Resource.endsWith(":sns:publish");
}

/** States that are reached from some without passing one where a way ends. */
function reached(program: Program, from: readonly string[], ends: (state: State) => boolean): Set<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = program.States[name];
    if (state === undefined || seen.has(name)) continue;
    seen.add(name);
    if (!ends(state)) open.push(...next(state));
  }
  return seen;
}

function isTerminal(state: State): boolean {
  return state.Type === "Fail" || state.Type === "Succeed" || "End" in state;
}

function programs(program: Program): Program[] {
  return [
    program,
    ...Object.values(program.States).flatMap((state) => innerPrograms(state).flatMap(programs)),
  ];
}

/** States of a program that can fail in a way that nothing in the program catches. */
function uncaught(program: Program): string[] {
  return Object.entries(program.States)
    .filter(([, state]) => {
      if (state.Type === "Fail") return true;
      if (state.Type !== "Task" && state.Type !== "Map" && state.Type !== "Parallel") return false;
      const catchesAll = (state.Catch ?? []).some(({ ErrorEquals }) => ErrorEquals.includes("States.ALL"));
      return (
        !catchesAll &&
        (state.Type === "Task" || innerPrograms(state).some((inner) => uncaught(inner).length > 0))
      );
    })
    .map(([name]) => name);
}

for (const [name, machine] of Object.entries(machines)) {
  describe(`The graph of the state machine ${name}`, () => {
    it("is what Step Functions takes", () => {
      const { isValid, errors } = validate(machine);
      assert(isValid, JSON.stringify(errors));
    });

    it("reaches every state, and from every state an end", () => {
      for (const program of programs(machine)) {
        const all = Object.keys(program.States);
        assert.deepEqual([...reached(program, [program.StartAt], () => false)].sort(), all.sort());
        for (const state of all) {
          const ends = [...reached(program, [state], () => false)].filter((one) => {
            const found = program.States[one];
            return found !== undefined && isTerminal(found);
          });
          assert(ends.length > 0, `${state} leads nowhere`);
        }
      }
    });

    it("fails nowhere but in failures with a name", () => {
      const failing = uncaught(machine).filter((state) => machine.States[state]?.Type !== "Fail");
      assert.deepEqual(failing, []);
    });
  });
}

describe("The graph of the state machine respond", () => {
  const { respond } = machines;

  it("tells people on every way to an end", () => {
    const untold = [...reached(respond, [respond.StartAt], tells)].filter((name) => {
      const state = respond.States[name];
      return state !== undefined && isTerminal(state);
    });
    assert.deepEqual(untold, []);
  });

  it("leads from evidence to no containment: evidence can't hold it up", () => {
    const after = reached(respond, ["Take evidence"], () => false);
    assert(!after.has("Contain"));
    assert(reached(respond, ["Contain"], () => false).has("Take evidence"));
  });

  it("runs no acquisition before or beside containment", () => {
    const evidence = /Acquire|Transfer/;
    const contain = respond.States["Contain"];
    assert(contain !== undefined);
    const inside = innerPrograms(contain)
      .flatMap(programs)
      .flatMap(({ States }) => Object.keys(States));
    assert.deepEqual(
      inside.filter((name) => evidence.test(name)),
      [],
    );
  });
});

describe("The graph of the state machine record", () => {
  it("tells people on every way to a failure", () => {
    const { record } = machines;
    const untold = [...reached(record, [record.StartAt], tells)].filter(
      (name) => record.States[name]?.Type === "Fail",
    );
    assert.deepEqual(untold, []);
  });
});
