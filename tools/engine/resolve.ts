import { mkdir } from "node:fs/promises";
import { cachedEngine, engineHome, removeLeftovers } from "./cached";
import { EngineFailure, NothingThere, type Reason, WayFailure } from "./failure";
import { builtEngine } from "./goBuild";
import { installedEngine, runVendorInstaller } from "./installer";
import { acquireLock } from "./lock";
import { pathEngine } from "./pathEngine";
import type { Context, Engine, EngineProgress, ResolveOptions } from "./types";

/**
 * Finds a Pulumi engine or gets one, in this order:
 *
 * 1. `pulumi` on PATH, if it is a new enough 3.x
 * 2. the engine that an earlier run has put into the cache
 * 3. the vendor's installer, into the cache
 * 4. a build from the engine's Go modules, into the cache
 *
 * Several processes may call it at once: one makes the engine, the others wait for it.
 *
 * @throws EngineFailure that says why each of these failed and what to do
 */
export async function resolveEngine(options: ResolveOptions = {}): Promise<Engine> {
  const context = contextOf(options);
  const engine = await findOrMake(context);
  context.report({ phase: "ready", detail: `Pulumi ${engine.version} at ${engine.path}` });
  return engine;
}

function contextOf(options: ResolveOptions): Context {
  const { onProgress, signal, environment = process.env, install = runVendorInstaller } = options;
  const start = performance.now();
  const report = (progress: Omit<EngineProgress, "elapsedSeconds">) =>
    onProgress?.({ ...progress, elapsedSeconds: (performance.now() - start) / 1000 });
  return { report, signal: signal ?? new AbortController().signal, environment, install };
}

async function findOrMake(context: Context): Promise<Engine> {
  context.report({ phase: "find", detail: "looking for a Pulumi engine" });
  const reasons: Reason[] = [];
  const own = await attempt("PATH", () => pathEngine(context), reasons, context);
  if (own !== undefined) return own;
  const { engine, damaged } = await cachedEngine(context);
  for (const reason of damaged) {
    context.report({ phase: "find", detail: `${reason}; making it again`, notice: true });
  }
  return engine ?? makeOnce(context, reasons);
}

async function makeOnce(context: Context, reasons: Reason[]): Promise<Engine> {
  const release = await lockCache(context, reasons);
  try {
    // The process that held the lock before may have made it.
    const { engine } = await cachedEngine(context);
    if (engine !== undefined) return engine;
    await removeLeftovers(context);
    return await make(context, reasons);
  } finally {
    await release();
  }
}

async function lockCache(context: Context, reasons: readonly Reason[]): Promise<() => Promise<void>> {
  const home = engineHome(context.environment);
  try {
    await mkdir(home, { recursive: true });
    return await acquireLock(home, context);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const reason = `${home} cannot be written (${error.message}); set LANDING_ZONE_CACHE to a folder that can`;
    throw new EngineFailure([...reasons, { way: "cache", reason }], { cause: error });
  }
}

async function make(context: Context, reasons: Reason[]): Promise<Engine> {
  const engine =
    (await attempt("installer", () => installedEngine(context), reasons, context)) ??
    (await attempt("Go build", () => builtEngine(context), reasons, context));
  if (engine === undefined) throw new EngineFailure(reasons);
  return engine;
}

/** Tries one way. One that does not work on this machine is remembered and told; any other error is a fault. */
async function attempt(
  way: Reason["way"],
  get: () => Promise<Engine>,
  reasons: Reason[],
  { report }: Context,
): Promise<Engine | undefined> {
  try {
    return await get();
  } catch (error) {
    if (!(error instanceof WayFailure) && !isSystemError(error)) throw error;
    reasons.push({ way, reason: error.message });
    report({ phase: "find", detail: `${way}: ${error.message}`, notice: !(error instanceof NothingThere) });
    return undefined;
  }
}

/** What the operating system refuses, such as a full disk or a folder without permission. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
