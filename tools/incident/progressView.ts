import { clearScreenDown, moveCursor } from "node:readline";
import type { WriteStream } from "node:tty";
import { printable } from "../case/describe";
import { flat, type ExecutionView } from "./execution";
import { outcomeOf, subjectOf } from "./outcome";

/** Shows how an incident is going. */
export interface ProgressView {
  show(view: ExecutionView, now: number): void;
  /** Leaves what is shown on the screen. */
  end(): void;
}

/** Chooses how to show it: redrawn in place on a terminal, a line for each change anywhere else. */
export function progressViewOn(stream: NodeJS.WritableStream | WriteStream): ProgressView {
  return "isTTY" in stream && stream.isTTY ? new RedrawnView(stream) : new ChangesView(stream);
}

/** One line for the case, and one for each machine that works on an instance or principal. */
export function progressLines(view: ExecutionView, now: number): readonly string[] {
  const { caseId = "new case", status, waitingForApproval } = outcomeOf(view);
  const rows = rowsOf(view);
  const width = Math.max(0, ...rows.map(({ title }) => title.length));
  const state = waitingForApproval ? "waits for approval" : words(status);
  return [
    `${caseId}  ${state}  ${elapsed(view, now)}`,
    ...rows.map(({ title, state: at, row }) => `  ${title.padEnd(width)}  ${elapsed(row, now)}  ${at}`),
  ].map(printable);
}

interface Row {
  readonly title: string;
  readonly state: string;
  readonly row: ExecutionView;
}

function rowsOf(view: ExecutionView): readonly Row[] {
  return flat(view).flatMap((row) => {
    const subject = subjectOf(row.input);
    if (subject === undefined || row === view) return row === view && subject ? [rowOf(subject, row)] : [];
    return [rowOf(subject, row)];
  });
}

function rowOf(subject: string, row: ExecutionView): Row {
  const { current, done } = row.progress;
  const where = row.status === "RUNNING" ? `${current.join(", ")}  ${done} steps done` : words(row.status);
  return { title: `${subject} ${shortName(row.machine)}`, state: where + problem(row), row };
}

function problem({ error }: ExecutionView): string {
  return error === undefined ? "" : `: ${error}`;
}

function shortName(machine: string): string {
  return machine.replace("landing-zone-incident-", "");
}

function words(status: string): string {
  return status.toLowerCase().replaceAll("_", " ");
}

function elapsed({ began, ended }: ExecutionView, now: number): string {
  return `${Math.max(0, ((ended ?? now) - began) / 1000)
    .toFixed(1)
    .padStart(6)} s`;
}

/** All lines, redrawn in place. */
class RedrawnView implements ProgressView {
  private drawn = 0;

  public constructor(private readonly stream: WriteStream) {}

  public show(view: ExecutionView, now: number): void {
    if (this.drawn > 0) {
      moveCursor(this.stream, 0, -this.drawn);
      clearScreenDown(this.stream);
    }
    // A line that wraps would take two rows, and more rows than the screen has can't be erased.
    const width = Math.max(this.stream.columns - 1, 20);
    const height = Math.max(this.stream.rows - 2, 3);
    const lines = progressLines(view, now);
    const shown =
      lines.length > height
        ? [...lines.slice(0, height - 1), `  and ${lines.length - height + 1} more`]
        : lines;
    for (const line of shown) this.stream.write(`${line.slice(0, width)}\n`);
    this.drawn = shown.length;
  }

  public end(): void {
    this.drawn = 0;
  }
}

/** A line whenever a machine begins, ends, or the case comes to wait for somebody. */
class ChangesView implements ProgressView {
  private readonly said = new Map<string, string>();

  public constructor(private readonly stream: NodeJS.WritableStream) {}

  public show(view: ExecutionView, now: number): void {
    const { waitingForApproval, status, caseId } = outcomeOf(view);
    this.say(
      "case",
      waitingForApproval ? "waits for approval" : words(status),
      caseId ?? "new case",
      view,
      now,
    );
    for (const { title, row } of rowsOf(view))
      this.say(row.arn, words(row.status) + problem(row), title, row, now);
  }

  public end(): void {
    this.said.clear();
  }

  private say(key: string, state: string, title: string, row: ExecutionView, now: number): void {
    if (this.said.get(key) === state + title) return;
    this.said.set(key, state + title);
    this.stream.write(`${printable(`${elapsed(row, now)}  ${title}: ${state}`)}\n`);
  }
}
