import type { Diagnostic } from "./progress";
import { nameOf } from "./state";

/** What the engine says after the real cause, or because the user stopped it. */
const consequence =
  /^((preview|update|destroy|refresh) (failed|canceled)|destroying failed|updating failed|resource monitor shut down.*)$/;

/** The engine warns of every helper and plugin that is not its vendor's; a local run has pointed it to them. */
const expected = /^using pulumi-[\w-]+ from \$PATH at /;

/**
 * What went wrong, each cause once. The engine and the SDK report a failure of the program up to three times, each in other
 * wrapping.
 *
 * @param verbose Leaves everything as it was said.
 */
export function causes(errors: readonly Diagnostic[], verbose = false): string[] {
  return verbose ? errors.map(({ message }) => message) : plainly(errors);
}

/** What was said, each thing once, without stack traces and without what only follows from the rest. */
export function plainly(said: readonly Diagnostic[]): string[] {
  const unique = [...new Set(said.map((each) => withResource(each, unwrap(each.message))))];
  return unique
    .filter((text) => text !== "" && !consequence.test(text) && !expected.test(text))
    .filter((text) => !unique.some((other) => other !== text && other.includes(text)));
}

function unwrap(message: string): string {
  return message
    .split("\n")
    .filter((line) => !/^\s+at /.test(line)) // Frames of a JavaScript stack trace.
    .join("\n")
    .trim()
    .replace(/^Unhandled exception: (?:\w*Error: )?/, "")
    .replace(/^One or more errors occurred: /, "")
    .replace(/^error: /, "")
    .trim();
}

function withResource({ urn }: Diagnostic, text: string): string {
  if (urn === undefined || urn === "" || urn.includes("::pulumi:pulumi:Stack::")) return text;
  return `${shortName(urn)}: ${text}`;
}

/** A resource as people talk of it: the class and the name, for instance `Bucket prod-logs-bucket`. */
export function shortName(urn: string): string {
  const type = urn.split("::")[2] ?? "";
  return `${type.slice(type.lastIndexOf(":") + 1)} ${nameOf(urn)}`;
}
