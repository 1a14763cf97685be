import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
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
  incident: () => benchIncident(),
} satisfies Record<string, (options: Options) => Promise<Line[]>>;

type Part = keyof typeof parts;

interface Options {
  readonly only: readonly Part[];
  readonly rounds: number;
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
    .addOption(new Option("--rounds <number>", "how often each way is measured").argParser(Number).default(5))
    .option("--write", "write the table to bench/results.md")
    .parse()
    .opts<Options>();
  const lines: Line[] = [];
  for (const part of options.only) {
    process.stderr.write(`${part} …\n`);
    lines.push(...(await parts[part](options)));
  }
  const table = tableOf(lines);
  process.stdout.write(`${table}\n`);
  if (options.write === true) writeFileSync(join(checkout, "bench", "results.md"), document(table));
  if (lines.some(({ met }) => met === false)) process.exitCode = 1;
}

function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(({ what, measured, goal = "", met }) => {
    const verdict = met === undefined ? "" : met ? "yes" : "no";
    return `| ${what} | ${measured} | ${goal} | ${verdict} |`;
  });
  return ["| what | measured | goal | met |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function document(table: string): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `# What a local run costs

\`npm run bench -- --write\` writes this file. Two ways of doing the same are measured in turn within one run, and the
ratio is the median of the rounds' ratios, so that the machine's speed and what else it does fall out. Times and memory
are of the machine below. AWS is the simulator: the figures say what this repository adds, not how fast AWS is.

${cpus().length} processors (${cpus()[0]?.model ?? "unknown"}), ${memory} GB, Node.js ${process.version}

${table}
`;
}

void main();
