// How the engine writes secrets and values that a preview cannot know (sdk/go/common/resource/properties.go).
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Stands for a secret. */
export const shownSecret = "[secret]";

/** Stands for a value that is only known after the deployment. */
export const shownUnknown = "[unknown]";

/** A stack's outputs as they may be shown: secrets are replaced by `[secret]`, what is not known yet by `[unknown]`. */
export function shownOutputs(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, shown(value)]));
}

function shown(value: unknown): unknown {
  if (value === unknown) return shownUnknown;
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([name, mark]) => name === signature && mark === secret)) return shownSecret;
  return Object.fromEntries(entries.map(([name, inner]) => [name, shown(inner)]));
}
