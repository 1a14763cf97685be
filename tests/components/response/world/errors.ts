import type { Json, Retrier } from "../../../../components/response/asl/states";

/** An error of a task, as a state can catch it. */
export class TaskError extends Error {
  public constructor(
    public readonly error: string,
    public override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
  }
}

/** A call that a task makes. */
export interface Call {
  readonly state: string;
  /** Service and operation, for instance `ec2:describeInstances`. */
  readonly action: string;
  /** ARN of the role of the task, or `self`. */
  readonly role: string;
  readonly input: Readonly<Record<string, Json>>;
}

/** Answers calls. @throws TaskError */
export type Answer = (call: Call) => Json;

/** The end of an execution by a state of the type Fail. */
export class MachineFailure extends Error {
  public constructor(
    public readonly error: string,
    public override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
  }
}

/** States.ALL catches neither of these. Source: "Handling errors", Step Functions developer guide. */
const uncaught = ["States.Runtime", "States.DataLimitExceeded"];

export function matches(names: readonly string[], error: string): boolean {
  if (names.includes(error)) return true;
  if (uncaught.includes(error)) return false;
  return names.includes("States.ALL") || (names.includes("States.TaskFailed") && error !== "States.Timeout");
}

/** Whether a state is tried once more; counts it. */
export function retries(
  retriers: readonly Retrier[] = [],
  error: string,
  retried: Map<Retrier, number>,
): boolean {
  const retrier = retriers.find(({ ErrorEquals }) => matches(ErrorEquals, error));
  if (!retrier) return false;
  const count = retried.get(retrier) ?? 0;
  retried.set(retrier, count + 1);
  return count < (retrier.MaxAttempts ?? 3);
}
