import { innerPrograms } from "../components/response/asl/flow";
import type { Program, State } from "../components/response/asl/states";

/**
 * Draws what a state machine does as Graphviz text: every call to AWS with who makes it, every decision, what runs at once and
 * what is done for each item. States that only rearrange data are left out. Dashed arrows are failures that are treated.
 */
export function machineDiagram(name: string, program: Program): string {
  const drawing = new Drawing();
  const first = drawing.program(program);
  const lines = ['start [shape=circle, label="", width=0.15, style=filled, fillcolor="#1f2933"]'];
  return [
    `digraph ${quoted(name)} {`,
    '  graph [bgcolor="#ffffff", pad=0.2, rankdir=TB, nodesep=0.25, ranksep=0.3, compound=true,',
    '    fontname="Helvetica,Arial,sans-serif", fontsize=12, fontcolor="#1f2933"]',
    '  node [shape=box, style="rounded,filled", fillcolor="#ffffff", color="#52606d", margin="0.12,0.06",',
    '    fontname="Helvetica,Arial,sans-serif", fontsize=10, fontcolor="#1f2933"]',
    '  edge [color="#3e4c59", arrowsize=0.6, fontname="Helvetica,Arial,sans-serif", fontsize=9]',
    ...[...lines, ...drawing.lines, `start -> ${quoted(first)}`].map((line) => `  ${line}`),
    "}",
    "",
  ].join("\n");
}

/** Colours of calls by who makes them: the roles of a workload account, and the machine itself. */
const colours = { reader: "#e6f4ea", container: "#fde8e8", copier: "#fff4d6", self: "#e8eefb" } as const;

class Drawing {
  public readonly lines: string[] = [];

  /** Draws a program and tells the state that is entered, which is drawn. */
  public program(program: Program): string {
    const { States } = program;
    for (const [name, state] of Object.entries(States)) {
      if (isShown(state)) this.state(name, state, program);
    }
    return shownFrom(program.StartAt, States);
  }

  private state(name: string, state: State, program: Program): void {
    const inner = innerPrograms(state);
    if (inner.length === 0) this.lines.push(`${quoted(name)} [${look(name, state)}]`);
    else this.group(name, state, inner);
    const next = new Set(successors(state).map((one) => shownFrom(one, program.States)));
    for (const one of next) this.lines.push(`${quoted(name)} -> ${quoted(one)}`);
    const failures = new Set(catches(state).map((one) => shownFrom(one, program.States)));
    for (const one of failures) {
      if (!next.has(one)) this.lines.push(`${quoted(name)} -> ${quoted(one)} [style=dashed]`);
    }
  }

  /** What runs inside a state: framed, and entered from the state's own node. */
  private group(name: string, state: State, inner: readonly Program[]): void {
    const label = state.Type === "Map" ? `${name}\nfor each` : `${name}\nat once`;
    this.lines.push(`subgraph ${quoted(`cluster ${name}`)} {`, 'style="rounded"; color="#9aa5b1"; label=""');
    this.lines.push(`${quoted(name)} [label=${quoted(label)}, shape=folder, fillcolor="#f5f7fa"]`);
    for (const program of inner) this.lines.push(`${quoted(name)} -> ${quoted(this.program(program))}`);
    this.lines.push("}");
  }
}

function look(name: string, state: State): string {
  switch (state.Type) {
    case "Task": {
      const action = state.Resource.split(":").slice(-2).join(":");
      return `label=${quoted(`${name}\n${action}`)}, fillcolor="${colours[callerOf(state.Credentials)]}"`;
    }
    case "Choice":
      return `label=${quoted(name)}, shape=diamond, style=filled, margin="0.02,0.02"`;
    case "Fail":
      return `label=${quoted(`${name}\n${state.Error}`)}, shape=octagon, style=filled, fillcolor="#fde8e8"`;
    default:
      return `label=${quoted(name)}`;
  }
}

function callerOf(credentials: object | undefined): keyof typeof colours {
  const text = JSON.stringify(credentials ?? {});
  return (["reader", "container", "copier"] as const).find((role) => text.includes(`-${role}'`)) ?? "self";
}

/** A state that only rearranges data is not drawn, unless it is the last one. */
function isShown(state: State): boolean {
  return state.Type !== "Pass" || "End" in state;
}

/** The first state that is drawn, from a state on. */
function shownFrom(name: string, states: Program["States"]): string {
  const state = states[name];
  if (state === undefined) throw new Error(`there is no state "${name}"`);
  if (isShown(state)) return name;
  const [next] = successors(state);
  return next === undefined ? name : shownFrom(next, states);
}

function successors(state: State): string[] {
  if (state.Type === "Choice") return [...state.Choices.map(({ Next }) => Next), state.Default];
  return "Next" in state ? [state.Next] : [];
}

function catches(state: State): string[] {
  return "Catch" in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
