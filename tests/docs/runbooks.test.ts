import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { runCaseReport } from "../../tools/case/reportProgram";
import { runCaseVerify } from "../../tools/case/verifyProgram";
import { runIncident } from "../../tools/incident/program";
import { runExplainPacket } from "../../tools/packet/program";
import { runReadiness } from "../../tools/readiness/program";
import { runDeviceConfig } from "../../tools/vpn/program";
import { runInside, runTool } from "../tools/incident/cli";
import { pages, type Page } from "./markdown";
import { commandsIn, type NpmCommand } from "./npmCommands";

const root = join(__dirname, "../..");
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

const own = ["docs/investigation.md", "docs/readiness.md"];
const all = pages().filter(({ path }) => path.startsWith("docs/runbooks/") || own.includes(path));
const runbooks = all.filter(({ path }) => path.startsWith("docs/runbooks/") && !path.endsWith("README.md"));
const index = all.find(({ path }) => path === "docs/runbooks/README.md");

const parts = ["Who decides, who is told", "Now", "Evidence", "Check", "Back", "The law", "Drill"];

function section({ text }: Page, heading: string): string {
  return text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
}

describe("The runbooks", () => {
  it("are one for each standard attack path", () => {
    assert.deepEqual(runbooks.map(({ path }) => path.replace("docs/runbooks/", "")).sort(), [
      "compromised-instance.md",
      "crypto-mining.md",
      "ddos.md",
      "leaked-credentials.md",
      "public-bucket.md",
      "ransomware.md",
      "web-attack.md",
    ]);
  });

  it("are all in the index", () => {
    for (const { path } of runbooks) {
      assert(index?.text.includes(`](${path.replace("docs/runbooks/", "")})`), path);
    }
  });

  for (const page of runbooks) {
    it(`have the same parts (${page.path})`, () => {
      const headings = [...page.text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      assert.deepEqual(headings, parts);
      assert.match(page.text, /^\*\*Signs:\*\* /m);
    });

    it(`have a drill with a command, and say what to check (${page.path})`, () => {
      const drill = section(page, "Drill");
      assert(commandsIn(drill).length > 0);
      assert.match(drill, /^Check: |\. Check: |\nCheck: /m);
    });
  }
});

const nameOf = ({ script, subcommand = "" }: NpmCommand) => `${script} ${subcommand}`.trim();

/** Commands that can be run inside of this process, which takes no time to start. */
const programs: Readonly<Record<string, (args: readonly string[]) => number | Promise<number>>> = {
  "case:report": runCaseReport,
  "case:verify": runCaseVerify,
  "explain:packet": runExplainPacket,
  incident: runIncident,
  readiness: runReadiness,
  "vpn:device-config": runDeviceConfig,
};

/** Help of a command, asked of itself. */
async function helpOf({ script, subcommand }: NpmCommand): Promise<string> {
  const args = [...(subcommand === undefined ? [] : [subcommand]), "--help"];
  const program = programs[script];
  if (program) return (await runInside(program, args)).out;
  const tool = (scripts[script] ?? "").split(" ").at(-1) ?? "";
  return (await runTool(tool, args)).out;
}

describe("The commands of the runbooks", function () {
  this.timeout(60000);

  const commands = all.flatMap((page) => commandsIn(page.text));
  const names = new Set(commands.map(nameOf));

  for (const name of names) {
    const uses = commands.filter((command) => nameOf(command) === name);
    it(`have the options that they are given (${name})`, async () => {
      const [first] = uses;
      assert(first && scripts[first.script] !== undefined, `there is no script ${name}`);
      if (uses.every(({ options }) => options.length === 0) && first.subcommand === undefined) return;
      const help = await helpOf(first);
      if (first.subcommand !== undefined)
        assert.match(help, new RegExp(`^Usage: \\w+ ${first.subcommand} `, "m"));
      for (const { text, options } of uses) {
        for (const option of options) assert.match(help, new RegExp(`(^|[ ,])${option}[ ,=\\n]`, "m"), text);
      }
    });
  }

  it("give what a command needs", () => {
    const needed: Readonly<Record<string, readonly string[]>> = {
      "incident contain": ["--account", "--instance", "--reason"],
      "incident contain-principal": ["--account", "--reason"],
      "incident status": ["--case"],
      "incident approve": ["--case"],
      "incident release": ["--case", "--instance", "--reason"],
      "incident release-principal": ["--case", "--reason"],
      "incident close": ["--case", "--reason"],
      readiness: ["--account"],
    };
    for (const command of commands) {
      const { text, options } = command;
      if (options.includes("--help")) continue;
      const missing = (needed[nameOf(command)] ?? []).filter((option) => !options.includes(option));
      assert.deepEqual(missing, [], text);
    }
  });
});

describe("A command in a page", () => {
  it("is found with its subcommand and options, over several lines and in quotes", () => {
    const text = [
      "Do `npm run lint`, then:",
      "```sh",
      "npm run incident -- contain --account 1 \\",
      '  --reason "not an --option here"',
      "npm run --silent readiness -- --account=1 --json",
      "aws s3 ls --recursive",
      "```",
    ].join("\n");
    assert.deepEqual(
      commandsIn(text).map(({ script, subcommand, options }) => [script, subcommand, options]),
      [
        ["lint", undefined, []],
        ["incident", "contain", ["--account", "--reason"]],
        ["readiness", undefined, ["--account", "--json"]],
      ],
    );
  });
});
