/** How many resources an operation touched, in the words of `npm start -- --json`. */
export interface Changes {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly same: number;
}

export const noChanges: Changes = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };

/**
 * Sums the engine's counts up. A replacement is counted once, not as the creation and the deletion it consists of.
 *
 * @param counts Number of resources by the engine's name of the step.
 */
export function changesOf(counts: Readonly<Partial<Record<string, number>>>): Changes {
  const of = (...steps: string[]) => steps.reduce((sum, step) => sum + (counts[step] ?? 0), 0);
  return {
    create: of("create", "import"),
    update: of("update"),
    replace: of("replace", "import-replacement"),
    delete: of("delete"),
    same: of("same"),
  };
}

/** Whether anything is or would be different afterwards. */
export function anyChange(changes: Changes): boolean {
  return changes.create + changes.update + changes.replace + changes.delete > 0;
}

/** Says the changes in words, for instance `3 to create, 1 to update, 40 unchanged`. */
export function describeChanges(changes: Changes, planned: boolean): string {
  const words = planned
    ? { create: "to create", update: "to update", replace: "to replace", delete: "to delete" }
    : { create: "created", update: "updated", replace: "replaced", delete: "deleted" };
  const parts = [
    ...(["create", "update", "replace", "delete"] as const)
      .filter((step) => changes[step] > 0)
      .map((step) => `${changes[step]} ${words[step]}`),
    ...(changes.same > 0 ? [`${changes.same} unchanged`] : []),
  ];
  return parts.length === 0 ? "nothing" : parts.join(", ");
}
