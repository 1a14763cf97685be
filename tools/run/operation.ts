import { describeChanges } from "./changes";
import { causes, shortName } from "./diagnostics";
import { CommandFailure } from "./engineCommand";
import { Interrupted } from "./failure";
import { Progress, type RunEvent } from "./progress";
import type { Session } from "./session";
import { Standstill } from "./standstill";

/** How a preview, an update or a destroy ended. */
export interface Operation {
  readonly progress: Progress;
  readonly ending: "succeeded" | "failed" | "interrupted";
  /** Why it failed, each cause once; empty when it succeeded, and mostly when it was interrupted. */
  readonly causes: readonly string[];
}

/**
 * Runs one operation of the engine and shows how it goes.
 *
 * @param title What to call it.
 * @param planned Whether it only says what would be done.
 * @param work Starts the operation with a listener to its events, and with a signal that ends it when its program has failed
 *   and would wait for ever.
 */
export async function operate(
  { display, interrupts, verbose, onEvent }: Pick<Session, "display" | "interrupts" | "verbose" | "onEvent">,
  title: string,
  planned: boolean,
  work: (onEvent: (event: RunEvent) => void, signal: AbortSignal) => Promise<unknown>,
): Promise<Operation> {
  const progress = new Progress();
  const giveUp = new AbortController();
  const standstill = new Standstill(progress, () => {
    giveUp.abort();
  });
  const phase = display.begin(title, () => describeProgress(progress, planned));
  const captureAgain = verbose ? () => undefined : withoutStackTraces();
  try {
    await work((event) => {
      progress.apply(event);
      standstill.heard();
      onEvent?.(event);
    }, giveUp.signal);
  } catch (error) {
    const ending = interrupts.requested ? "interrupted" : "failed";
    phase.end(ending);
    if (error instanceof Interrupted) return { progress, ending, causes: [] };
    if (!(error instanceof CommandFailure)) throw error;
    const said = [...causes(progress.errors, verbose), ...broken(progress, planned)];
    const silent = said.length === 0 && ending === "failed";
    return { progress, ending, causes: silent || verbose ? [...said, error.message] : said };
  } finally {
    standstill.over();
    captureAgain();
  }
  phase.end(describeChanges(progress.changes, planned));
  return { progress, ending: "succeeded", causes: [] };
}

/**
 * Keeps errors from capturing stack traces, which are only shown on demand. The SDK and gRPC make an error for every call
 * and every promise, and ts-node maps each frame. Measured: a third of this process' time.
 *
 * @returns Undoes it.
 */
function withoutStackTraces(): () => void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  return () => {
    Error.stackTraceLimit = limit;
  };
}

/** The engine fails on a mandatory violation without an error of its own. */
function broken({ violations }: Progress, planned: boolean): string[] {
  const count = violations.filter(({ level }) => level === "mandatory").length;
  if (count === 0) return [];
  const found =
    count === 1 ? "1 violation of a mandatory policy" : `${count} violations of mandatory policies`;
  return [`${found}, see below${planned ? "; nothing was changed" : ""}`];
}

const namedInFlight = 3;

function describeProgress(progress: Progress, planned: boolean): string {
  const names = progress.inFlight.slice(0, namedInFlight).map(({ urn }) => shortName(urn));
  const more = progress.inFlight.length - names.length;
  const inFlight =
    names.length === 0 ? "" : `; in flight: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return `${describeChanges(progress.changes, planned)}${inFlight}`;
}
