/** A plain value, as it travels between engine and provider, with secrets unwrapped. */
export type Value = null | boolean | number | string | readonly Value[] | Values;

/** Properties by name. */
export interface Values {
  readonly [name: string]: Value;
}

/**
 * What the engine sends for a value that is not known in a preview.
 * Source: UnknownStringValue in the engine's sdk/go/common/resource/plugin/rpc.go.
 */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is an object with properties, neither a list nor null. */
export function isObject(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list. `Array.isArray` alone does not narrow a readonly array. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is unknown or contains an unknown value. */
export function containsUnknown(value: Value | undefined): boolean {
  if (value === unknown) return true;
  if (isList(value)) return value.some(containsUnknown);
  return isObject(value) && Object.values(value).some(containsUnknown);
}

/** Whether an input was given: absent and null are the same to a provider. */
export function isGiven(value: Value | undefined): value is Exclude<Value, null> {
  return value !== undefined && value !== null;
}

/** JSON with sorted keys: equal values give equal text. */
export function canonical(value: Value): string {
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}
