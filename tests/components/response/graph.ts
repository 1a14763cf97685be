import type { Program, State, StateMachine, Task } from "../../../components/response/asl/states";
import { innerPrograms } from "../../../components/response/asl/flow";

/** A state machine, a branch or an iteration as a graph. */
export interface Graph {
  readonly program: Program;
  /** Names of the states that may follow each state. */
  readonly next: ReadonlyMap<string, readonly string[]>;
}

/** The graphs of a machine: itself first, then what is inside its states. */
export function graphsOf(program: Program): readonly Graph[] {
  const states = Object.entries(program.States);
  const next = new Map(states.map(([name, state]) => [name, successors(state)]));
  const inner = states.flatMap(([, state]) => innerPrograms(state).flatMap(graphsOf));
  return [{ program, next }, ...inner];
}

function successors(state: State): readonly string[] {
  if (state.Type === "Choice") return [...state.Choices.map(({ Next }) => Next), state.Default];
  const caught = "Catch" in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];
  return "Next" in state ? [state.Next, ...caught] : caught;
}

/** Whether a state ends its machine, branch or iteration. */
export function isTerminal(state: State | undefined): boolean {
  return state !== undefined && (state.Type === "Fail" || state.Type === "Succeed" || "End" in state);
}

/** Names of the states that can be reached from some states, these included. */
export function reachable({ next }: Graph, from: readonly string[]): ReadonlySet<string> {
  const seen = new Set(from);
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const following of next.get(name) ?? []) {
      if (seen.has(following)) continue;
      seen.add(following);
      open.push(following);
    }
  }
  return seen;
}

/**
 * What is wrong with a graph: states that lead to no state there is, that are never reached, or from which no path leads to an
 * end.
 */
export function graphProblems(graph: Graph): readonly string[] {
  const { States, StartAt } = graph.program;
  const reached = reachable(graph, [StartAt]);
  return Object.keys(States).flatMap((name) => {
    const lost = (graph.next.get(name) ?? []).filter((each) => !(each in States));
    const ends = [...reachable(graph, [name])].some((each) => isTerminal(States[each]));
    return [
      ...lost.map((each) => `"${name}" leads to "${each}", which is no state`),
      ...(reached.has(name) ? [] : [`"${name}" is never reached`]),
      ...(ends ? [] : [`no path leads from "${name}" to an end`]),
    ];
  });
}

/** Every call of a machine, those in branches and iterations included. */
export function tasksOf(program: Program): readonly (readonly [name: string, task: Task])[] {
  return Object.entries(program.States).flatMap(([name, state]) => {
    const inner = innerPrograms(state).flatMap(tasksOf);
    return state.Type === "Task" ? [[name, state] as const, ...inner] : inner;
  });
}

/** Names of the tasks that run before a state of the machine itself can be entered. */
export function tasksBefore(machine: StateMachine, state: string): readonly string[] {
  const [graph] = graphsOf(machine);
  if (!graph || !(state in machine.States)) throw new Error(`the machine has no state "${state}"`);
  const before = Object.keys(machine.States).filter(
    (name) => name !== state && reachable(graph, [name]).has(state),
  );
  const States = Object.fromEntries(Object.entries(machine.States).filter(([name]) => before.includes(name)));
  return tasksOf({ StartAt: machine.StartAt, States }).map(([name]) => name);
}
