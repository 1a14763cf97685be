/** One thing wrong with a configuration: where it is, what was given, which rule it breaks and how to mend it. */
export interface Problem {
  /** Configuration key with its path, for instance `landing-zone:network.cidr`. */
  readonly key: string;
  /** The value as it was given, printed; absent when nothing was given. */
  readonly given?: string;
  /** What must hold, without a full stop. */
  readonly rule: string;
  /** What to write or do instead, without a full stop. */
  readonly remedy: string;
}

/** All problems of one configuration at once. */
export class ConfigurationError extends Error {
  public override readonly name = "ConfigurationError";

  public constructor(
    /** File or stack that the problems are in. */
    public readonly source: string,
    public readonly problems: readonly Problem[],
  ) {
    super(describe(source, problems));
  }
}

function describe(source: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${source}: ${count}`, ...problems.map(describeOne)].join("\n");
}

function describeOne({ key, given, rule, remedy }: Problem): string {
  return [
    `  ${key}`,
    `    given   ${given ?? "(nothing)"}`,
    `    rule    ${rule}`,
    `    remedy  ${remedy}`,
  ].join("\n");
}
