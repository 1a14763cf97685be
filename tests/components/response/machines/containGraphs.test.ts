import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import validate from "asl-validator";
import { stateNames } from "../../../../components/response/asl/flow";
import { graphProblems, graphsOf, tasksBefore, tasksOf } from "../graph";
import { machines } from "../world/scenario";

const definitions = {
  contain: machines.contain.definition,
  "contain-principal": machines.containRole.definition,
  release: machines.release.definition,
  "release-principal": machines.releaseUser.definition,
};

/** Services of the forensics account that take or keep evidence. */
const evidence = /:::(?:states|aws-sdk:(?:sfn|ssm|kms)):|createSnapshot|createImage|copySnapshot/;

describe("the machines that contain and release", () => {
  for (const [name, definition] of Object.entries(definitions)) {
    it(`${name} is a state machine as the specification has it`, () => {
      // The validator adds to what it is given.
      deepStrictEqual(validate(structuredClone(definition)).errors, []);
    });

    it(`every path of ${name} leads to an end`, () => {
      deepStrictEqual(graphsOf(definition).flatMap(graphProblems), []);
    });

    it(`${name} has a name for each state, no longer than AWS takes`, () => {
      const names = stateNames(definition);
      strictEqual(new Set(names).size, names.length);
      deepStrictEqual(
        names.filter((each) => each.length > 80),
        [],
      );
    });

    it(`every call of ${name} ends in time, and is caught or made again when it fails`, () => {
      const tasks = tasksOf(definition);
      ok(tasks.length > 10);
      deepStrictEqual(
        tasks.filter(([, { TimeoutSeconds, Retry = [], Catch = [] }]) => {
          const everything = Catch.some(({ ErrorEquals }) => ErrorEquals.includes("States.ALL"));
          return !(TimeoutSeconds > 0) || !(everything || Retry.length > 0);
        }),
        [],
      );
    });

    it(`${name} is small enough for AWS`, () => {
      ok(JSON.stringify(definition).length < 1_000_000);
    });
  }

  for (const [name, until] of [
    ["contain", "Verify: verified"],
    ["contain-principal", "Verified"],
  ] as const) {
    it(`${name} starts no machine and waits for no evidence before it has verified`, () => {
      const definition = definitions[name];
      const before = tasksBefore(definition, until);
      const calls = tasksOf(definition).filter(([state]) => before.includes(state));
      ok(calls.length > 10);
      deepStrictEqual(
        calls.filter(([, { Resource }]) => evidence.test(Resource)).map(([state]) => state),
        [],
      );
      deepStrictEqual(
        calls.filter(([, { TimeoutSeconds }]) => TimeoutSeconds > 15).map(([state]) => state),
        [],
      );
    });
  }

  for (const [name, least] of [
    ["release", 10],
    ["release-principal", 3],
  ] as const) {
    it(`${name} waits for approval before it changes anything`, () => {
      const changes = tasksOf(definitions[name]).filter(([, { Credentials }]) =>
        JSON.stringify(Credentials ?? {}).includes("role/landing-zone-incident-container"),
      );
      const before = tasksBefore(definitions[name], "Wait for approval");
      ok(changes.length >= least);
      deepStrictEqual(
        changes.filter(([state]) => before.includes(state)),
        [],
      );
    });
  }
});
