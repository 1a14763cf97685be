import { clearScreenDown, moveCursor } from "node:readline";
import type { WriteStream } from "node:tty";

/** A part of a run that takes a while, shown while it lasts. */
export interface Phase {
  /** Ends the phase and says how. */
  end(outcome: string): void;
}

/** Where a run tells its user what it is doing. */
export interface Display {
  /**
   * @param title What is being done.
   * @param detail Says what the phase is at; asked whenever it is about to be shown.
   */
  begin(title: string, detail?: () => string): Phase;
  /** Something that stays on the screen. */
  line(text: string): void;
}

/** Chooses how to show a run on a stream: redrawn in place on a terminal, plain lines anywhere else. */
export function displayOn(stream: NodeJS.WriteStream | NodeJS.WritableStream): Display {
  return "isTTY" in stream && stream.isTTY ? new TerminalDisplay(stream) : new PlainDisplay(stream);
}

/** Seconds since a time, with one decimal. */
export function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}

/** One line when a phase begins, one when it ends, and one every ten seconds in between. */
export class PlainDisplay implements Display {
  public constructor(
    private readonly stream: NodeJS.WritableStream,
    private readonly intervalMs = 10_000,
  ) {}

  public line(text: string): void {
    this.stream.write(`${text}\n`);
  }

  public begin(title: string, detail: () => string = () => ""): Phase {
    const start = performance.now();
    this.line(`${title} …`);
    const timer = setInterval(() => {
      this.line(`${title} … ${secondsSince(start)} s  ${detail()}`.trimEnd());
    }, this.intervalMs).unref();
    return {
      end: (outcome) => {
        clearInterval(timer);
        this.line(`${title}: ${outcome} (${secondsSince(start)} s)`);
      },
    };
  }
}

const spinner = ["|", "/", "-", "\\"];
const frameMs = 120;

/** The current phase in two lines that are redrawn in place; ended phases stay above them. */
export class TerminalDisplay implements Display {
  private phase: { title: string; detail: () => string; start: number } | undefined;
  private drawnLines = 0;
  private frame = 0;
  private timer: NodeJS.Timeout | undefined;

  public constructor(private readonly stream: WriteStream) {}

  public line(text: string): void {
    this.erase();
    this.stream.write(`${text}\n`);
    this.draw();
  }

  public begin(title: string, detail: () => string = () => ""): Phase {
    const phase = { title, detail, start: performance.now() };
    this.phase = phase;
    this.timer ??= setInterval(() => {
      this.redraw();
    }, frameMs).unref();
    this.redraw();
    return {
      end: (outcome) => {
        this.phase = undefined;
        clearInterval(this.timer);
        this.timer = undefined;
        this.line(`${title}: ${outcome} (${secondsSince(phase.start)} s)`);
      },
    };
  }

  private redraw(): void {
    this.erase();
    this.draw();
  }

  private erase(): void {
    if (this.drawnLines === 0) return;
    moveCursor(this.stream, 0, -this.drawnLines);
    clearScreenDown(this.stream);
    this.drawnLines = 0;
  }

  private draw(): void {
    if (this.phase === undefined) return;
    const { title, detail, start } = this.phase;
    this.frame = (this.frame + 1) % spinner.length;
    const lines = [`${spinner[this.frame] ?? ""} ${title}  ${secondsSince(start)} s`, `  ${detail()}`];
    // A line that wraps would take two rows, and erasing would leave one of them.
    const width = Math.max(this.stream.columns - 1, 20);
    for (const line of lines) this.stream.write(`${line.slice(0, width)}\n`);
    this.drawnLines = lines.length;
  }
}
