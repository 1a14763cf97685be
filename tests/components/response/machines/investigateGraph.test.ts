import assert from "node:assert/strict";
import { graphProblems, graphsOf, isTerminal, reachable, tasksOf } from "../graph";
import { definition } from "./investigateFixture";

const graphs = graphsOf(definition);
const [whole] = graphs;

/** Whether a path of the machine itself leads from its start to a state without passing by some others. */
function reachableAround(avoided: readonly string[], target: string): boolean {
  assert(whole);
  const next = new Map(
    [...whole.next].map(([name, names]) => [name, avoided.includes(name) ? [] : names] as const),
  );
  return reachable({ ...whole, next }, [whole.program.StartAt]).has(target);
}

describe("The graph of investigate", () => {
  it("leads from every state to an end, and to every state from the start", () => {
    assert.deepEqual(graphs.flatMap(graphProblems), []);
  });

  it("has no call whose failure would end it untold", () => {
    const ending = tasksOf(definition).filter(
      ([, { Catch: catchers = [] }]) =>
        !catchers.some(({ ErrorEquals }) => ErrorEquals.includes("States.ALL")),
    );
    assert.deepEqual(
      ending.map(([name]) => name),
      [],
    );
  });

  it("gives every call a time, and every call but those to the custody log another attempt", () => {
    for (const [name, { TimeoutSeconds, Retry: retriers = [], Resource }] of tasksOf(definition)) {
      assert(TimeoutSeconds > 0, name);
      const isRetried = retriers.some(({ MaxAttempts }) => MaxAttempts !== 0);
      assert.equal(isRetried, !Resource.startsWith("arn:aws:states:::states:startExecution"), name);
    }
  });

  it("ends on no path without having told people", () => {
    assert(whole);
    const ends = Object.entries(whole.program.States).filter(([, state]) => isTerminal(state));
    assert.deepEqual(
      ends.map(([name]) => name),
      ["Investigation failed", "Investigated"],
    );
    const telling = ["Tell that the investigation failed", "Tell that the investigation ended"];
    for (const [name] of ends) assert.equal(reachableAround(telling, name), false, name);
  });

  it("starts no workstation but on the way by the role of the case", () => {
    const names = ["Create the role of the case's workstations", "Give the role its policy"];
    for (const name of names) assert.equal(reachableAround([name], "Start a workstation"), false, name);
  });

  it("examines no disk but on the way by its attachment", () => {
    const disk = graphs.find(({ program }) => program.StartAt === "Copy the snapshot to a volume");
    assert(disk);
    const next = new Map(
      [...disk.next].map(([name, names]) => [name, name === "Attach the volume" ? [] : names] as const),
    );
    const around = reachable({ ...disk, next }, [disk.program.StartAt]);
    assert.equal(around.has("Examine the disk: send"), false);
    assert.equal(reachable(disk, [disk.program.StartAt]).has("Examine the disk: send"), true);
  });

  it("has names and a size that Step Functions takes", () => {
    const names = graphs.flatMap(({ program }) => Object.keys(program.States));
    assert.deepEqual(
      names.filter((name) => name.length > 80),
      [],
    );
    assert(JSON.stringify(definition).length < 1_000_000);
  });
});
