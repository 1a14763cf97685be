/** A promise, and what AWS says of it. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, as plain data. */
  readonly saw: unknown;
}
