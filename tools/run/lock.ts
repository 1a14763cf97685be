import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { lock as criticalSection } from "proper-lockfile";
import { z } from "zod";
import { RunFailure } from "./failure";
import { isMissing } from "./state";

const holder = z.object({ pid: z.int().positive(), host: z.string(), since: z.iso.datetime() });

/** Who holds a lock. */
export type Holder = z.infer<typeof holder>;

/** The lock of a state folder while it is held. */
export interface RunLock {
  /** The run that held the lock before and ended without giving it back, if any. */
  readonly takenOverFrom?: Holder;
  release(): void;
}

/**
 * Takes a state folder for one run. A holder on this host whose process has ended is replaced.
 *
 * @throws RunFailure when another run holds it: who, since when, and how to go on.
 */
export async function takeRunLock(file: string): Promise<RunLock> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Reading and writing the file must be one step. A killed holder of this inner lock is forgotten after ten seconds.
  const leave = await criticalSection(dirname(file), {
    lockfilePath: `${file}.guard`,
    stale: 10_000,
    retries: { retries: 60, minTimeout: 20, maxTimeout: 250 },
  });
  try {
    const present = readHolder(file);
    if (present !== undefined && !hasEnded(present)) throw heldBy(present, file);
    const own: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
    writeFileSync(file, JSON.stringify(own), { mode: 0o600 });
    return {
      ...(present === undefined ? {} : { takenOverFrom: present }),
      release: () => {
        rmSync(file, { force: true });
      },
    };
  } finally {
    await leave();
  }
}

/** Whether the holder was a process of this host that is no more. Nothing can be told about another host's. */
export function hasEnded({ pid, host }: Pick<Holder, "pid" | "host">): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0); // Signal 0 only asks whether the process is there.
    return isZombie(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** A process that has ended stays in the table until its parent asks; in a container perhaps for ever. Linux only. */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

function readHolder(file: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    return holder.parse(JSON.parse(text));
  } catch (cause) {
    throw new RunFailure(
      `${file} should say who is running and cannot be read`,
      ["if no other run is in progress, delete the file and start again"],
      { cause },
    );
  }
}

function heldBy({ pid, host, since }: Holder, file: string): RunFailure {
  const here = host === hostname();
  return new RunFailure(`Another run is in progress: process ${pid} on ${host}, since ${since}.`, [
    here ? `wait until it has ended, or end it: kill -INT ${pid}` : "wait until it has ended",
    `if process ${pid} is not such a run, delete ${file} and start again`,
    "to run beside it, give this run a state of its own: --state DIR",
  ]);
}
