/** Something that a containment would change. */
export interface Change {
  /** What is changed, by its id in AWS. */
  readonly resource: string;
  /** What is done to it. */
  readonly change: string;
  readonly from?: string;
  readonly to?: string;
}

/** What a containment of an instance would do. */
export interface Preview {
  readonly subject: string;
  readonly changes: readonly Change[];
  /** What would not be as it should: a step that can't be done, evidence that may be lost. */
  readonly warnings: readonly string[];
}
