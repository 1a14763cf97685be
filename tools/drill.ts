import "./run/lazyModules.cjs";
import { dirname } from "node:path";
import { Command } from "commander";
import { ConfigurationError } from "../config/problems";
import { controlOf } from "./drill/control";
import { withLandingZone } from "./drill/deploy";
import { runDrill, type DrillResult } from "./drill/drill";
import { jsonReport, textReport } from "./drill/report";
import { displayOn } from "./run/display";
import { explain } from "./run/failure";

interface Options {
  readonly config: string;
  readonly json?: true;
  readonly verbose?: true;
  readonly timeScale: number;
}

/** What `npm run drill` runs. Ends with 0 when every promise is kept, 1 when one is not, 2 when the arguments are wrong. */
async function main(): Promise<number> {
  const options = command().parse().opts<Options>();
  const told = options.json === true ? process.stderr : process.stdout;
  const say = (line: string) => void told.write(`${line}\n`);
  try {
    const result: DrillResult = await withLandingZone(
      options.config,
      displayOn(told),
      async ({ place, endpoint }) => {
        await controlOf(endpoint).change({ timeScale: options.timeScale });
        say("");
        return runDrill(place, say);
      },
    );
    if (options.json === true) process.stdout.write(`${JSON.stringify(jsonReport(result))}\n`);
    else say(`\n${textReport(result)}`);
    return result.checks.every(({ ok }) => ok) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`\n${explain(error, options.verbose === true)}\n`);
    return error instanceof ConfigurationError ? 2 : 1;
  }
}

function command(): Command {
  return new Command("npm run drill --")
    .description(
      "Deploys the landing zone to an emulated AWS, attacks a workload there and checks what incident response promises.",
    )
    .option("--config <folder>", "folder of the stack files", dirname(__dirname))
    .option("--json", "print the result as one JSON object")
    .option("--verbose", "tell the causes of failures with their stack traces")
    .option(
      "--time-scale <number>",
      "fraction of their time that waits of the state machines take",
      scale,
      0.05,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
}

function scale(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  process.stderr.write(`error: --time-scale is ${text}; it must be a number above 0, up to 1\n`);
  process.exit(2);
}

void main().then((code) => process.exit(code));
