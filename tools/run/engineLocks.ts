import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { project } from "../../config/load";
import { RunFailure } from "./failure";
import { hasEnded } from "./lock";
import { filesIn, type StateFolder } from "./state";

// What the engine's file backend writes while it works on a stack (pkg/backend/diy/lock.go of the engine's source).
const engineLock = z.object({
  pid: z.int(),
  username: z.string(),
  hostname: z.string(),
  timestamp: z.string(),
});

/** A lock that was left behind by an engine that was killed. */
export interface AbandonedLock {
  readonly stack: string;
  readonly pid: number;
  readonly since: string;
}

/**
 * Removes the locks that killed engines left on the stacks of this state. Call it only while holding the run lock.
 *
 * @param patienceMs How long to wait for engines that still work: one whose run was killed ends by itself.
 * @returns What was removed.
 * @throws RunFailure when an engine still works on a stack, or one on another host might.
 */
export async function removeAbandonedLocks(state: StateFolder, patienceMs = 0): Promise<AbandonedLock[]> {
  const deadline = performance.now() + patienceMs;
  let locks = locksOf(state);
  while (locks.some(isHeld) && performance.now() < deadline) {
    await sleep(pollMs);
    locks = locksOf(state); // An engine that ends in order takes its lock away.
  }
  const held = locks.filter(isHeld);
  if (held.length > 0) throw stillLocked(held);
  return locks.map(({ file, stack, pid, since }) => {
    for (const each of [file, `${file}.attrs`]) rmSync(each, { force: true });
    return { stack, pid, since };
  });
}

const pollMs = 100;

function locksOf(state: StateFolder): Lock[] {
  const folder = join(state.backend, ".pulumi", "locks", "organization", project);
  return filesIn(folder).flatMap((stack) =>
    filesIn(join(folder, stack))
      .filter((file) => file.endsWith(".json"))
      .map((file) => readLock(stack, join(folder, stack, file))),
  );
}

function isHeld({ pid, host }: Lock): boolean {
  return !hasEnded({ pid, host });
}

interface Lock extends AbandonedLock {
  readonly file: string;
  readonly host: string;
  readonly user: string;
}

function readLock(stack: string, file: string): Lock {
  try {
    const { pid, hostname, username, timestamp } = engineLock.parse(JSON.parse(readFileSync(file, "utf8")));
    return { stack, file, pid, host: hostname, user: username, since: timestamp };
  } catch (cause) {
    throw new RunFailure(
      `The stack ${stack} is locked by ${file}, which cannot be read.`,
      ["if no engine is working on the stack, delete the file and start again"],
      { cause },
    );
  }
}

function stillLocked(held: readonly Lock[]): RunFailure {
  return new RunFailure(
    held
      .map(
        ({ stack, user, host, pid, since }) =>
          `The stack ${stack} is locked by ${user}@${host}, process ${pid}, since ${since}.`,
      )
      .join("\n"),
    [
      "wait until that process has ended, or end it",
      ...held.map(
        ({ pid, file }) => `if process ${pid} is not a Pulumi engine, delete ${file} and start again`,
      ),
    ],
  );
}
