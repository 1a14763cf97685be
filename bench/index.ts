import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { benchIncident } from "./incident";
import type { Line } from "./measure";
import { benchPack } from "./pack";
import { checkout } from "./process";
import { benchScale } from "./scale";
import { benchStart } from "./start";
import { benchTiers } from "./tiers";

const parts = {
  start: ({ rounds }) => benchStart(rounds),
  pack: ({ rounds }) => benchPack(rounds),
  scale: () => benchScale(),
  tiers: () => benchTiers(["unit", "engine"]),
  emulator: () => benchTiers(["emulator"]),
  incident: ({ instances = [1, 10] }) => benchIncident(instances),
} satisfies Record<string, (options: Options) => Promise<Line[]>>;

type Part = keyof typeof parts;

interface Options {
  readonly only: readonly Part[];
  readonly rounds: number;
  readonly instances?: readonly number[];
  readonly write?: true;
}

const everything = Object.keys(parts) as Part[];

/** `npm run bench`: measures what the goals of this repository are about and prints a table. */
async function main(): Promise<void> {
  const options = new Command("npm run bench --")
    .description(
      "Measures what a local run costs. Anything else that runs on the machine disturbs the figures.",
    )
    .addOption(new Option("--only <parts...>", "what to measure").choices(everything).default(everything))
    .addOption(
      new Option("--rounds <number>", "how often each way is measured").argParser(from1To(1000)).default(5),
    )
    .addOption(
      new Option(
        "--instances <numbers...>",
        "how many instances the incidents are about, 1 to 100 each",
      ).argParser((text, earlier: readonly number[] | undefined) => [...(earlier ?? []), from1To(100)(text)]),
    )
    .option("--write", "write the tables to bench/results.md and bench/incident-results.md")
    .parse()
    .opts<Options>();
  const lines: Line[] = [];
  const incidents: Line[] = [];
  for (const part of options.only) {
    process.stderr.write(`${part} …\n`);
    (part === "incident" ? incidents : lines).push(...(await parts[part](options)));
  }
  process.stdout.write(`${tableOf([...lines, ...incidents])}\n`);
  if (options.write === true) {
    if (lines.length > 0) write("results.md", aboutRuns, lines);
    if (incidents.length > 0) write("incident-results.md", aboutIncidents, incidents);
  }
  if (lines.some(({ met }) => met === false)) process.exitCode = 1;
}

function from1To(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };
}

function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(({ what, measured, goal = "", met }) => {
    const verdict = met === undefined ? "" : met ? "yes" : "no";
    return `| ${what} | ${measured} | ${goal} | ${verdict} |`;
  });
  return ["| what | measured | goal | met |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

const aboutRuns = `# What a local run costs

\`npm run bench -- --write\` writes this file. Two ways of doing the same are measured in turn within one run, and the
ratio is the median of the rounds' ratios, so that the machine's speed and what else it does fall out. Times and memory
are of the machine below. AWS is the simulator: the figures say what this repository adds, not how fast AWS is.`;

const aboutIncidents = `# What a response takes

\`npm run bench -- --only incident --write\` writes this file: the response of this repository, then the re-enacted orchestrator,
then the ratio. docs/drill.md tells what is measured. Calls in sequence do not depend on the machine. Times do: AWS is the
emulator, which answers about 90 calls in a second on two cores, however many are made at once. Of many instances they are the
emulator's. Waits pass at their full length.`;

function write(file: string, about: string, lines: readonly Line[]): void {
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine = `${cpus().length} processors (${cpus()[0]?.model ?? "unknown"}), ${memory} GB, Node.js ${process.version}`;
  writeFileSync(join(checkout, "bench", file), `${about}\n\n${machine}\n\n${tableOf(lines)}\n`);
}

void main();
