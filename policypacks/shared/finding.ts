import type { Truth } from "./truth";
import type { Value } from "./value";

/** What a rule has to say about one resource. No finding: the resource passes. */
export interface Finding {
  /** `undetermined`: a value that decides is only known once the update runs. */
  readonly verdict: "violation" | "undetermined";
  /** Path of the property and its value, unless the fault is that something else is missing. */
  readonly property?: { readonly path: string; readonly value: string };
  /** What is wrong, as a clause that can follow "cannot tell yet whether": `the key is never rotated`. */
  readonly reason: string;
  /** Names the finding among those of the same rule and resource, so that an exception can name it too. */
  readonly key: string;
}

/** A finding of a stack rule, with the resource it is about. */
export interface Located {
  readonly urn: string;
  readonly finding: Finding;
}

/**
 * A violation if the offence is certain, undetermined if it may be, nothing otherwise.
 *
 * @param offends Whether the value breaks the rule.
 * @param value The value to point at.
 * @param reason See {@link Finding.reason}.
 * @param key See {@link Finding.key}. @default the property's path without list positions
 */
export function judge<T>(
  offends: Truth,
  value: Value<T>,
  reason: string,
  key: string = value.path.replaceAll(/\[[^\]]*\]/g, ""),
): Finding[] {
  if (offends === "no") return [];
  const property = { path: value.path, value: value.shown() };
  return [{ verdict: offends === "yes" ? "violation" : "undetermined", property, reason, key }];
}

/**
 * Like {@link judge}, about something that is not a property: a resource that should exist, or should not.
 *
 * @param key See {@link Finding.key}.
 */
export function judgeExistence(offends: Truth, reason: string, key: string): Finding[] {
  if (offends === "no") return [];
  return [{ verdict: offends === "yes" ? "violation" : "undetermined", reason, key }];
}

/** The findings of a stack rule about one resource. */
export function about(resource: { readonly urn: string }, findings: readonly Finding[]): Located[] {
  return findings.map((finding) => ({ urn: resource.urn, finding }));
}
