import { execa } from "execa";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { publish, temporaryHome } from "./cached";
import { lastLines } from "./executable";
import { WayFailure } from "./failure";
import { engineVersion } from "./requirement";
import type { Context, Engine } from "./types";

/** Enough for 200 MB at 1 MB/s, and an end to a network that swallows everything. */
const patienceMs = 300_000;

/** Installs the engine into the cache with the vendor's installer. @throws WayFailure if the network refuses it */
export async function installedEngine(context: Context): Promise<Engine> {
  context.report({ phase: "install", detail: `downloading Pulumi ${engineVersion.version} from the vendor` });
  const home = await temporaryHome(context, "installer");
  try {
    await context.install(home, context);
    return await publish(home, "installer", context);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * Runs the installer in a process group of its own, which ends itself when this process lets go of it or dies: the
 * installer is a script that starts `curl` and `tar`, and none of them may outlive this run.
 */
export async function runVendorInstaller(
  root: string,
  { environment, signal }: Pick<Context, "environment" | "signal">,
  timeoutMs = patienceMs,
): Promise<void> {
  const script = join(__dirname, "installerProcess.ts");
  const child = execa(
    process.execPath,
    ["--require", require.resolve("ts-node/register/transpile-only"), script, root, engineVersion.version],
    { cwd: __dirname, env: environment, extendEnv: false, detached: true, stdin: "pipe", reject: false },
  );
  let stopped: string | undefined;
  const stop = (reason: string) => {
    stopped = reason;
    child.stdin.end();
  };
  const timer = setTimeout(stop, timeoutMs, `gave up after ${timeoutMs / 1000} s`);
  const abort = () => {
    stop("stopped");
  };
  signal.addEventListener("abort", abort);
  try {
    const result = await child;
    signal.throwIfAborted();
    if (result.failed) throw new WayFailure(stopped ?? failureOf(result));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

function failureOf({
  stderr,
  shortMessage,
}: {
  readonly stderr: string;
  readonly shortMessage?: string;
}): string {
  const lines = lastLines(stderr, 5);
  return lines.length > 0 ? lines.join("\n    ") : (shortMessage ?? "it did not start");
}
