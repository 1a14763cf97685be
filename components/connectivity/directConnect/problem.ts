import type { ArgumentProblem } from "../../problems";
import type { Fault } from "../bgp";

/** One rule that a plan breaks. */
export interface PlanProblem {
  /** Where in the plan, for instance `["connections", "locations"]`. */
  readonly path: readonly string[];
  /** What must hold, without a full stop. */
  readonly rule: string;
  /** What to write or do instead, without a full stop. */
  readonly remedy: string;
}

/** The problem, if the condition holds. */
export function when(broken: boolean, problem: () => PlanProblem): PlanProblem[] {
  return broken ? [problem()] : [];
}

/** The broken rule, if there is one, with its place. */
export function faultAt(path: readonly string[], fault: Fault | undefined): PlanProblem[] {
  return fault === undefined ? [] : [{ path, ...fault }];
}

/** The items that an earlier item equals, with their index. */
export function repeated<T>(items: readonly T[]): (readonly [item: T, index: number])[] {
  return items.flatMap((item, index) => (items.indexOf(item) < index ? [[item, index] as const] : []));
}

/** A problem as a component reports it. */
export function inArgument({ path, rule, remedy }: PlanProblem): ArgumentProblem {
  return { argument: ["plan", ...path].join("."), rule, remedy };
}
