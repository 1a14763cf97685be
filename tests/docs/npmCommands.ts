/** A command `npm run …` in a text. */
export interface NpmCommand {
  readonly text: string;
  readonly script: string;
  /** The first word after `--`, if it is one. */
  readonly subcommand?: string;
  /** Names of the options, with their hyphens. */
  readonly options: readonly string[];
}

/** Every `npm run …` of a page, in its blocks and in its lines. */
export function commandsIn(text: string): NpmCommand[] {
  const joined = text.replace(/\\\n\s*/g, "");
  return [...joined.matchAll(/npm run [^`\n]+/g)].flatMap(([command]) => parsed(command.trim()));
}

function parsed(text: string): NpmCommand[] {
  const plain = text.replace(/"[^"]*"|'[^']*'/g, "''"); // A quoted text holds no option.
  const [before = "", ...after] = plain.split(/ -- /);
  const script = before.split(" ").find((word, index) => index > 1 && !word.startsWith("-"));
  if (script === undefined) return [];
  const words = after.join(" -- ").split(" ").filter(Boolean);
  const [first] = words;
  const options = words.filter((word) => word.startsWith("--")).map((word) => word.replace(/=.*/, ""));
  return [
    {
      text,
      script: script.replace(/[:.,;]+$/, ""),
      ...(first !== undefined && /^[a-z][a-z-]*$/.test(first) && { subcommand: first }),
      options,
    },
  ];
}
