import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { headFile, publicKeyFile, versionsFolder, type CaseSource, type StoredObject } from "./source";
import { UsageError } from "../exitCode";

/**
 * A case in a folder, as `npm run case:verify -- --download` makes it: the files of `cases/<case id>/`.
 *
 * @throws UsageError when there is no such folder.
 */
export async function openFolder(folder: string): Promise<CaseSource> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new UsageError(
      `There is no folder ${folder}. Give the folder of a case, or s3://<bucket>/cases/<case id>/.`,
    );
  }
  return {
    name: folder,
    aids: [publicKeyFile, headFile],
    list: () => filesIn(folder),
    open: ({ path, versionId }) =>
      Promise.resolve(createReadStream(join(folder, ...versionPath(path, versionId)))),
  };
}

async function filesIn(folder: string): Promise<readonly StoredObject[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  const stored = await Promise.all(
    files.map(async (entry) => {
      const full = join(entry.parentPath, entry.name);
      const place = placeOf(relative(folder, full).split(sep).join("/"));
      // A link could lead anywhere, and what it leads to is no part of the case.
      if (!entry.isFile()) return { ...place, size: 0, unreadable: "it is no plain file" };
      return { ...place, size: (await stat(full)).size };
    }),
  );
  return stored.sort(
    (one, other) => order(one.path, other.path) || Number(one.latest) - Number(other.latest),
  );
}

function placeOf(path: string): Pick<StoredObject, "path" | "versionId" | "latest"> {
  const [first, versionId, ...rest] = path.split("/");
  if (first !== versionsFolder || versionId === undefined || rest.length === 0) return { path, latest: true };
  return { path: rest.join("/"), versionId, latest: false };
}

/** Where a file, or a version of it, stands in a folder. */
export function versionPath(path: string, versionId?: string): readonly string[] {
  return [...(versionId === undefined ? [] : [versionsFolder, versionId]), ...path.split("/")];
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
