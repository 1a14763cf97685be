import type {
  Catcher,
  Json,
  MapState,
  Program,
  Retrier,
  State,
  Task,
} from "../../../../components/response/asl/states";
import { holds } from "./choice";
import { fill, put } from "./evaluate";
import { MachineFailure, matches, retries, TaskError, type Call } from "./errors";
import { isObject, isReferencePath, RuntimeProblem, valueAt } from "./path";

/** Data of a state is at most 256 KiB. Source: "Service quotas", Step Functions developer guide. */
const largest = 262_144;

export interface ExecutionOptions {
  /** The time at which everything happens. */
  readonly now: string;
  /** Name of the execution. @default "run" */
  readonly name?: string;
}

/** Hands out the calls of tasks, takes their answers or errors, and ends with the output. */
export type Running = Generator<Call, Json, Json>;

/** States that call nothing, so that they are over at once. */
type Immediate = Exclude<State, Working>;
type Working = Extract<State, { Type: "Task" | "Parallel" | "Map" }>;

/** What a state hands on, and to which one: none at the end. */
type Next = [output: Json, next?: string];

/** An execution of a state machine. Who runs it answers its calls. */
export class Execution {
  public readonly visited: string[] = [];

  public constructor(private readonly options: ExecutionOptions) {}

  public *program({ StartAt, States }: Program, input: Json, context: Json): Running {
    let name = StartAt;
    let data = input;
    for (;;) {
      const state = States[name];
      if (!state) throw new RuntimeProblem(`there is no state ${name}`);
      this.visited.push(name);
      if (this.visited.length > 20_000) throw new RuntimeProblem("the execution does not end");
      const [output, next] = yield* this.state(name, state, data, context);
      if (next === undefined) return output;
      data = output;
      name = next;
    }
  }

  private *state(name: string, state: State, input: Json, map: Json): Generator<Call, Next, Json> {
    try {
      return isWorking(state)
        ? yield* this.working(name, state, input, this.contextOf(name, map))
        : this.immediate(name, state, input, map);
    } catch (problem) {
      if (problem instanceof RuntimeProblem) problem.message = `${problem.message}\n  in the state "${name}"`;
      throw problem;
    }
  }

  private immediate(name: string, state: Immediate, input: Json, map: Json): Next {
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
        const made = state.Parameters ? fill(state.Parameters, input, this.contextOf(name, map)) : input;
        const output = put(state.ResultPath, input, made);
        return [state.OutputPath === undefined ? output : valueAt(state.OutputPath, output), after(state)];
      }
    }
  }

  private *working(name: string, state: Working, input: Json, context: Json): Generator<Call, Next, Json> {
    const retried = new Map<Retrier, number>();
    for (;;) {
      try {
        const result = yield* this.result(name, state, input, context);
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

  private *result(name: string, state: Working, input: Json, context: Json): Running {
    switch (state.Type) {
      case "Task":
        return yield callOf(name, state, input, context);
      case "Parallel": {
        const results: Json[] = [];
        for (const branch of state.Branches) results.push(yield* this.program(branch, input, context));
        return results;
      }
      case "Map":
        return yield* this.iterations(state, input, context);
    }
  }

  private *iterations(state: MapState, input: Json, context: Json): Running {
    if (!isReferencePath(state.ItemsPath))
      throw new RuntimeProblem(`${state.ItemsPath} is no reference path`);
    const items = valueAt(state.ItemsPath, input);
    if (!Array.isArray(items)) throw new RuntimeProblem(`${state.ItemsPath} is no list`);
    const results: Json[] = [];
    for (const [Index, Value] of (items as readonly Json[]).entries()) {
      const inner = { ...(isObject(context) ? context : {}), Map: { Item: { Index, Value } } };
      results.push(yield* this.program(state.ItemProcessor, fill(state.ItemSelector, input, inner), inner));
    }
    return results;
  }

  private contextOf(name: string, outer: Json): Json {
    const { now, name: Name = "run" } = this.options;
    return {
      ...(isObject(outer) ? outer : {}),
      Execution: {
        Id: `arn:aws:states:eu-central-1:222222222222:execution:machine:${Name}`,
        StartTime: now,
        Name,
      },
      State: { Name: name, EnteredTime: now },
      Task: { Token: `token-${Name}` },
    };
  }
}

function isWorking(state: State): state is Working {
  return state.Type === "Task" || state.Type === "Parallel" || state.Type === "Map";
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

/** The data with which a catcher goes on. */
function caught({ ResultPath }: Catcher, { error, cause }: TaskError | MachineFailure, input: Json): Json {
  return put(ResultPath, input, { Error: error, Cause: cause });
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
