import assert from "node:assert/strict";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { isContained, sequentialCalls } from "../../../tools/drill/sequentialCalls";

/** A call, then two branches of one and three calls, then a call. */
const history: readonly HistoryEvent[] = [
  event(1, 0, "ExecutionStarted"),
  event(2, 1, "TaskScheduled"),
  event(3, 2, "ParallelStateStarted"),
  event(4, 3, "TaskScheduled"),
  event(5, 3, "TaskScheduled"),
  event(6, 5, "TaskScheduled"),
  event(7, 6, "TaskScheduled"),
  // AWS names the last event of one of the branches, whichever.
  event(8, 4, "ParallelStateSucceeded"),
  { ...event(9, 8, "ParallelStateExited"), stateExitedEventDetails: { name: "Contain" } },
  event(10, 9, "TaskScheduled"),
];

function event(id: number, previousEventId: number, type: HistoryEvent["type"]): HistoryEvent {
  return { id, previousEventId, type, timestamp: new Date(0) };
}

describe("The calls that wait for one another", () => {
  it("are those of the longest branch, and those before and after it", () => {
    assert.equal(sequentialCalls(history), 5);
  });

  it("end with the containment where only that is counted", () => {
    assert.equal(sequentialCalls(history, isContained), 4);
  });

  it("do not depend on the order in which the events are told", () => {
    assert.equal(sequentialCalls([...history].reverse()), 5);
  });

  it("do not count another parallel state's branches", () => {
    const second = [
      event(11, 10, "ParallelStateStarted"),
      event(12, 11, "TaskScheduled"),
      event(13, 12, "ParallelStateSucceeded"),
    ];
    assert.equal(sequentialCalls([...history, ...second]), 6);
  });

  it("are none where nothing was called", () => {
    assert.equal(sequentialCalls([event(1, 0, "ExecutionStarted")]), 0);
  });
});
