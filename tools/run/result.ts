import { noChanges, type Changes } from "./changes";
import type { ExceptionReport } from "../../policypacks/shared/exceptionReport";
import type { Interrupts } from "./interrupt";
import type { Step, Violation } from "./progress";

/**
 * How a run ended for a stack: `previewed` with changes that were not made; `unchanged`, there was nothing to do;
 * `updated` or `destroyed`; `failed`; `interrupted` by the user; `skipped`, because a stack before it did not succeed.
 */
export type Outcome =
  "previewed" | "unchanged" | "updated" | "destroyed" | "failed" | "interrupted" | "skipped";

/** What a run did to one stack. */
export interface StackResult {
  readonly name: string;
  readonly outcome: Outcome;
  readonly changes: Changes;
  /** Outputs as they may be shown: without secrets. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Policies that judged the stack. */
  readonly rules: readonly string[];
  readonly violations: readonly Violation[];
  /** Exceptions from policies that are configured for the stack. */
  readonly exceptions: readonly ExceptionReport[];
  /** Why it failed, each cause once. */
  readonly causes: readonly string[];
  /** What was worth a warning to the engine, a provider or the program. */
  readonly warnings: readonly string[];
  /** What a destroy left in AWS, because it was declared so. */
  readonly retained: readonly Step[];
}

/** Whether a stack ended as it should. */
export function succeeded({ outcome }: StackResult): boolean {
  return outcome !== "failed" && outcome !== "interrupted" && outcome !== "skipped";
}

/** A result in which nothing happened. */
export function emptyResult(name: string, outcome: Outcome): StackResult {
  return {
    name,
    outcome,
    changes: noChanges,
    outputs: {},
    rules: [],
    violations: [],
    exceptions: [],
    causes: [],
    warnings: [],
    retained: [],
  };
}

/**
 * Works on one stack after the other. After one that did not succeed the rest is skipped.
 *
 * @param interrupts When the user has asked to stop, no further stack is begun.
 */
export async function untilFailure<T extends { readonly name: string }>(
  stacks: readonly T[],
  interrupts: Pick<Interrupts, "requested">,
  work: (stack: T) => Promise<StackResult>,
): Promise<StackResult[]> {
  const results: StackResult[] = [];
  for (const stack of stacks) {
    if (!results.every(succeeded)) results.push(emptyResult(stack.name, "skipped"));
    else if (interrupts.requested) results.push(emptyResult(stack.name, "interrupted"));
    else results.push(await work(stack));
  }
  return results;
}
