import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Progress, type RunEvent } from "../../../tools/run/progress";
import { Standstill } from "../../../tools/run/standstill";

type Said = Pick<RunEvent, "diagnosticEvent" | "resourcePreEvent" | "resOpFailedEvent" | "stdoutEvent">;

const error: Said = {
  diagnosticEvent: { severity: "error", message: "there is no block left", color: "never" },
};
const metadata = {
  op: "create",
  urn: "urn:pulumi:prod::landing-zone::aws:ec2/vpc:Vpc::vpc",
  type: "aws:ec2/vpc:Vpc",
  provider: "",
  new: {
    type: "aws:ec2/vpc:Vpc",
    urn: "",
    custom: true,
    id: "",
    parent: "",
    inputs: {},
    outputs: {},
    provider: "",
  },
} as const;
const begun: Said = { resourcePreEvent: { metadata } };
const ended: Said = { resOpFailedEvent: { metadata, status: 0, steps: 1 } };
const anything: Said = { stdoutEvent: { message: "still here", color: "never" } };

describe("the standstill of an operation", () => {
  /** Passes the given events on at once, then nothing for longer than the patience. */
  async function stopsAfter(...events: Said[]): Promise<boolean> {
    const progress = new Progress();
    let stopped = false;
    const standstill = new Standstill(progress, () => (stopped = true), 1);
    for (const [sequence, event] of events.entries()) {
      progress.apply({ sequence, timestamp: 1, ...event });
      standstill.heard();
    }
    await sleep(10);
    standstill.over();
    return stopped;
  }

  it("is that nothing happens after an error", async () => {
    assert.equal(await stopsAfter(anything, error), true);
    assert.equal(await stopsAfter(error, anything, anything), true);
  });

  it("is not that nothing happens without an error", async () => {
    assert.equal(await stopsAfter(anything, anything), false);
  });

  it("is not there while a step is in progress, however long it takes", async () => {
    assert.equal(await stopsAfter(begun, error), false);
    assert.equal(await stopsAfter(error, begun), false);
    assert.equal(await stopsAfter(begun, error, ended), true);
  });

  it("is not there any more when the operation has ended", async () => {
    const progress = new Progress();
    const standstill = new Standstill(progress, () => assert.fail("stopped"), 1);
    progress.apply({ sequence: 0, timestamp: 1, ...error });
    standstill.heard();
    standstill.over();
    await sleep(10);
  });
});
