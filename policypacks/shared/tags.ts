import type { Resource } from "./resource";
import type { Anything, Value } from "./value";

/** What the tag `purpose` says of things that rules treat differently. */
export const purposes = {
  loadBalancer: "load-balancer",
  forensics: "forensics",
  evidence: "evidence",
  conversion: "conversion",
} as const;

export const dataClassifications = ["public", "internal", "confidential", "restricted"] as const;

/** A tag that the program gives a resource. */
export function tagOf<T>(properties: Value<T>, name: string): Value {
  return properties.loosely().at("tags").at(name);
}

/** A tag that a resource will have: its own, or else its provider's default. */
export function effectiveTag({ properties, provider }: Resource<Anything>, name: string): Value {
  const own = ownTag(properties, name);
  if (provider === undefined || !own.isAbsent) return own;
  const byDefault = provider.properties.at("defaultTags").parsed().at("tags").at(name);
  return byDefault.isAbsent ? own : byDefault;
}

/** Auto Scaling groups have a list of tags, everything else a map. */
function ownTag(properties: Value, name: string): Value {
  const tags = properties.at("tags");
  const listed = tags.isUnknown ? undefined : tags.items().find((tag) => tag.at("key").is(name) !== "no");
  return listed === undefined ? tagOf(properties, name) : listed.at("value");
}
