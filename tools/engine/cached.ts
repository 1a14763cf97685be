import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { cacheDirectory } from "../cache";
import { sha256 } from "./digest";
import { engineVersionOf, isExecutable } from "./executable";
import { WayFailure } from "./failure";
import { policyHelpers } from "./helpers";
import { engineVersion } from "./requirement";
import type { Context, Engine } from "./types";

/** How an engine came into the cache. Its folder there has this name. */
export type CachedSource = Exclude<Engine["source"], "path">;

/** Written beside a binary when it was complete. */
const recordSchema = z.object({ version: z.string(), size: z.number().int(), sha256: z.string() });

/** Folder of one version for one kind of machine: a home directory may be shared by several. */
export function engineHome(environment: NodeJS.ProcessEnv): string {
  return join(
    cacheDirectory(environment),
    "engine",
    `v${engineVersion.version}`,
    `${process.platform}-${process.arch}`,
  );
}

/** What earlier runs have left. */
interface Cached {
  readonly engine: Engine | undefined;
  /** Engines that cannot be used, each with its place and what is wrong. */
  readonly damaged: readonly string[];
}

/** Looks for an engine in the cache and checks it: nobody knows what has happened to it since. */
export async function cachedEngine(context: Context): Promise<Cached> {
  const damaged: string[] = [];
  for (const source of ["installer", "build"] as const) {
    const directory = join(engineHome(context.environment), source);
    if (!existsSync(directory)) continue;
    const problem = await damage(directory, context);
    if (problem === undefined) return { engine: await describe(directory, source), damaged };
    damaged.push(`the engine in ${directory} is damaged: ${problem}`);
  }
  return { engine: undefined, damaged };
}

/**
 * A fresh folder to make an engine in: `bin/pulumi` below it, and whatever else belongs beside it. It lies beside the
 * final place, so that `publish` can move it there in one step.
 */
export async function temporaryHome(context: Context, source: CachedSource): Promise<string> {
  const name = `${source}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`;
  const directory = join(engineHome(context.environment), name);
  await mkdir(join(directory, "bin"), { recursive: true });
  return directory;
}

/** Checks a finished engine and moves it to where `cachedEngine` finds it. @throws WayFailure if it does not work */
export async function publish(temporary: string, source: CachedSource, context: Context): Promise<Engine> {
  const binary = binaryIn(temporary);
  await writeRecord(temporary, binary);
  const problem = await damage(temporary, context);
  if (problem !== undefined) throw new WayFailure(`what was made does not work: ${problem}`);
  const directory = join(engineHome(context.environment), source);
  await rm(directory, { recursive: true, force: true });
  await rename(temporary, directory);
  return describe(directory, source);
}

/**
 * Deletes what interrupted runs have left, and damaged engines.
 * Only for the holder of the lock, and only where `cachedEngine` has found no engine.
 */
export async function removeLeftovers(context: Context): Promise<void> {
  const home = engineHome(context.environment);
  const leftovers = (await readdir(home)).filter((name) => /^(installer|build)(\.tmp-.*)?$/.test(name));
  for (const name of leftovers) await rm(join(home, name), { recursive: true, force: true });
}

async function describe(directory: string, source: CachedSource): Promise<Engine> {
  return {
    path: binaryIn(directory),
    version: engineVersion.version,
    source,
    binDirectory: source === "installer" ? join(directory, "bin") : await policyHelpers(),
  };
}

function binaryIn(directory: string): string {
  return join(directory, "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
}

function recordIn(directory: string): string {
  return join(directory, "record.json");
}

async function writeRecord(directory: string, binary: string): Promise<void> {
  const { size } = await stat(binary).catch(() => {
    throw new WayFailure(`there is no ${binary} at the end`);
  });
  const record = { version: engineVersion.version, size, sha256: await sha256(binary) };
  await writeFile(recordIn(directory), JSON.stringify(record));
  // The rename must not reach the disk before the content does.
  await flush(binary);
  await flush(recordIn(directory));
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What is wrong with an engine in the cache. Measured: 0.15 s if nothing is. */
async function damage(directory: string, context: Context): Promise<string | undefined> {
  const binary = binaryIn(directory);
  const record = await readRecord(directory);
  if (record === undefined) return "its record is missing or unreadable";
  if (!existsSync(binary)) return "the binary is missing";
  const { size } = await stat(binary);
  if (size !== record.size) return `the binary has ${size} bytes instead of ${record.size}`;
  if (!(await isExecutable(binary))) return "the binary is not executable";
  const [digest, version] = await Promise.all([sha256(binary), versionOrProblem(binary, context)]);
  if (digest !== record.sha256) return "the binary's content has changed";
  if (version !== engineVersion.version) return `\`pulumi version\` says ${version}`;
  return undefined;
}

async function versionOrProblem(binary: string, { environment, signal }: Context): Promise<string> {
  try {
    return (await engineVersionOf(binary, environment, signal)).version;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}

async function readRecord(directory: string): Promise<z.infer<typeof recordSchema> | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(recordIn(directory), "utf8")));
  } catch {
    return undefined;
  }
}
