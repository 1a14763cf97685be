import { choose, forEach, parallel, pass, sequence, type Flow, type Part } from "../../asl/flow";
import type { Condition, Payload } from "../../asl/states";
import { context } from "./parts";

/** What is read back. The flow leaves its answer in `$.check.holds`, which is `false` until then. */
export interface Check {
  readonly key: string;
  readonly flow: Flow;
}

/** Runs checks at once, into `$.verified`. What they fail with is told in `$.results.verification`. */
export function verifyAll(name: string, checks: readonly Check[]): Flow {
  const steps = Object.fromEntries(checks.map(({ key }, index) => [`${key}.$`, `$[${index}].steps`]));
  const verified = Object.fromEntries(checks.map(({ key }, index) => [`${key}.$`, `$[${index}].holds`]));
  return sequence(
    parallel(
      name,
      checks.map((check) => checking(name, check)),
      {
        select: { verified, steps },
        into: "$.verification",
      },
    ),
    pass(`${name}: told`, {
      make: Object.fromEntries(checks.map(({ key }) => [`${key}.$`, `$.verification.steps.${key}`])),
      into: "$.results.verification",
    }),
    pass(`${name}: verified`, {
      make: Object.fromEntries(checks.map(({ key }) => [`${key}.$`, `$.verification.verified.${key}`])),
      into: "$.verified",
    }),
  );
}

function checking(name: string, { key, flow }: Check): Part {
  return {
    flow: sequence(
      pass(`${name} ${key}: begin`, { make: {}, into: "$.steps" }),
      pass(`${name} ${key}: open`, { make: { holds: false }, into: "$.check" }),
      flow,
    ),
    closing: `${name} ${key}: end`,
    make: { "holds.$": "$.check.holds", "steps.$": "$.steps" },
  };
}

/** Answers a check by a condition. */
export function holdsWhen(name: string, condition: Condition): Flow {
  return choose(name, [
    { when: condition, then: pass(`${name} yes`, { make: { holds: true }, into: "$.check" }) },
  ]);
}

/** Whether all values of a list are among those of others, by paths. Both may be empty. */
export function holdsWhenAmong(name: string, list: string, others: readonly string[]): Flow {
  const outer = `States.Array(${others.join(", ")})`;
  return sequence(
    pass(`${name}: lists`, {
      make: { "outer.$": outer, "both.$": `States.Array(${[list, ...others].join(", ")})` },
      into: "$.among",
    }),
    pass(`${name}: sizes`, {
      make: {
        "outer.$": "States.ArrayLength(States.ArrayUnique($.among.outer[*][*]))",
        "both.$": "States.ArrayLength(States.ArrayUnique($.among.both[*][*]))",
      },
      into: "$.among",
    }),
    holdsWhen(name, { Variable: "$.among.outer", NumericEqualsPath: "$.among.both" }),
  );
}

export interface EveryArgs {
  readonly items: string;
  /** What an iteration gets besides the common context. */
  readonly item: Payload;
  /** What every iteration needs to know. @default what there is to know about an instance */
  readonly common?: Payload;
  /** Leaves its answer in `$.check.holds`. */
  readonly flow: Flow;
}

/** Whether something holds of every item of a list, into `$.every.holds`. What fails is told in `$.steps.items`. */
export function every(name: string, { items, item, flow, common = context }: EveryArgs): Flow {
  return sequence(
    forEach(
      `${name}: each`,
      {
        flow,
        closing: `${name}: answer`,
        make: { "holds.$": "$.check.holds", "steps.$": "$.steps" },
      },
      {
        items,
        item: { ...common, ...item, check: { holds: false }, steps: {} },
        select: { "answers.$": "$[*].holds", "steps.$": "$[*].steps" },
        into: "$.every",
      },
    ),
    pass(`${name}: failures`, { make: { "list.$": "$.every.steps" }, into: "$.steps.items" }),
    pass(`${name}: any not`, {
      make: { "not.$": "States.ArrayContains($.every.answers, false)" },
      into: "$.every",
    }),
  );
}

/** Every item was found to be so. */
export const everyHolds: Condition = { Variable: "$.every.not", BooleanEquals: false };

/** The conjunction of what is verified, into `$.conclusion.all`. */
export function conclude(name: string, conditions: readonly Condition[]): Flow {
  const conclusion = (answer: string, all: boolean): Flow =>
    pass(`${name} ${answer}`, { make: { all }, into: "$.conclusion" });
  return choose(
    name,
    [{ when: { And: conditions }, then: conclusion("yes", true) }],
    conclusion("no", false),
  );
}
