import { forEach, pass, sequence, choose, type Flow, type Part } from "../../asl/flow";
import { call, type CallArgs } from "../../asl/call";
import type { Json, Payload } from "../../asl/states";

/** What every part of a containment needs to know, as the input of an iteration. */
export const context: Payload = {
  "account.$": "$.account",
  "region.$": "$.region",
  "caseId.$": "$.caseId",
  "instanceId.$": "$.instanceId",
};

/**
 * A branch that hands up what became of its steps. It starts with none, so that the branches' results stay apart.
 *
 * @param name Unique in the machine.
 * @param output Path of what is handed up.
 */
export function stepsOf(name: string, flow: Flow, output = "$.steps"): Part {
  return {
    flow: sequence(pass(`${name}: begin`, { make: {}, into: "$.steps" }), flow),
    closing: `${name}: end`,
    output,
  };
}

export interface EachArgs {
  readonly items: string;
  /** What an iteration gets besides {@link context}; `$$.Map.Item.Value` is the item. */
  readonly item: Payload;
  /** Path of what the result is called by. */
  readonly subject: string;
  readonly into: string;
  readonly atOnce?: number;
}

/** Does the same for each item. The results are a list of `{ subject, steps }`. */
export function each(name: string, flow: Flow, { items, item, subject, into, atOnce }: EachArgs): Flow {
  const part: Part = {
    flow,
    closing: `${name}: result`,
    make: { "subject.$": subject, "steps.$": "$.steps" },
  };
  return forEach(name, part, { items, item: { ...context, ...item, steps: {} }, into, atOnce });
}

export interface TolerantArgs extends Omit<CallArgs, "onFailure" | "expected"> {
  /** What the cause of an error says, with `*` for anything, when the wanted state is already there. */
  readonly already: string;
  /** What to do then, beyond telling it. */
  readonly then?: Flow;
  /** What to do after any other error, which is told in `$.steps.<key>`. @default go on */
  readonly otherwise?: Flow;
}

/** A call whose error may mean that there is nothing left to do. EC2 and S3 tell their errors apart in the cause only. */
export function unlessAlready(name: string, { already, then, otherwise, ...args }: TolerantArgs): Flow {
  const told = pass(`${name}: already so`, {
    make: { ok: true, already: true },
    into: `$.steps.${args.key}`,
  });
  return call(name, {
    ...args,
    onFailure: choose(
      `${name}: already so?`,
      [
        {
          when: { Variable: `$.steps.${args.key}.Cause`, StringMatches: already },
          then: then ? sequence(told, then) : told,
        },
      ],
      otherwise,
    ),
  });
}

/** Does something only when a path leads somewhere. */
export function ifPresent(name: string, path: string, then: Flow, otherwise?: Flow): Flow {
  return choose(name, [{ when: { Variable: path, IsPresent: true }, then }], otherwise);
}

/** Filter of a describe call by values known to the machine. */
export function filter(name: string, ...values: readonly string[]): Json {
  return { Name: name, Values: values };
}

/** Filter of a describe call by a value of the data. */
export function filterBy(name: string, path: string): Json {
  return { Name: name, "Values.$": `States.Array(${path})` };
}

/** Filter of a describe call by a list of the data. */
export function filterByList(name: string, path: string): Json {
  return { Name: name, "Values.$": path };
}
