import type { Account } from "../../simulator/account";
import { check, create, type State } from "../../simulator/model";
import { findType } from "../../simulator/types";
import type { Value, Values } from "../../simulator/values";

/** The account that the tests work in. */
export const account: Account = { account: "111122223333", region: "eu-central-1", defaultTags: {} };

/** URN of a resource in the stack "prod". */
export function urnOf(type: string, name = "thing"): string {
  return `urn:pulumi:prod::landing-zone::${type}::${name}`;
}

/** Inputs as the engine keeps them: checked, with what the provider adds. */
export function checkedInputs(type: string, news: Values, where = account, olds?: Values): Values {
  const { inputs, problems } = check({ type, urn: urnOf(type), olds, news, seed: "seed" }, where);
  if (problems.length > 0) throw new Error(problems.map(({ reason }) => reason).join("; "));
  return inputs;
}

/** A resource created from inputs, in a given account. */
export function created(type: string, news: Values, where = account): State {
  return create(type, urnOf(type), checkedInputs(type, news, where), where);
}

/** A text as it is, anything else as JSON. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** Plausible values for all required inputs of a type. */
export function requiredInputs(token: string): Values {
  const values: Readonly<Record<string, Value>> = {
    string: "given-value",
    number: 1,
    boolean: true,
    list: [],
    map: {},
    object: {},
  };
  const properties = findType(token)?.properties ?? new Map<string, never>();
  return Object.fromEntries(
    Array.from(properties)
      .filter(([, { isRequired }]) => isRequired)
      .map(([name, { kind }]): [string, Value] => [
        name,
        /Arn$|^topic$|^secretId$/.test(name) ? sampleArn(name) : (values[kind] ?? null),
      ]),
  );
}

/** ARNs of the kinds that other ARNs derive from. */
function sampleArn(input: string): string {
  const balancer = "arn:aws:elasticloadbalancing:eu-central-1:111122223333";
  if (input === "loadBalancerArn") return `${balancer}:loadbalancer/app/front/0123456789abcdef`;
  if (input === "listenerArn") return `${balancer}:listener/app/front/0123456789abcdef/fedcba9876543210`;
  return "arn:aws:iam::111122223333:role/given";
}
