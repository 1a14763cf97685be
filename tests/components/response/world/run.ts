import type { Json, StateMachine } from "../../../../components/response/asl/states";
import { MachineFailure, TaskError, type Answer, type Call } from "./errors";
import { Execution, type ExecutionOptions } from "./execution";

/** How an execution ended. */
export type Outcome =
  | { readonly status: "succeeded"; readonly output: Json; readonly visited: readonly string[] }
  | {
      readonly status: "failed";
      readonly error: string;
      readonly cause: string;
      readonly visited: readonly string[];
    };

export interface RunOptions extends ExecutionOptions {
  readonly answer: Answer;
}

/**
 * Executes a state machine in this process, at once: waits and pauses before retries take no time, branches and iterations
 * run one after the other. It knows what the machines of incident response use, and refuses the rest.
 */
export function run(machine: StateMachine, input: Json, { answer, ...options }: RunOptions): Outcome {
  const execution = new Execution(options);
  try {
    const running = execution.program(machine, input, {});
    let step = running.next();
    while (step.done !== true) {
      let given: Json;
      try {
        given = answer(step.value);
      } catch (problem) {
        step = running.throw(problem);
        continue;
      }
      step = running.next(given);
    }
    return { status: "succeeded", output: step.value, visited: execution.visited };
  } catch (problem) {
    return failed(problem, execution);
  }
}

export interface SlowRunOptions extends ExecutionOptions {
  /** Answers calls later, so that executions can take turns. */
  readonly answer: (call: Call) => Promise<Json>;
}

/** Executes a state machine as {@link run} does, with calls that are answered later. */
export async function runSlowly(
  machine: StateMachine,
  input: Json,
  { answer, ...options }: SlowRunOptions,
): Promise<Outcome> {
  const execution = new Execution(options);
  try {
    const running = execution.program(machine, input, {});
    let step = running.next();
    while (step.done !== true) {
      step = await answer(step.value).then(
        (given) => running.next(given),
        (problem: unknown) => running.throw(problem),
      );
    }
    return { status: "succeeded", output: step.value, visited: execution.visited };
  } catch (problem) {
    return failed(problem, execution);
  }
}

/** @throws What is no failure of the execution but one of the test. */
function failed(problem: unknown, { visited }: Execution): Outcome {
  if (!(problem instanceof MachineFailure || problem instanceof TaskError)) throw problem;
  return { status: "failed", error: problem.error, cause: problem.cause, visited };
}
