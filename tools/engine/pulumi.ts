/**
 * `npm run pulumi -- ARGS`: Pulumi's command line with the engine that `npm start` uses, for machines without Pulumi's
 * own. The working directory, the environment and the exit code are those of `pulumi ARGS`.
 */
import { execa } from "execa";
import { dirname, delimiter, join } from "node:path";
import { isExecutable } from "./executable";
import { EngineFailure } from "./failure";
import { languageHostName, programHelpers } from "./helpers";
import { resolveEngine } from "./resolve";
import type { Engine, EngineProgress } from "./types";

/** Seconds between two lines about a step that takes long. */
const interval = 10;

async function main(args: readonly string[]): Promise<number> {
  const engine = await resolveEngine({ onProgress: reporter() });
  const path = [...(await helperFolders(engine)), dirname(engine.path), process.env["PATH"] ?? ""];
  // Ctrl-C reaches the engine from the terminal; this process waits for what the engine makes of it.
  process.on("SIGINT", () => undefined);
  const { exitCode } = await execa(engine.path, args, {
    env: { PATH: path.join(delimiter) },
    stdio: "inherit",
    reject: false,
  });
  return exitCode ?? 1;
}

/** The vendor's host runs programs and packs; without it ours does both. */
async function helperFolders({ binDirectory }: Engine): Promise<string[]> {
  return (await isExecutable(join(binDirectory, languageHostName)))
    ? [binDirectory]
    : [await programHelpers()];
}

/** Facts at once, progress every ten seconds, nothing if the engine is there. */
function reporter(): (progress: EngineProgress) => void {
  let next = interval;
  return ({ phase, detail, notice, elapsedSeconds }) => {
    if (phase === "ready" || (notice !== true && elapsedSeconds < next)) return;
    next = elapsedSeconds + interval;
    process.stderr.write(`${elapsedSeconds.toFixed(0)} s  ${detail}\n`);
  };
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof EngineFailure ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
