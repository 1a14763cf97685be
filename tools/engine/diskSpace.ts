import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** Bytes that a folder is going to take. */
export interface Need {
  readonly directory: string;
  readonly bytes: number;
}

/** Free bytes where a folder is or will be. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(await existing(directory));
  return bavail * bsize;
}

/** What does not fit, as a sentence with both numbers; undefined if everything does. Needs on one disk are added up. */
export async function spaceProblem(needs: readonly Need[]): Promise<string | undefined> {
  const disks = new Map<number, Need[]>();
  for (const need of needs) {
    const { dev } = await stat(await existing(need.directory));
    disks.set(dev, [...(disks.get(dev) ?? []), need]);
  }
  for (const group of disks.values()) {
    const needed = group.reduce((sum, { bytes }) => sum + bytes, 0);
    const free = await freeBytes(group[0]?.directory ?? "/");
    if (free < needed) {
      const where = group.map(({ directory }) => directory).join(", ");
      return `not enough disk space: needs ${gigabytes(needed)} for ${where}, ${gigabytes(free)} is free`;
    }
  }
  return undefined;
}

/** A size for people. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

async function existing(directory: string): Promise<string> {
  try {
    await stat(directory);
    return directory;
  } catch {
    return existing(dirname(directory));
  }
}
