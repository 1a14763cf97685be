/**
 * Refuses a component's arguments, before it creates anything.
 *
 * @param component Class of the component.
 * @param name Name of the component.
 * @param problems What is wrong, one sentence each: the argument, the value given, the rule and the remedy.
 * @throws Error that lists them all, unless there are none.
 */
export function refuseProblems(component: string, name: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new Error(
    [`${component} "${name}": ${count}`, ...problems.map((problem) => `  ${problem}`)].join("\n"),
  );
}
