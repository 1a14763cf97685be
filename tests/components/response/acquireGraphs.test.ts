import assert from "node:assert/strict";
import { acquireMachine } from "../../../components/response/machines/acquire";
import { transferMachine } from "../../../components/response/machines/transfer";
import { settings } from "./acquireWorld";
import { graphProblems, graphsOf, tasksOf } from "./graph";

const machines = {
  acquire: acquireMachine(settings),
  "acquire without a tool for memory": acquireMachine({ ...settings, memoryDocumentArn: undefined }),
  transfer: transferMachine(settings),
};

for (const [name, machine] of Object.entries(machines)) {
  describe(`The graph of ${name}`, () => {
    it("leads from every state to an end, and to every state from the start", () => {
      assert.deepEqual(graphsOf(machine).flatMap(graphProblems), []);
    });

    it("has no call whose failure would end what runs beside it", () => {
      const ending = tasksOf(machine).filter(
        ([, { Catch: catchers = [] }]) =>
          !catchers.some(({ ErrorEquals }) => ErrorEquals.includes("States.ALL")),
      );
      assert.deepEqual(
        ending.map(([state]) => state),
        [],
      );
    });

    it("gives every call a time, and every call but those to the custody log another attempt", () => {
      for (const [state, { TimeoutSeconds, Retry: retriers = [], Resource }] of tasksOf(machine)) {
        assert.ok(TimeoutSeconds > 0, state);
        const isRetried = retriers.some(({ MaxAttempts }) => MaxAttempts !== 0);
        assert.equal(isRetried, !Resource.startsWith("arn:aws:states:::states:startExecution"), state);
      }
    });

    it("fails at nothing but what it is given", () => {
      const fails = graphsOf(machine)
        .flatMap(({ program }) => Object.values(program.States))
        .flatMap((state) => (state.Type === "Fail" ? [state.Error] : []));
      assert.deepEqual(fails, [name === "transfer" ? "InvalidTransfer" : "InvalidAcquisition"]);
    });

    it("has names and a size that Step Functions takes", () => {
      const names = graphsOf(machine).flatMap(({ program }) => Object.keys(program.States));
      assert.deepEqual(
        names.filter((state) => state.length > 80),
        [],
      );
      assert.ok(JSON.stringify(machine).length < 1_000_000);
    });
  });
}
