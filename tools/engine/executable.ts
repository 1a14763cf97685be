import { execa } from "execa";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { parse, type SemVer } from "semver";

/** Longer than any engine takes to say its version (0.1 s), short enough to notice one that hangs. */
const versionTimeoutMs = 20_000;

/** The first executable of a name on PATH, as a shell would find it. Undefined if there is none. */
export async function findOnPath(name: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const extensions = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  for (const folder of (environment["PATH"] ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const extension of extensions) {
      const candidate = join(folder, name + extension);
      if (await isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

/** Whether a path is a file that may be executed. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The version a `pulumi` binary says it is. @throws a sentence if it says none */
export async function engineVersionOf(
  path: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<SemVer> {
  const result = await execa(path, ["version"], {
    env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    timeout: versionTimeoutMs,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (result.failed)
    throw new Error(`\`pulumi version\` failed: ${lastLines(result.stderr, 1)[0] ?? result.shortMessage}`);
  const version = parse(result.stdout.trim());
  if (version === null)
    throw new Error(`\`pulumi version\` printed ${JSON.stringify(result.stdout.slice(0, 80))}`);
  return version;
}

/** The last lines of an output that have anything in them. */
export function lastLines(output: string, count: number): string[] {
  return output
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count);
}
