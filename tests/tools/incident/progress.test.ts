import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { ExecutionView } from "../../../tools/incident/execution";
import { progressOf } from "../../../tools/incident/history";
import { exitCodeFor, outcomeOf } from "../../../tools/incident/outcome";
import { progressLines, progressViewOn } from "../../../tools/incident/progressView";
import { executionArn, instance } from "./fakeAccount";

const entered = (name: string): HistoryEvent => ({
  timestamp: undefined,
  type: "TaskStateEntered",
  id: 1,
  stateEnteredEventDetails: { name },
});
const left = (name: string): HistoryEvent => ({
  timestamp: undefined,
  type: "TaskStateExited",
  id: 1,
  stateExitedEventDetails: { name },
});
const task = (details: Partial<HistoryEvent>): HistoryEvent => ({
  timestamp: undefined,
  type: "TaskSubmitted",
  id: 1,
  ...details,
});

describe("a history of a state machine", () => {
  it("tells which states were entered and not left, also in branches with one name", () => {
    const { current, done } = progressOf([
      entered("A"),
      left("A"),
      entered("B"),
      entered("B"),
      left("B"),
      entered("C"),
    ]);
    assert.deepEqual([current, done], [["B", "C"], 2]);
  });

  it("tells the executions that were started, whether they are waited for or not", () => {
    const output = (name: string) => JSON.stringify({ ExecutionArn: executionArn(name) });
    const { started } = progressOf([
      task({
        taskSubmittedEventDetails: {
          resourceType: "states",
          resource: "startExecution.sync:2",
          output: output("contain"),
        },
      }),
      task({
        taskSucceededEventDetails: {
          resourceType: "states",
          resource: "startExecution.sync:2",
          output: output("contain"),
        },
      }),
      task({
        taskSucceededEventDetails: {
          resourceType: "states",
          resource: "startExecution",
          output: output("acquire"),
        },
      }),
      task({
        taskSucceededEventDetails: {
          resourceType: "aws-sdk:s3",
          resource: "putObject",
          output: output("none"),
        },
      }),
    ]);
    assert.deepEqual(started, [executionArn("contain"), executionArn("acquire")]);
  });

  it("tells whether somebody must answer", () => {
    const asked = task({
      taskScheduledEventDetails: {
        resourceType: "aws-sdk:dynamodb",
        resource: "putItem.waitForTaskToken",
        region: "",
        parameters: "",
      },
    });
    const answered = task({
      taskSucceededEventDetails: { resourceType: "aws-sdk:dynamodb", resource: "putItem.waitForTaskToken" },
    });
    assert.equal(progressOf([asked]).waitingForPerson, true);
    assert.equal(progressOf([asked, answered]).waitingForPerson, false);
  });

  it("tells the case, also from JSON inside of JSON", () => {
    const input = JSON.stringify({ input: JSON.stringify({ caseId: "case-7" }) });
    assert.equal(
      progressOf([{ ...entered("A"), stateEnteredEventDetails: { name: "A", input } }]).caseId,
      "case-7",
    );
    const open = JSON.stringify({ request: { caseId: "new" } });
    assert.equal(
      progressOf([{ ...entered("A"), stateEnteredEventDetails: { name: "A", input: open } }]).caseId,
      undefined,
    );
  });
});

const view = (machine: string, change: Partial<ExecutionView> = {}): ExecutionView => ({
  arn: executionArn(machine),
  machine: `landing-zone-incident-${machine}`,
  status: "RUNNING",
  input: { caseId: "case-1", instanceId: instance },
  began: 1000,
  progress: { current: ["Swap", "Deny"], done: 7, started: [], waitingForPerson: false },
  children: [],
  ...change,
});
const response = (change: Partial<ExecutionView> = {}, ...children: ExecutionView[]): ExecutionView =>
  view("respond", { input: {}, began: 0, children, ...change });

describe("the progress of an incident", () => {
  it("has a line for the case and one for each machine at work", () => {
    const acquired = view("acquire", { status: "FAILED", ended: 3500, error: "AcquisitionFailed" });
    assert.deepEqual(progressLines(response({}, view("contain"), acquired), 4500), [
      "case-1  running     4.5 s",
      `  ${instance} contain     3.5 s  Swap, Deny  7 steps done`,
      `  ${instance} acquire     2.5 s  failed: AcquisitionFailed`,
    ]);
  });

  it("is told in lines where there is no terminal, one for each change", () => {
    const stream = new PassThrough();
    const shown = progressViewOn(stream);
    const running = response({}, view("contain"));
    shown.show(running, 1000);
    shown.show(running, 2000);
    shown.show(
      response({ status: "SUCCEEDED", ended: 5000 }, view("contain", { status: "SUCCEEDED", ended: 4000 })),
      5000,
    );
    assert.deepEqual(String(stream.read()).trimEnd().split("\n"), [
      "   1.0 s  case-1: running",
      `   0.0 s  ${instance} contain: running`,
      "   5.0 s  case-1: succeeded",
      `   3.0 s  ${instance} contain: succeeded`,
    ]);
  });

  it("is redrawn in place on a terminal, within its width and height", () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 5 });
    const shown = progressViewOn(terminal);
    const many = response(
      {},
      ...["contain", "acquire", "transfer", "investigate"].map((machine) => view(machine)),
    );
    shown.show(many, 1000);
    const first = String(terminal.read());
    assert.deepEqual(first.split("\n"), [
      "case-1  running     1.0 s",
      `  ${instance} contain         0`,
      "  and 3 more",
      "",
    ]);
    shown.show(many, 2000);
    assert.ok(String(terminal.read()).startsWith("\u001b[3A\u001b[0J"));
  });
});

describe("the exit code", () => {
  const code = (...args: Parameters<typeof response>) => exitCodeFor(outcomeOf(response(...args)));
  const done = { status: "SUCCEEDED", output: {} } as const;
  const contained = view("contain", { ...done, output: { contained: true } });

  it("is 0 when all is done, 1 when something is not, 3 while it goes on", () => {
    assert.equal(code(done, contained), 0);
    assert.equal(code({ status: "FAILED" }, contained), 1);
    assert.equal(code(done, view("contain", { ...done, output: { contained: false } })), 1);
    assert.equal(code(done, contained, view("acquire", { status: "TIMED_OUT" })), 1);
    assert.equal(code({}, contained), 3);
    assert.equal(code(done, contained, view("acquire")), 3);
  });

  it("goes by what contained the instance in the end, when a first attempt failed as a whole", () => {
    const again = { ...contained, arn: executionArn("contain", "2") };
    const [subject] = outcomeOf(response(done, view("contain", { status: "FAILED" }), again)).subjects;
    assert.equal(subject?.contained, true);
    assert.equal(code(done, view("contain", { status: "FAILED" }), again), 0);
  });
});
