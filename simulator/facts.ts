import type { Account } from "./account";
import { dnsSuffixOf, partitionOf } from "./regions";
import type { ResourceType } from "./types";
import type { Value, Values } from "./values";

/** What the outputs of a resource derive from. */
export interface Facts extends Account {
  readonly type: ResourceType;
  readonly urn: string;
  /** Name that AWS knows the resource by; the logical name where it has none. */
  readonly name: string;
  readonly id: string;
  readonly inputs: Values;
  /** Outputs before this update; undefined in a creation. */
  readonly previous: Values | undefined;
  readonly partition: string;
  readonly dnsSuffix: string;
  /** Everything random in the outputs derives from this text. */
  readonly seed: string;
  /** Value of an input, or else of the output of that name. */
  readonly get: (property: string) => Value | undefined;
}

/** An output that is not text: computed from the facts. */
type Computation = (facts: Facts) => Value;

/** A number that grows by one with every update, such as a version. */
interface Counter {
  readonly counter: "number" | "text";
}

/** How an output comes about: a template (see `templates.ts`), a computation or a counter. */
export type OutputRule = string | Computation | Counter;

/** What the simulator knows about the outputs of a type beyond the general rules. */
export interface TypeRules {
  /** Template of the id, or how it is computed; `facts.id` is empty then. */
  readonly id?: string | ((facts: Facts) => string);
  readonly outputs?: Readonly<Record<string, OutputRule>>;
  /** Outputs that AWS chooses anew when an input changes, by that input: a preview of the change does not know them. */
  readonly renewed?: Readonly<Record<string, readonly string[]>>;
}

/** Rules by type token. */
export type RuleTable = Readonly<Record<string, TypeRules>>;

/** Partition and DNS suffix of the region. */
export function placeOf(region: string): { partition: string; dnsSuffix: string } {
  const partition = partitionOf(region);
  return { partition, dnsSuffix: dnsSuffixOf(partition) };
}

/** Template of an ARN in the provider's region and account. */
export function arn(service: string, resource: string): string {
  return `arn:{partition}:${service}:{region}:{account}:${resource}`;
}

/** Template of an ARN of a service without regions, such as IAM. */
export function globalArn(service: string, resource: string): string {
  return `arn:{partition}:${service}::{account}:${resource}`;
}

/** Text of a variable; empty if it has none. */
export function text(facts: Facts, property: string): string {
  const value = facts.get(property);
  return typeof value === "string" ? value : "";
}
