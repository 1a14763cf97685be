import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import lockfile from "proper-lockfile";
import { isExecutable } from "../engine/executable";

/** How a folder is made. */
export interface Preparation {
  /** A file in the folder that must be executable: without it, the folder is made again. */
  readonly executable: string;
  /** Makes the content in an empty folder that exists. It is renamed when all of it is there. */
  readonly make: (temporary: string) => Promise<void>;
  /** Called once when another process is making the folder and this one waits for it. */
  readonly onWait: () => void;
}

/**
 * Makes a folder once for all processes of this machine: whoever comes first makes it, the others wait. An attempt that was
 * cut off leaves nothing that could be taken for the folder; the next attempt removes its rest.
 *
 * @returns The folder.
 */
export async function prepareFolder(
  folder: string,
  { executable, make, onWait }: Preparation,
): Promise<string> {
  const isThere = () => isExecutable(join(folder, executable));
  if (await isThere()) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const release = await lockFolder(folder, onWait);
  try {
    if (await isThere()) return folder;
    await rm(folder, { recursive: true, force: true });
    await removeRests(folder);
    await makeAndRename(folder, make);
    return folder;
  } finally {
    await release().catch(() => undefined); // Refused when the lock was lost, see lockFolder.
  }
}

async function lockFolder(folder: string, onWait: () => void): Promise<() => Promise<void>> {
  const options = {
    realpath: false,
    lockfilePath: `${folder}.lock`,
    // A machine that slept may lose the lock. See makeAndRename.
    onCompromised: () => undefined,
  };
  try {
    return await lockfile.lock(folder, options);
  } catch (error) {
    if (codeOf(error) !== "ELOCKED") throw error;
  }
  onWait();
  return lockfile.lock(folder, { ...options, retries: { forever: true, minTimeout: 200, maxTimeout: 1000 } });
}

async function makeAndRename(folder: string, make: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${temporaryPrefix(folder)}${randomUUID()}`;
  await mkdir(temporary);
  try {
    await make(temporary);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Who lost the lock while the machine slept finds the folder made by another.
    if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error) ?? "")) throw error;
  }
}

/** Removes what attempts that were cut off have left. Only to be called with the lock held. */
async function removeRests(folder: string): Promise<void> {
  const parent = dirname(folder);
  const prefix = basename(temporaryPrefix(folder));
  const rests = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  await Promise.all(rests.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

function temporaryPrefix(folder: string): string {
  return `${folder}.part-`;
}

/** The code of a system error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
