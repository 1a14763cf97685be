import { execa } from "execa";
import { createInterface } from "node:readline";
import { coerce, parse } from "semver";
import { z } from "zod";
import { findOnPath, lastLines } from "./executable";
import { WayFailure } from "./failure";
import type { Context } from "./types";

/** The oldest Go line that compiles the engine. go.mod names the exact patch, which Go fetches itself if it may. */
const minimumGo = "1.25.0";

/** A Go that can build the engine. */
export interface Go {
  readonly path: string;
  readonly version: string;
  /** Folders that Go fills: downloaded modules and compiled packages. */
  readonly moduleCache: string;
  readonly buildCache: string;
}

const settingsSchema = z.object({ GOVERSION: z.string(), GOMODCACHE: z.string(), GOCACHE: z.string() });

/** @throws WayFailure if there is no Go or it is too old */
export async function findGo(moduleDirectory: string, context: Context): Promise<Go> {
  const path = await findOnPath("go", context.environment);
  if (path === undefined) throw new WayFailure("no `go` on PATH");
  const answer = await execa(path, ["env", "-json", "GOVERSION", "GOMODCACHE", "GOCACHE"], {
    ...spawnOptions(moduleDirectory, context),
    reject: false,
  });
  context.signal.throwIfAborted();
  const old = (version: string) =>
    new WayFailure(`Go ${version} at ${path} is too old: needs ${minimumGo.replace(/\.0$/, "")} or newer`);
  // With a version it cannot satisfy in go.mod, Go refuses to answer at all; outside a module it still says its own.
  if (answer.failed) {
    const own = await execa(path, ["version"], { ...spawnOptions("/", context), reject: false });
    const version = coerce(own.stdout);
    if (version !== null && version.compare(minimumGo) < 0) throw old(version.version);
    throw new WayFailure(`${path} does not work: ${lastLines(answer.stderr, 1)[0] ?? answer.shortMessage}`);
  }
  const settings = settingsSchema.parse(JSON.parse(answer.stdout));
  const version = settings.GOVERSION.replace(/^go/, "");
  const parsed = parse(version) ?? coerce(version);
  if (parsed === null || parsed.compare(minimumGo) < 0) throw old(version);
  return { path, version, moduleCache: settings.GOMODCACHE, buildCache: settings.GOCACHE };
}

/**
 * Runs Go and hands on every line of its standard error as it comes.
 * @returns its standard output. @throws WayFailure with Go's own last words
 */
export async function runGo(
  go: Go,
  args: readonly string[],
  moduleDirectory: string,
  context: Context,
  extra: { readonly environment?: Record<string, string>; readonly onLine: (line: string) => void },
): Promise<string> {
  const options = spawnOptions(moduleDirectory, context);
  const child = execa(go.path, args, {
    ...options,
    env: { ...options.env, ...extra.environment },
    reject: false,
    // Go removes its temporary files when it is interrupted, but not when it is terminated.
    killSignal: "SIGINT",
    forceKillAfterDelay: 5_000,
  });
  createInterface({ input: child.stderr }).on("line", extra.onLine);
  const result = await child;
  context.signal.throwIfAborted();
  if (result.failed) throw new GoFailure(go, result.stderr, result.shortMessage ?? "it did not start");
  return result.stdout;
}

/** Go ended with an error. */
export class GoFailure extends WayFailure {
  /** Whether a disk was full. */
  public readonly diskFull: boolean;

  public constructor(go: Go, stderr: string, shortMessage: string) {
    const words = lastLines(stderr.replace(progress, ""), 5);
    super(
      [`Go ${go.version} could not build the engine:`, ...(words.length > 0 ? words : [shortMessage])].join(
        "\n    ",
      ),
    );
    this.diskFull = /no space left on device|disk quota exceeded/i.test(stderr);
  }
}

/** Lines that say what is being done, not what went wrong: a module, or the import path of a package. */
const progress = /^(go: downloading .*|[^\s:]+)$/gm;

function spawnOptions(cwd: string, { environment, signal }: Context) {
  // A build for this machine, of this module alone, and without a C compiler, whatever the user has set for other work.
  const env = { ...environment, GOOS: undefined, GOARCH: undefined, GOWORK: "off", CGO_ENABLED: "0" };
  return { cwd, env, extendEnv: false, stdin: "ignore", cancelSignal: signal } as const;
}
