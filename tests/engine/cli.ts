import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa, type ResultPromise } from "execa";
import { checkout } from "./session";

/** How a run of `npm start` ended. */
export interface CliResult {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of `npm start` in a process of its own. */
export interface CliRun {
  readonly process: ResultPromise;
  /** Waits until the run has printed a text, on whichever stream. */
  printed(text: string): Promise<void>;
  readonly ended: Promise<CliResult>;
}

/** Starts what `npm start -- …` starts, without npm around it. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): CliRun {
  const node = ["--require", "ts-node/register/transpile-only", join(checkout, "tools", "start.ts")];
  const process = execa(globalThis.process.execPath, [...node, ...args], {
    cwd: checkout,
    env,
    reject: false,
    all: true,
  });
  let printed = "";
  process.all.on("data", (data: Buffer) => {
    printed += data.toString();
  });
  return {
    process,
    printed: async (text) => {
      while (!printed.includes(text)) {
        if (process.exitCode !== null)
          throw new Error(`The run ended without printing "${text}":\n${printed}`);
        await sleep(5);
      }
    },
    ended: process.then(({ exitCode, stdout, stderr }) => ({ code: exitCode, stdout, stderr })),
  };
}

/** Runs what `npm start -- …` runs and waits for its end. */
export function cli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliResult> {
  return startCli(args, env).ended;
}
