import type { Json, StateMachine } from "../../../../components/response/asl/states";
import { TaskError } from "../world/errors";
import { runSlowly } from "../world/run";

/** An error as Step Functions names it. */
export class AwsError extends TaskError {
  public constructor(name: string, message: string = name) {
    super(name, message);
  }
}

/** One call that a task makes. */
export interface Call {
  readonly state: string;
  /** For instance `dynamodb:putItem`. */
  readonly action: string;
  readonly input: Values;
  /** Whether the call is made with a role of a workload account. */
  readonly assumed: boolean;
}

export type Values = Readonly<Record<string, unknown>>;

export type Answer = (call: Call) => Promise<unknown>;

/** How an execution ended, and what it called on the way. */
export interface Execution {
  readonly output?: Values;
  readonly error?: string;
  readonly cause?: string;
  readonly calls: readonly Call[];
}

let executions = 0;

/** Executes a machine to its end. Waits and pauses before retries take no time. */
export async function execute(machine: StateMachine, input: unknown, answer: Answer): Promise<Execution> {
  const calls: Call[] = [];
  const outcome = await runSlowly(machine, input as Json, {
    now: "2026-01-01T00:00:00.000Z",
    name: String(++executions),
    answer: async ({ state, action, role, input: given }) => {
      const call = { state, action, input: given, assumed: role !== "self" };
      calls.push(call);
      return (await answer(call)) as Json;
    },
  });
  if (outcome.status === "failed") return { error: outcome.error, cause: outcome.cause, calls };
  return { output: outcome.output as Values, calls };
}
