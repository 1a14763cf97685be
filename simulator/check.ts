import type { Account } from "./account";
import { autoName, decorate, nameRule, needsName, type NameRule } from "./names";
import { logicalName } from "./outputs";
import { findType, type ResourceType, typeTokens } from "./types";
import { isGiven, isObject, unknown, type Value, type Values } from "./values";

/** Names of the inputs that the provider filled in itself, as the vendor's provider keeps them in the state. */
export const defaults = "__defaults";

/** Something wrong with an input. */
export interface Problem {
  /** The input; empty if the whole resource is meant. */
  readonly property: string;
  readonly reason: string;
}

/** What the engine asks before everything else: are these inputs acceptable, and what does the provider add? */
export interface CheckRequest {
  readonly type: string;
  readonly urn: string;
  /** Inputs of the resource as it is; undefined in a creation or replacement. */
  readonly olds: Values | undefined;
  readonly news: Values;
  /** Distinguishes the chosen name from others with the same URN. */
  readonly seed: string;
  readonly naming?: Naming;
}

/** The user's choice about automatic names (`pulumi:autonaming`). */
export interface Naming {
  readonly mode: "propose" | "enforce" | "disable";
  readonly proposedName: string;
}

/** Answer to a check. */
export interface CheckResult {
  readonly inputs: Values;
  readonly problems: readonly Problem[];
}

/** Checks inputs, and adds what the provider adds: a name, the region, all tags. Unknown values pass. */
export function check(request: CheckRequest, account: Account): CheckResult {
  const type = findType(request.type);
  if (type === undefined)
    return { inputs: request.news, problems: [{ property: "", reason: unknownType(request.type) }] };
  const given = Object.fromEntries(
    Object.entries(request.news).filter(([name, value]) => isGiven(value) && name !== defaults),
  );
  const inputs: Record<string, Value> = { ...given };
  const rule = nameRule(type);
  if (needsName(rule, given) && request.naming?.mode !== "disable") {
    inputs[rule.property] = keptName(rule, request.olds) ?? chosenName(rule, request, given);
    inputs[defaults] = [rule.property];
  }
  if (takesRegion(type)) inputs["region"] ??= account.region;
  if (type.properties.get("tagsAll")?.isOutput === true) inputs["tagsAll"] = allTags(given["tags"], account);
  return { inputs, problems: [...inputProblems(type, given), ...nameProblems(type, rule, inputs)] };
}

/** Whether a type has the region among its inputs that AWS's own provider fills in. */
function takesRegion(type: ResourceType): boolean {
  const property = type.properties.get("region");
  return property?.isInput === true && !property.isRequired && property.kind === "string";
}

function keptName(rule: NameRule, olds: Values | undefined): Value | undefined {
  const filled = olds?.[defaults];
  return Array.isArray(filled) && filled.includes(rule.property) ? olds?.[rule.property] : undefined;
}

function chosenName(rule: NameRule, { urn, seed, naming }: CheckRequest, inputs: Values): string {
  if (naming !== undefined && naming.proposedName !== "") {
    return naming.mode === "enforce" ? naming.proposedName : decorate(rule, naming.proposedName, inputs);
  }
  return autoName(rule, logicalName(urn), inputs, `${urn}\n${seed}`);
}

function allTags(tags: Value | undefined, { defaultTags }: Account): Value {
  if (tags === unknown) return unknown;
  return { ...defaultTags, ...(isObject(tags) ? tags : {}) };
}

function inputProblems(type: ResourceType, inputs: Values): Problem[] {
  const known = Array.from(type.properties).filter(([, { isInput }]) => isInput);
  const names = known.map(([name]) => name);
  const strange = Object.keys(inputs).filter(
    (name) => !names.includes(name) && !name.startsWith("__") && name !== "tagsAll",
  );
  const missing = known
    .filter(([name, { isRequired }]) => isRequired && !isGiven(inputs[name]))
    .map(([name]) => name);
  return [
    ...strange.map((property) => ({
      property,
      reason: `${type.token} has no input "${property}"; its inputs are ${names.join(", ")}`,
    })),
    ...missing.map((property) => ({
      property,
      reason: `${type.token} needs the input "${property}", which is missing`,
    })),
  ];
}

function nameProblems(type: ResourceType, rule: NameRule | undefined, inputs: Values): Problem[] {
  const name = rule === undefined ? undefined : inputs[rule.property];
  if (rule === undefined || typeof name !== "string" || name === unknown || name.length <= rule.maximum)
    return [];
  const remedy =
    inputs[defaults] === undefined
      ? "give a shorter one"
      : `give a shorter logical name, or set "${rule.property}" or "${rule.property}Prefix"`;
  const length = `has ${name.length} characters, but ${type.token} takes at most ${rule.maximum}`;
  return [{ property: rule.property, reason: `"${name}" ${length}: ${remedy}` }];
}

/** Says that a type is not known, and how it becomes so. */
export function unknownType(token: string): string {
  const remedy = 'simulator knows nothing of it; "Add a type" in docs/simulator.md says how to add it';
  const twin = typeTokens().find((known) => known.toLowerCase() === token.toLowerCase());
  return `resource type ${token}: the ${remedy}${twin === undefined ? "" : `. Did you mean ${twin}?`}`;
}
