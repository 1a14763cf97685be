import type { Account } from "./account";
import { type Facts, type OutputRule, placeOf } from "./facts";
import { physicalName } from "./names";
import { generalId, generalOutput, isOutputValue } from "./rules/general";
import { rulesOf } from "./rules";
import { fill } from "./templates";
import type { ResourceType } from "./types";
import { canonical, type Value, type Values, unknown } from "./values";

/** A resource whose id or outputs are wanted. */
export interface Subject {
  readonly type: ResourceType;
  readonly urn: string;
  readonly inputs: Values;
  readonly account: Account;
}

/** Last part of a URN: the logical name. */
export function logicalName(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/**
 * Id of a new resource.
 * @param nonce Distinguishes it from other resources with the same URN, such as the one that it replaces.
 */
export function newId(subject: Subject, nonce: string): string {
  const facts = factsOf(subject, "", `${subject.urn}\n${nonce}`, undefined);
  const rule = rulesOf(subject.type.token).id;
  const id = typeof rule === "function" ? rule(facts) : fill(rule ?? generalId(subject.type), "id", facts);
  return id === "" ? fill(generalId(subject.type), "id", facts) : id;
}

/** All outputs of a resource: its inputs, and what AWS would add. `previous` are the outputs before an update. */
export function outputsOf(subject: Subject, id: string, previous: Values | undefined): Values {
  const facts = factsOf(subject, id, `${subject.urn}\n${id}`, previous);
  const outputs: Record<string, Value> = inputValues(subject);
  for (const name of computedNames(subject)) {
    const value = facts.get(name);
    if (value !== undefined) outputs[name] = value;
  }
  return outputs;
}

/**
 * Outputs of a resource that is only previewed: what AWS adds is unknown, or what it was before an update that does not
 * concern it.
 */
export function previewOutputs(subject: Subject, previous: Values | undefined): Values {
  const outputs: Record<string, Value> = inputValues(subject);
  const { outputs: known = {} } = rulesOf(subject.type.token);
  const renewed = previous === undefined ? [] : renewedOutputs(subject, previous);
  for (const name of computedNames(subject)) {
    const changes = isCounter(known[name]) || renewed.includes(name);
    outputs[name] = changes ? unknown : (previous?.[name] ?? unknown);
  }
  return outputs;
}

function renewedOutputs({ type, inputs }: Subject, previous: Values): string[] {
  const { renewed = {} } = rulesOf(type.token);
  return Object.entries(renewed)
    .filter(([input]) => canonical(inputs[input] ?? null) !== canonical(previous[input] ?? null))
    .flatMap(([, outputs]) => outputs);
}

function inputValues({ inputs }: Subject): Record<string, Value> {
  return Object.fromEntries(Object.entries(inputs).filter(([name, value]) => isOutputValue(name, value)));
}

/** The outputs that are not given as inputs and have a value: by rule, or because they always have one. */
function computedNames({ type, inputs }: Subject): string[] {
  const { outputs: known = {} } = rulesOf(type.token);
  return Array.from(type.properties)
    .filter(([name, { isOutput }]) => isOutput && !isOutputValue(name, inputs[name]))
    .filter(([name, { isAlwaysSet }]) => isAlwaysSet || name in known)
    .map(([name]) => name);
}

function factsOf(
  { type, urn, inputs, account }: Subject,
  id: string,
  seed: string,
  previous: Values | undefined,
): Facts {
  const region = typeof inputs["region"] === "string" ? inputs["region"] : account.region;
  const { outputs: known = {} } = rulesOf(type.token);
  const facts: Facts = {
    ...account,
    ...placeOf(region),
    region,
    type,
    urn,
    id,
    inputs,
    previous,
    seed,
    name: physicalName(type, logicalName(urn), inputs, seed),
    get: (name) => {
      if (isOutputValue(name, inputs[name])) return inputs[name];
      const rule = known[name];
      if (rule !== undefined) return apply(rule, name, facts);
      const property = type.properties.get(name);
      const variable = property === undefined || property.kind === "string" ? builtIn[name] : undefined;
      if (variable !== undefined) return variable(facts);
      return property?.isAlwaysSet === true && id !== "" ? generalOutput(name, property, facts) : undefined;
    },
  };
  return facts;
}

const builtIn: Readonly<Record<string, (facts: Facts) => Value>> = {
  account: ({ account }) => account,
  dnsSuffix: ({ dnsSuffix }) => dnsSuffix,
  id: ({ id }) => id,
  name: ({ name }) => name,
  partition: ({ partition }) => partition,
  region: ({ region }) => region,
};

function apply(rule: OutputRule, name: string, facts: Facts): Value {
  if (typeof rule === "string") return fill(rule, name, facts);
  if (!isCounter(rule)) return rule(facts);
  const next = facts.previous === undefined ? 1 : Number(facts.previous[name] ?? 0) + 1;
  return rule.counter === "number" ? next : String(next);
}

function isCounter(
  rule: OutputRule | undefined,
): rule is Exclude<OutputRule, string | ((facts: Facts) => Value)> {
  return typeof rule === "object";
}
