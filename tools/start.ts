import "./run/lazyModules.cjs";
import { dirname } from "node:path";
import { displayOn } from "./run/display";
import { explain, Interrupted } from "./run/failure";
import { nextSteps } from "./run/nextSteps";
import { command, optionsOf } from "./run/options";
import { jsonReport, textReport } from "./run/report";
import { succeeded, type StackResult } from "./run/result";
import { run } from "./run/run";
import { interruptedExitCode } from "./run/session";

/** What `npm start` runs: deploys the stacks to an AWS on this machine. `npm start -- --help` lists the options. */
async function main(): Promise<number> {
  const start = performance.now();
  const options = optionsOf(command(dirname(__dirname)).parse());
  const told = options.json ? process.stderr : process.stdout;
  let results: StackResult[] = [];
  let failure: unknown;
  try {
    results = await run(options, displayOn(told));
  } catch (error) {
    failure = error;
  }
  const seconds = (performance.now() - start) / 1000;
  if (options.json) process.stdout.write(`${JSON.stringify(jsonReport(results, seconds))}\n`);
  if (failure !== undefined) {
    process.stderr.write(`\n${explain(failure, options.verbose)}\n`);
    return failure instanceof Interrupted ? interruptedExitCode : 1;
  }
  told.write(`\n${textReport(results)}\n\n${nextSteps(options, results, seconds)}\n`);
  return exitCode(results);
}

function exitCode(results: readonly StackResult[]): number {
  if (results.every(succeeded)) return 0;
  return results.some(({ outcome }) => outcome === "interrupted") ? interruptedExitCode : 1;
}

void main().then((code) => process.exit(code));
