import { deepStrictEqual, throws } from "node:assert/strict";
import { call, runMachine, startMachine } from "../../../../components/response/asl/call";
import {
  choose,
  fail,
  forEach,
  machine,
  parallel,
  pass,
  poll,
  sequence,
  stateNames,
  type Flow,
} from "../../../../components/response/asl/flow";
import type { Json, StateMachine } from "../../../../components/response/asl/states";
import { TaskError, type Call } from "../world/errors";
import { run } from "../world/run";

const now = "2026-01-01T00:00:00.000Z";

function build(flow: Flow): StateMachine {
  return machine("A test.", 60, { flow, closing: "End" });
}

/** Runs a flow with answers by the names of states: values in order, or errors. */
function outcomeOf(
  flow: Flow,
  answers: Record<string, readonly (Json | TaskError)[]> = {},
  input: Json = { steps: {} },
) {
  const calls: Call[] = [];
  const left = new Map(Object.entries(answers).map(([name, values]) => [name, [...values]]));
  const outcome = run(build(flow), input, {
    now,
    answer: (made) => {
      calls.push(made);
      const value = left.get(made.state)?.shift();
      if (value instanceof TaskError) throw value;
      return value ?? {};
    },
  });
  return { outcome, calls };
}

function output(flow: Flow, answers?: Record<string, readonly (Json | TaskError)[]>, input?: Json): Json {
  const { outcome } = outcomeOf(flow, answers, input);
  return outcome.status === "succeeded" ? outcome.output : [outcome.error, outcome.cause];
}

const denied = new TaskError("Ec2.Ec2Exception", "denied");
const describeCall = (more: Partial<Parameters<typeof call>[1]>): Flow =>
  call("Ask", {
    action: "ec2:describeVpcs",
    as: "self",
    key: "ask",
    input: {},
    onFailure: "record",
    ...more,
  });

describe("steps of state machines", () => {
  it("follow one another, and end with the closing state", () => {
    const flow = sequence(pass("One", { make: { a: 1 } }), pass("Two", { make: { b: 2 }, into: "$.two" }));
    deepStrictEqual(output(flow), { a: 1, two: { b: 2 } });
    deepStrictEqual(stateNames(build(flow)), ["One", "Two", "End"]);
  });

  it("have names of their own, in branches too", () => {
    const part = { flow: pass("One", {}), closing: "Branch end" };
    throws(
      () => build(sequence(pass("One", {}), parallel("Both", [part], { into: "$.both" }))),
      /two states are named "One"/,
    );
    throws(() => build(sequence(pass("One", {}), pass("One", {}))), /two states are named "One"/);
  });

  it("go one of several ways, and on together", () => {
    const flow = sequence(
      choose(
        "Which?",
        [
          {
            when: { Variable: "$.a", NumericEquals: 1 },
            then: pass("First", { make: { way: 1 }, into: "$.way" }),
          },
        ],
        pass("Second", { make: { way: 2 }, into: "$.way" }),
      ),
      pass("After", { make: { "way.$": "$.way.way" } }),
    );
    deepStrictEqual(
      [1, 2].map((a) => output(flow, {}, { a })),
      [{ way: 1 }, { way: 2 }],
    );
  });

  it("do several things at once, and the same for each item", () => {
    const flow = parallel(
      "Both",
      [
        { flow: pass("Left", { make: { left: true } }), closing: "Left end" },
        {
          flow: forEach(
            "Each",
            {
              flow: pass("Item", {}),
              closing: "Item end",
              make: { "double.$": "States.MathAdd($.item, $.item)" },
            },
            { items: "$.items", item: { "item.$": "$$.Map.Item.Value" }, into: "$.doubled" },
          ),
          closing: "Right end",
          output: "$.doubled",
        },
      ],
      { select: { "left.$": "$[0].left", "right.$": "$[1]" }, into: "$.both" },
    );
    deepStrictEqual(output(flow, {}, { items: [1, 2] }), {
      items: [1, 2],
      both: { left: true, right: [{ double: 2 }, { double: 4 }] },
    });
  });

  it("end everything by name", () => {
    deepStrictEqual(output(fail("Stop", "Stopped", { text: "because" })), ["Stopped", "because"]);
    deepStrictEqual(output(fail("Stop", "Stopped", { path: "$.why" }), {}, { why: "so" }), ["Stopped", "so"]);
  });

  it("ask until something holds, or give up", () => {
    const flow = poll("Done", {
      check: describeCall({ select: { "state.$": "$.state" }, into: "$.now" }),
      done: { Variable: "$.now.state", StringEquals: "done" },
      waits: [1, 2],
      exhausted: fail("Give up", "TooLong", { text: "still not" }),
      counter: "$.poll",
    });
    const [pending, done] = [{ state: "pending" }, { state: "done" }];
    deepStrictEqual((output(flow, { Ask: [pending, done] }) as { now: Json }).now, done);
    deepStrictEqual(output(flow, { Ask: [pending, pending, pending, done] }), ["TooLong", "still not"]);
  });
});

