import type { Condition, Fail, Payload, Program, State, StateMachine } from "./states";

/** A part of a state machine that is entered at one state and goes on to whatever follows it. */
export interface Flow {
  /** Name of the state at which the part is entered. */
  readonly first: string;
  /** The states of the part, given the name of the state that follows. */
  readonly states: (next: string) => Readonly<Record<string, State>>;
}

/** One part after the other. */
export function sequence(...flows: readonly [Flow, ...Flow[]]): Flow {
  return {
    first: flows[0].first,
    states: (next) => disjoint(flows.map((flow, index) => flow.states(flows[index + 1]?.first ?? next))),
  };
}

/** One state that goes on to whatever follows. */
export function state(name: string, make: (ending: { readonly Next: string }) => State): Flow {
  return { first: name, states: (Next) => ({ [name]: make({ Next }) }) };
}

export interface PassArgs {
  /** What the state makes of its input. @default the input */
  readonly make?: Payload;
  /** Where that goes in the output. @default `$`: it is the output */
  readonly into?: string;
}

/** Rearranges data. */
export function pass(name: string, { make, into }: PassArgs): Flow {
  return state(name, (ending) => ({
    Type: "Pass",
    ...(make && { Parameters: make }),
    ...(into !== undefined && { ResultPath: into }),
    ...ending,
  }));
}

/** Waits for seconds. */
export function wait(name: string, seconds: number): Flow {
  return state(name, (ending) => ({ Type: "Wait", Seconds: seconds, ...ending }));
}

/** Waits for as many seconds as stand at a path. */
export function waitFor(name: string, path: string): Flow {
  return state(name, (ending) => ({ Type: "Wait", SecondsPath: path, ...ending }));
}

/** Ends everything as a failure with a name. Nothing follows. */
export function fail(
  name: string,
  error: string,
  cause: { readonly text: string } | { readonly path: string },
): Flow {
  const made: Fail = {
    Type: "Fail",
    Error: error,
    ...("text" in cause ? { Cause: cause.text } : { CausePath: cause.path }),
  };
  return { first: name, states: () => ({ [name]: made }) };
}

/** Ends everything as a success. Nothing follows. */
export function succeed(name: string): Flow {
  return { first: name, states: () => ({ [name]: { Type: "Succeed" } }) };
}

export interface Alternative {
  readonly when: Condition;
  readonly then: Flow;
}

/**
 * Goes one of several ways, which all go on to whatever follows the choice.
 *
 * @param otherwise The way when no condition holds. @default straight on
 */
export function choose(name: string, alternatives: readonly Alternative[], otherwise?: Flow): Flow {
  return {
    first: name,
    states: (next) =>
      disjoint([
        {
          [name]: {
            Type: "Choice",
            Choices: alternatives.map(({ when, then }) => ({ ...when, Next: then.first })),
            Default: otherwise?.first ?? next,
          },
        },
        ...alternatives.map(({ then }) => then.states(next)),
        ...(otherwise ? [otherwise.states(next)] : []),
      ]),
  };
}

/** What becomes of the outputs of branches or iterations. */
export interface Gathered {
  /** What the state makes of the list of outputs. @default the list */
  readonly select?: Payload;
  /** Where that goes in the output; `null` drops it. */
  readonly into: string | null;
  /** Where to go on when one of them ends as a failure, with the failure in `into`. @default the failure goes up */
  readonly onFailure?: { readonly into: string; readonly then?: Flow };
}

/** A branch or an iteration, and what of its data is its output. */
export interface Part {
  readonly flow: Flow;
  /** Name of the state that closes it. */
  readonly closing: string;
  /** What is handed up, as a path. @default everything */
  readonly output?: string;
  /** What is handed up, as an object made of it. */
  readonly make?: Payload;
}

/** Does several things at once. Each branch gets the whole input. */
export function parallel(name: string, branches: readonly Part[], gathered: Gathered): Flow {
  return gathering(name, gathered, (common) => ({
    Type: "Parallel",
    Branches: branches.map(closed),
    ...common,
  }));
}

export interface ForEachArgs extends Gathered {
  /** Path of the list. */
  readonly items: string;
  /** What an iteration gets; `$$.Map.Item.Value` is its item. */
  readonly item: Payload;
  /** How many run at once. @default 10 */
  readonly atOnce?: number;
}

/** Does the same for each item of a list. */
export function forEach(
  name: string,
  part: Part,
  { items, item, atOnce = 10, ...gathered }: ForEachArgs,
): Flow {
  return gathering(name, gathered, (common) => ({
    Type: "Map",
    ItemsPath: items,
    ItemSelector: item,
    MaxConcurrency: atOnce,
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...closed(part) },
    ...common,
  }));
}

