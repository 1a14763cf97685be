import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { WriteStream } from "node:tty";
import { displayOn, PlainDisplay, TerminalDisplay } from "../../../tools/run/display";

/** A stream that remembers what was written to it. */
function sink(properties: object = {}): { stream: WriteStream; text: () => string } {
  const stream = Object.assign(new PassThrough(), properties);
  const written: string[] = [];
  stream.on("data", (data: Buffer) => written.push(data.toString()));
  return { stream: stream as unknown as WriteStream, text: () => written.join("") };
}

const escape = "\u001b";
const seconds = /\d+\.\d s/g;
const withoutTimes = (text: string) => text.replace(seconds, "0.0 s");

describe("the display", () => {
  it("is plain lines where there is no terminal", () => {
    assert.ok(displayOn(sink().stream) instanceof PlainDisplay);
  });

  it("is redrawn in place on a terminal", () => {
    assert.ok(displayOn(sink({ isTTY: true, columns: 80 }).stream) instanceof TerminalDisplay);
  });
});

describe("the display in plain lines", () => {
  it("has a line when a phase begins and one when it ends", () => {
    const { stream, text } = sink();
    const phase = new PlainDisplay(stream).begin("prod: preview", () => "3 to create");
    phase.end("40 to create");
    assert.equal(withoutTimes(text()), "prod: preview …\nprod: preview: 40 to create (0.0 s)\n");
  });

  it("says from time to time what a long phase is at", async () => {
    const { stream, text } = sink();
    let detail = "1 created";
    const phase = new PlainDisplay(stream, 5).begin("prod: update", () => detail);
    while (!text().includes("1 created")) await sleep(2);
    detail = "2 created";
    while (!text().includes("2 created")) await sleep(2);
    phase.end("2 created");
    assert.match(text(), /^prod: update … \d+\.\d s {2}1 created$/m);
  });

  it("says nothing more once a phase has ended", async () => {
    const { stream, text } = sink();
    new PlainDisplay(stream, 2).begin("prod: update").end("nothing");
    const before = text();
    await sleep(10);
    assert.equal(text(), before);
  });
});

describe("the display on a terminal", () => {
  const clearBelow = `${escape}[0J`;

  it("draws the phase and takes it away again for a line that stays", () => {
    const { stream, text } = sink({ columns: 80 });
    const display = new TerminalDisplay(stream);
    const phase = display.begin("prod: update", () => "3 created; in flight: Vpc prod-network-vpc");
    display.line("something to keep");
    phase.end("40 created");
    const screen = rendered(text());
    assert.deepEqual(withoutTimes(screen).split("\n"), [
      "something to keep",
      "prod: update: 40 created (0.0 s)",
      "",
    ]);
    assert.ok(text().includes(clearBelow));
  });

  it("shows what is in flight while the phase lasts", () => {
    const { stream, text } = sink({ columns: 80 });
    const phase = new TerminalDisplay(stream).begin("prod: update", () => "in flight: Vpc prod-network-vpc");
    assert.match(
      rendered(text()),
      /^[|/\\-] prod: update {2}\d+\.\d s\n {2}in flight: Vpc prod-network-vpc\n$/,
    );
    phase.end("done");
  });

  it("never draws a line longer than the terminal is wide", () => {
    const { stream, text } = sink({ columns: 30 });
    const phase = new TerminalDisplay(stream).begin("prod: update", () => "x".repeat(200));
    phase.end("done");
    const drawn = text()
      .split("\n")
      .filter((line) => line.includes("xxx"));
    assert.deepEqual([...new Set(drawn.map((line) => line.length))], [29]);
  });
});

/** What a terminal shows after these characters, as far as the display uses them: going up and clearing below. */
function rendered(text: string): string {
  let lines: string[] = [""];
  for (const part of text.split(new RegExp(`(${escape}\\[\\d*[A-Z]|\n)`))) {
    const up = new RegExp(`^${escape}\\[(\\d+)A$`).exec(part)?.[1];
    if (up !== undefined) lines = [...lines.slice(0, lines.length - 1 - Number(up)), ""];
    else if (part === "\n") lines.push("");
    else if (!part.startsWith(escape)) lines = [...lines.slice(0, -1), `${lines.at(-1) ?? ""}${part}`];
  }
  return lines.join("\n");
}
