import type {
  Json,
  MapState,
  Program,
  Retrier,
  State,
  StateMachine,
  Task,
} from "../../../../components/response/asl/states";
import { holds } from "./choice";
import { fill, put } from "./evaluate";
import { caught, MachineFailure, matches, retries, TaskError, type Answer, type Call } from "./errors";
import { isObject, isReferencePath, RuntimeProblem, valueAt } from "./path";

/** How an execution ended. */
export type Outcome =
  | { readonly status: "succeeded"; readonly output: Json; readonly visited: readonly string[] }
  | {
      readonly status: "failed";
      readonly error: string;
      readonly cause: string;
      readonly visited: readonly string[];
    };

export interface RunOptions {
  readonly answer: Answer;
  /** The time at which everything happens. */
  readonly now: string;
}

/** Data of a state is at most 256 KiB. Source: "Service quotas", Step Functions developer guide. */
const largest = 262_144;

/**
 * Executes a state machine in this process, at once: waits and pauses before retries take no time, branches and iterations
 * run one after the other. It knows what the machines of incident response use, and refuses the rest.
 */
export function run(machine: StateMachine, input: Json, options: RunOptions): Outcome {
  const execution = new Execution(options);
  try {
    const output = execution.program(machine, input, {});
    return { status: "succeeded", output, visited: execution.visited };
  } catch (problem) {
    if (problem instanceof MachineFailure || problem instanceof TaskError) {
      return { status: "failed", error: problem.error, cause: problem.cause, visited: execution.visited };
    }
    throw problem;
  }
}

class Execution {
  public readonly visited: string[] = [];

  public constructor(private readonly options: RunOptions) {}

  public program({ StartAt, States }: Program, input: Json, context: Json): Json {
    let name = StartAt;
    let data = input;
    for (;;) {
      const state = States[name];
      if (!state) throw new RuntimeProblem(`there is no state ${name}`);
      this.visited.push(name);
      if (this.visited.length > 20_000) throw new RuntimeProblem("the execution does not end");
      const [output, next] = this.state(name, state, data, context);
      if (next === undefined) return output;
      data = output;
      name = next;
    }
  }

  private state(name: string, state: State, input: Json, map: Json): [output: Json, next?: string] {
    const context = this.contextOf(name, map);
    try {
      switch (state.Type) {
        case "Choice":
          return [input, state.Choices.find((choice) => holds(choice, input))?.Next ?? state.Default];
        case "Fail":
          throw new MachineFailure(
            state.Error,
            state.CausePath === undefined ? (state.Cause ?? "") : textAt(state.CausePath, input),
          );
        case "Succeed":
          return [input];
        case "Wait":
          if ("SecondsPath" in state) valueAt(state.SecondsPath, input);
          return [input, after(state)];
        case "Pass": {
          const made = state.Parameters ? fill(state.Parameters, input, context) : input;
          const output = put(state.ResultPath, input, made);
          return [state.OutputPath === undefined ? output : valueAt(state.OutputPath, output), after(state)];
        }
        default:
          return this.working(name, state, input, context);
      }
    } catch (problem) {
      if (problem instanceof RuntimeProblem) problem.message = `${problem.message}\n  in the state "${name}"`;
      throw problem;
    }
  }

  private working(
    name: string,
    state: Extract<State, { Type: "Task" | "Parallel" | "Map" }>,
    input: Json,
    context: Json,
  ): [output: Json, next?: string] {
    const retried = new Map<Retrier, number>();
    for (;;) {
      try {
        const result = this.result(name, state, input, context);
        const selected = state.ResultSelector ? fill(state.ResultSelector, result, context) : result;
        const output = put(state.ResultPath, input, selected);
        if (state.Type !== "Task") refuseTooLarge(output);
        return [output, after(state)];
      } catch (problem) {
        if (!(problem instanceof TaskError || problem instanceof MachineFailure)) throw problem;
        if (state.Type === "Task" && retries(state.Retry, problem.error, retried)) continue;
        const catcher = state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, problem.error));
        if (!catcher) throw problem;
        return [caught(catcher, problem, input), catcher.Next];
      }
    }
  }

  private result(
    name: string,
    state: Extract<State, { Type: "Task" | "Parallel" | "Map" }>,
    input: Json,
    context: Json,
  ): Json {
    switch (state.Type) {
      case "Task":
        return this.options.answer(callOf(name, state, input, context));
      case "Parallel":
        return state.Branches.map((branch) => this.program(branch, input, context));
      case "Map":
        return this.iterations(state, input, context);
    }
  }

  private iterations(state: MapState, input: Json, context: Json): Json {
    if (!isReferencePath(state.ItemsPath))
      throw new RuntimeProblem(`${state.ItemsPath} is no reference path`);
    const items = valueAt(state.ItemsPath, input);
    if (!Array.isArray(items)) throw new RuntimeProblem(`${state.ItemsPath} is no list`);
    return (items as readonly Json[]).map((Value, Index) => {
      const inner = { ...(isObject(context) ? context : {}), Map: { Item: { Index, Value } } };
      return this.program(state.ItemProcessor, fill(state.ItemSelector, input, inner), inner);
    });
  }

  private contextOf(name: string, outer: Json): Json {
    const { now } = this.options;
    return {
      ...(isObject(outer) ? outer : {}),
      Execution: {
        Id: "arn:aws:states:eu-central-1:222222222222:execution:machine:run",
        StartTime: now,
        Name: "run",
      },
      State: { Name: name, EnteredTime: now },
      Task: { Token: "the-token" },
    };
  }
}

function callOf(state: string, task: Task, input: Json, context: Json): Call {
  const role = task.Credentials ? fill(task.Credentials, input, context)["RoleArn"] : "self";
  const [, action = task.Resource] = /:::(?:aws-sdk:)?(.+)$/.exec(task.Resource) ?? [];
  return {
    state,
    action,
    role: typeof role === "string" ? role : "",
    input: fill(task.Parameters, input, context),
  };
}

function textAt(path: string, input: Json): string {
  const value = valueAt(path, input);
  if (typeof value !== "string") throw new RuntimeProblem(`${path} is no text`);
  return value;
}

function after(state: { readonly Next: string } | { readonly End: true }): string | undefined {
  return "Next" in state ? state.Next : undefined;
}

function refuseTooLarge(output: Json): void {
  if (JSON.stringify(output).length > largest) throw new TaskError("States.DataLimitExceeded", "too large");
}