describe("calls of state machines", () => {
  it("tell that they are done, or what they are asked for", () => {
    deepStrictEqual(output(describeCall({})), { steps: { ask: { ok: true } } });
    deepStrictEqual(
      output(describeCall({ select: { "id.$": "$.Id" }, into: "$.found" }), { Ask: [{ Id: "vpc-1" }] }),
      { steps: {}, found: { id: "vpc-1" } },
    );
  });

  it("are made four times in all", () => {
    const { calls } = outcomeOf(describeCall({}), { Ask: [denied, denied, denied, denied, denied] });
    deepStrictEqual(calls.length, 4);
  });

  it("tell their failure and go on, raise it, or go another way", () => {
    const failing = { Ask: [denied, denied, denied, denied] };
    const told = { ask: { Error: "Ec2.Ec2Exception", Cause: "denied" } };
    deepStrictEqual(output(describeCall({}), failing), { steps: told });
    deepStrictEqual(output(describeCall({ onFailure: "raise" }), failing), ["Ec2.Ec2Exception", "denied"]);
    deepStrictEqual(
      output(describeCall({ onFailure: pass("Instead", { make: { ok: 1 }, into: "$.instead" }) }), failing),
      { steps: told, instead: { ok: 1 } },
    );
  });

  it("take expected errors for answers, without trying again", () => {
    const flow = describeCall({ expected: { errors: ["Ec2.Ec2Exception"], into: "$.answer" } });
    const { outcome, calls } = outcomeOf(flow, { Ask: [denied] });
    deepStrictEqual(outcome.status === "succeeded" && outcome.output, {
      steps: {},
      answer: { Error: "Ec2.Ec2Exception", Cause: "denied" },
    });
    deepStrictEqual(calls.length, 1);
  });

  it("are made as a role of the account that is treated, or as the machine itself", () => {
    const roles = (["reader", "container", "copier", "self"] as const).map(
      (as) => outcomeOf(describeCall({ as }), {}, { account: "111111111111", steps: {} }).calls[0]?.role,
    );
    deepStrictEqual(roles, [
      "arn:aws:iam::111111111111:role/landing-zone-incident-reader",
      "arn:aws:iam::111111111111:role/landing-zone-incident-container",
      "arn:aws:iam::111111111111:role/landing-zone-incident-copier",
      "self",
    ]);
  });

  it("start other machines", () => {
    const flow = runMachine("Start", (name) => `arn:${name}`, {
      machine: "record",
      key: "start",
      input: { "caseId.$": "$.caseId" },
      timeoutSeconds: 60,
      onFailure: "record",
    });
    const { calls, outcome } = outcomeOf(
      flow,
      { Start: [{ Output: { last: 1 } }] },
      { caseId: "case-1", steps: {} },
    );
    const [started] = calls;
    deepStrictEqual(started?.action, "states:startExecution.sync:2");
    deepStrictEqual(started.input["StateMachineArn"], "arn:record");
    deepStrictEqual((started.input["Input"] as { caseId: string }).caseId, "case-1");
    deepStrictEqual(outcome.status === "succeeded" && outcome.output, {
      caseId: "case-1",
      steps: { start: { output: { last: 1 } } },
    });
  });

  it("start other machines once, and go on", () => {
    const flow = startMachine("Start", (name) => `arn:${name}`, {
      machine: "record",
      key: "start",
      input: { "caseId.$": "$.caseId" },
      onFailure: "record",
    });
    const lost = new TaskError("StepFunctions.SdkClientException", "no answer");
    const before = new TaskError("StepFunctions.ExecutionAlreadyExistsException", "it has ended since");
    const { calls, outcome } = outcomeOf(flow, { Start: [lost, before] }, { caseId: "case-1", steps: {} });
    deepStrictEqual(
      calls.map(({ action, input }) => [action, /^"[0-9a-f]{64}"$/.test(JSON.stringify(input["Name"]))]),
      [
        ["states:startExecution", true],
        ["states:startExecution", true],
      ],
    );
    deepStrictEqual(calls[0]?.input["Name"], calls[1]?.input["Name"]);
    deepStrictEqual(outcome.status === "succeeded" && outcome.output, { caseId: "case-1", steps: {} });
  });
});
