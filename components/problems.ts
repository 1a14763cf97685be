/** One thing wrong with a component's arguments. */
export interface ArgumentProblem {
  /** The argument, with its path, for instance `tiers.private.prefixLength`. */
  readonly argument: string;
  /** What was given and what must hold. */
  readonly rule: string;
  /** What to give or do instead. */
  readonly remedy: string;
}

/**
 * Refuses a component's arguments, before it creates anything.
 *
 * @param component Class of the component.
 * @param name Name of the component.
 * @throws Error that lists all problems, unless there are none.
 */
export function refuseProblems(component: string, name: string, problems: readonly ArgumentProblem[]): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.map(({ argument, rule, remedy }) => `  ${argument}: ${rule}; ${remedy}`);
  throw new Error([`${component} "${name}": ${count}`, ...lines].join("\n"));
}