interface Common {
  readonly ResultSelector?: Payload;
  readonly ResultPath: string | null;
  readonly Catch?: readonly [
    { readonly ErrorEquals: readonly string[]; readonly ResultPath: string; readonly Next: string },
  ];
}

function gathering(
  name: string,
  { select, into, onFailure }: Gathered,
  make: (common: Common & { readonly Next: string }) => State,
): Flow {
  return {
    first: name,
    states: (next) =>
      disjoint([
        {
          [name]: make({
            ...(select && { ResultSelector: select }),
            ResultPath: into,
            ...(onFailure && {
              Catch: [
                {
                  ErrorEquals: ["States.ALL"],
                  ResultPath: onFailure.into,
                  Next: onFailure.then?.first ?? next,
                },
              ],
            }),
            Next: next,
          }),
        },
        ...(onFailure?.then ? [onFailure.then.states(next)] : []),
      ]),
  };
}

function closed({ flow, closing, output, make }: Part): Program {
  const last: State = {
    Type: "Pass",
    ...(make && { Parameters: make }),
    ...(output !== undefined && { OutputPath: output }),
    End: true,
  };
  return { StartAt: flow.first, States: disjoint([flow.states(closing), { [closing]: last }]) };
}

export interface PollArgs {
  /** Asks for the present state of things. */
  readonly check: Flow;
  /** What is to hold in the end. */
  readonly done: Condition;
  /** What can't get better any more: the flow leaves the loop. It must end in a way that `then` tells. */
  readonly hopeless?: Alternative;
  /** Seconds before each further question, so that the questions become rarer. */
  readonly waits: readonly number[];
  /** What to do after the last wait. */
  readonly exhausted: Flow;
  /** Where the count is kept, for instance `$.polls.snapshots`. Its parent must exist. */
  readonly counter: string;
}

/** Asks again and again, ever more rarely, until something holds. */
export function poll(name: string, { check, done, hopeless, waits, exhausted, counter }: PollArgs): Flow {
  const names = {
    start: `${name}: start`,
    done: `${name}?`,
    next: `${name}: next wait`,
    wait: `${name}: wait`,
  };
  return {
    first: names.start,
    states: (next) =>
      disjoint([
        pass(names.start, { make: { asked: 0, waits: [...waits] }, into: counter }).states(check.first),
        check.states(names.done),
        {
          [names.done]: {
            Type: "Choice",
            Choices: [
              { ...done, Next: next },
              ...(hopeless ? [{ ...hopeless.when, Next: hopeless.then.first }] : []),
              { Variable: `${counter}.asked`, NumericGreaterThanEquals: waits.length, Next: exhausted.first },
            ],
            Default: names.next,
          },
        },
        ...(hopeless ? [hopeless.then.states(next)] : []),
        exhausted.states(next),
        pass(names.next, {
          make: {
            "asked.$": `States.MathAdd(${counter}.asked, 1)`,
            "seconds.$": `States.ArrayGetItem(${counter}.waits, ${counter}.asked)`,
            "waits.$": `${counter}.waits`,
          },
          into: counter,
        }).states(names.wait),
        { [names.wait]: { Type: "Wait", SecondsPath: `${counter}.seconds`, Next: check.first } },
      ]),
  };
}

/**
 * A whole state machine.
 *
 * @param comment What it does, in a sentence.
 * @param timeoutSeconds When AWS ends it at the latest.
 * @throws Error when two states have one name: names are unique in the whole machine, branches included.
 */
export function machine(comment: string, timeoutSeconds: number, part: Part): StateMachine {
  const program = closed(part);
  const names = stateNames(program);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two states are named "${twice}"`);
  return { Comment: comment, TimeoutSeconds: timeoutSeconds, ...program };
}

/** The programs inside a state. */
export function innerPrograms(made: State): readonly Program[] {
  if (made.Type === "Parallel") return made.Branches;
  return made.Type === "Map" ? [made.ItemProcessor] : [];
}

/** Names of all states of a program, those of inner programs included. */
export function stateNames({ States }: Program): readonly string[] {
  return Object.entries(States).flatMap(([name, made]) => [name, ...innerPrograms(made).flatMap(stateNames)]);
}

function disjoint(parts: readonly Readonly<Record<string, State>>[]): Readonly<Record<string, State>> {
  const all: Record<string, State> = {};
  for (const part of parts) {
    for (const [name, made] of Object.entries(part)) {
      if (name in all) throw new Error(`two states are named "${name}"`);
      all[name] = made;
    }
  }
  return all;
}
