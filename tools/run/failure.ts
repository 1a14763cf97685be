/**
 * A run that cannot go on, told in the user's terms: what is wrong, then how to go on. No stack trace is shown with it.
 */
export class RunFailure extends Error {
  public override readonly name = "RunFailure";

  public constructor(
    /** What is wrong, in one or more lines. */
    what: string,
    /** What the user can do, one line each. */
    public readonly remedies: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super([what, ...remedies.map((remedy) => `  ${remedy}`)].join("\n"), options);
  }
}

/** A run that the user stopped with Ctrl-C. */
export class Interrupted extends Error {
  public override readonly name = "Interrupted";

  public constructor() {
    super(
      "stopped before it was finished. The state is saved: run `npm start` again and it goes on from there.",
    );
  }
}

/**
 * What to tell the user about a failure: one block of text.
 *
 * @param verbose Adds the stack traces.
 */
export function explain(error: unknown, verbose = false): string {
  if (!(error instanceof Error)) return String(error);
  if (!verbose) return error.message;
  const cause = error.cause === undefined ? "" : `\ncaused by ${explain(error.cause, true)}`;
  return `${error.stack ?? error.message}${cause}`;
}
