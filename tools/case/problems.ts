/**
 * What can be wrong with a case:
 * - `changed`: it is there, and is not what was recorded;
 * - `missing`: it was recorded, or must have been, and is not there;
 * - `added`: it is there, and was not recorded;
 * - `reordered`: an entry stands in another one's place;
 * - `duplicated`: an entry stands there a second time;
 * - `forged`: no signature of the case's key covers it;
 * - `unhashed`: it was recorded without a hash, so nobody can tell whether it was changed;
 * - `unreadable`: it can't be read, so nothing can be said about it.
 */
export type ProblemKind =
  "changed" | "missing" | "added" | "reordered" | "duplicated" | "forged" | "unhashed" | "unreadable";

/** Something wrong with a case, and where. */
export interface CaseProblem {
  readonly kind: ProblemKind;
  /** The file or object, relative to the case, for instance `custody/3.json`. */
  readonly subject: string;
  /** What was found and what should have been. */
  readonly message: string;
}

export function problem(kind: ProblemKind, subject: string, message: string): CaseProblem {
  return { kind, subject, message };
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
