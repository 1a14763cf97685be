import { createWriteStream } from "node:fs";
import { access, link, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Head } from "./chain";
import { versionPath } from "./folder";
import { isPlain } from "./objects";
import { messageOf } from "./problems";
import { headFile, publicKeyFile, type CaseSource, type StoredObject } from "./source";
import { UsageError } from "../exitCode";

/** What a download did. */
export interface Downloaded {
  /** Files fetched now. */
  readonly fetched: number;
  /** Files that were there from an earlier attempt, by name and size. */
  readonly kept: number;
  /** Bytes fetched now. */
  readonly bytes: number;
  /** Files that could not be stored, and why. */
  readonly failures: readonly string[];
}

export interface DownloadOptions {
  /** Stored beside the case, so that it can be verified without AWS. In PEM. */
  readonly publicKey?: string;
  readonly head?: Head;
  /** Called before each file that is fetched. */
  readonly onFile?: (path: string, size: number) => void;
}

/**
 * Fetches a case into a folder. A file that is there with the right size stays and is not fetched again, so that a download
 * that was stopped goes on; nothing is ever overwritten.
 *
 * @param folder Made when it does not exist.
 */
export async function downloadCase(
  source: CaseSource,
  folder: string,
  { publicKey, head, onFile }: DownloadOptions = {},
): Promise<Downloaded> {
  await mkdir(folder, { recursive: true });
  const totals = { fetched: 0, kept: 0, bytes: 0 };
  const failures: string[] = [];
  const stored = await source.list();
  if (stored.length === 0) throw new UsageError(`There is no case at ${source.name}: it holds no object.`);
  for (const object of stored) {
    try {
      if (object.deletion) throw new Error("it is hidden by a delete marker, which a folder can't show");
      const target = targetOf(folder, object);
      if (await isThere(target, object.size)) {
        totals.kept += 1;
        continue;
      }
      onFile?.(object.path, object.size);
      await fetchTo(source, object, target);
      totals.fetched += 1;
      totals.bytes += object.size;
    } catch (error) {
      failures.push(`${object.path}: ${messageOf(error)}`);
    }
  }
  await addAid(folder, publicKeyFile, publicKey, failures);
  await addAid(folder, headFile, head && JSON.stringify(head), failures);
  return { ...totals, failures };
}

function targetOf(folder: string, { path, versionId, latest }: StoredObject): string {
  if (!isPlain(path)) throw new Error("its name can't be a file's name in this folder");
  return join(folder, ...versionPath(path, latest ? undefined : versionId));
}

async function isThere(target: string, size: number): Promise<boolean> {
  const found = await stat(target).catch(() => undefined);
  if (found && found.size !== size) {
    throw new Error(`${target} is there with ${found.size} bytes instead of ${size}; it is not overwritten`);
  }
  return found !== undefined;
}

/** Writes beside the target and then links it, which fails where something has come to be in the meantime. */
async function fetchTo(source: CaseSource, object: StoredObject, target: string): Promise<void> {
  const partial = `${target}.part`;
  await mkdir(dirname(target), { recursive: true });
  await rm(partial, { force: true });
  await pipeline(await source.open(object), createWriteStream(partial, { flags: "wx", mode: 0o400 }));
  await link(partial, target);
  await rm(partial);
}

async function addAid(
  folder: string,
  name: string,
  contents: string | undefined,
  failures: string[],
): Promise<void> {
  if (contents === undefined) return;
  const target = join(folder, name);
  const exists = await access(target).then(
    () => true,
    () => false,
  );
  if (exists) failures.push(`${name}: it is there already; it is not overwritten`);
  else await writeFile(target, contents, { flag: "wx", mode: 0o400 });
}
