import assert from "node:assert/strict";
import { Interrupts, type Urgency } from "../../../tools/run/interrupt";

describe("the user's wish to stop", () => {
  let time = 0;
  let heard: Urgency[] = [];
  let interrupts: Interrupts;

  beforeEach(() => {
    time = 0;
    heard = [];
    interrupts = new Interrupts(
      (urgency) => heard.push(urgency),
      () => time,
    );
    interrupts.listen();
  });

  afterEach(() => {
    interrupts.ignore();
  });

  const press = (at: number, signal: "SIGINT" | "SIGTERM" | "SIGHUP" = "SIGINT") => {
    time = at;
    process.emit(signal);
  };

  it("is not there at first", () => {
    assert.equal(interrupts.requested, false);
    assert.equal(interrupts.signal.aborted, false);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`is heard by ${signal}`, () => {
      press(0, signal);
      assert.deepEqual(heard, ["finish what is in flight"]);
      assert.equal(interrupts.requested, true);
      assert.match(String(interrupts.signal.reason), /^Interrupted: stopped before it was finished/);
    });
  }

  it("is heard once when npm passes on what the terminal has sent already", () => {
    press(1000);
    press(1005);
    assert.deepEqual(heard, ["finish what is in flight"]);
  });

  it("becomes more urgent with every further key press", () => {
    for (const at of [0, 1000, 2000, 3000]) press(at);
    assert.deepEqual(heard, ["finish what is in flight", "stop now", "kill", "kill"]);
  });

  it("is not heard any more once it is ignored", () => {
    interrupts.ignore();
    process.once("SIGINT", () => undefined); // Without a listener the signal would not be emitted to anybody.
    press(0);
    assert.deepEqual(heard, []);
  });
});
