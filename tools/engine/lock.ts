import { readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { z } from "zod";
import type { Context } from "./types";

/** A lock whose holder was killed is taken over after this long. A living holder renews it every 3 s. */
const staleMs = 10_000;
const pollMs = 500;

const holderSchema = z.object({ pid: z.number().int(), host: z.string() });

/**
 * Waits until no other process makes an engine in the same folder, and keeps others from it. Tells who is waited for.
 * The lock only saves work: everything is made under a name of its own and moved in place in one step, so a lock lost
 * to a suspended computer does no harm.
 * @returns what lets the others in
 */
export async function acquireLock(home: string, context: Context): Promise<() => Promise<void>> {
  const release = await acquire(home, context);
  // Only for what others are told: a full disk is noticed where it matters.
  await writeFile(holderFile(home), JSON.stringify({ pid: process.pid, host: hostname() })).catch(
    () => undefined,
  );
  // A lock that was lost meanwhile, to a suspended computer, can no longer be released: the engine is there all the same.
  return () => release().catch(() => undefined);
}

async function acquire(home: string, { report, signal }: Context): Promise<() => Promise<void>> {
  let told: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await lock(home, {
        lockfilePath: join(home, "lock"),
        stale: staleMs,
        update: 3_000,
        onCompromised: () => undefined,
      });
    } catch (error) {
      if (!isHeld(error)) throw error;
    }
    const holder = await describeHolder(home);
    report({ phase: "wait", detail: holder, notice: holder !== told });
    told = holder;
    await sleep(pollMs, undefined, { signal }).catch(() => {
      signal.throwIfAborted();
    });
  }
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOCKED";
}

async function describeHolder(home: string): Promise<string> {
  const holder = await readHolder(home);
  if (holder === undefined) return "another run is making the engine; waiting for it";
  const { pid, host } = holder;
  if (host !== hostname()) return `another run is making the engine (pid ${pid} on ${host}); waiting for it`;
  if (isAlive(pid)) return `another run is making the engine (pid ${pid}); waiting for it`;
  return `the run that was making the engine (pid ${pid}) is gone; taking over within ${staleMs / 1000} s`;
}

async function readHolder(home: string): Promise<z.infer<typeof holderSchema> | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(holderFile(home), "utf8")));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function holderFile(home: string): string {
  return join(home, "holder.json");
}
