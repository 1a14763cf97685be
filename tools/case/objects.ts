import { measure } from "./checksum";
import type { NamedObject, ReadEntry } from "./custody";
import { messageOf, problem, type CaseProblem } from "./problems";
import type { CaseSource, StoredObject } from "./source";

/** A piece of evidence that the custody log names, and what became of it. */
export interface CheckedObject {
  /** Path relative to the case. */
  readonly path: string;
  /** Numbers of the entries that name it. */
  readonly entries: readonly number[];
  readonly versionId: string;
  /** What the log says; null when S3 had no SHA-256 of it. */
  readonly checksumSha256: string | null;
  /** Bytes, as they are now. */
  readonly size?: number;
  readonly intact: boolean;
}

/** What checking the evidence came to. */
export interface ObjectsReport {
  readonly objects: readonly CheckedObject[];
  readonly problems: readonly CaseProblem[];
  /** What is worth knowing and no problem. */
  readonly notes: readonly string[];
}

interface Named {
  readonly path: string;
  readonly entries: readonly number[];
  readonly object: NamedObject;
}

/** Objects that are read at once. */
const atOnce = 4;

/**
 * Checks that every object that an entry names is there with the recorded bytes, and finds what no entry names.
 *
 * @param stored Everything of the case but the custody log and the aids.
 */
export async function checkObjects(
  source: CaseSource,
  stored: readonly StoredObject[],
  entries: readonly ReadEntry[],
): Promise<ObjectsReport> {
  const { named, problems } = namedBy(entries);
  const checked = await inTurns(named, (each) => checkOne(source, stored, each));
  const used = new Set(checked.flatMap(({ found }) => (found ? [found] : [])));
  const rest = await inTurns(
    stored.filter((object) => !used.has(object) && !object.deletion),
    (object) => leftOver(source, object, named),
  );
  return {
    objects: checked.map(({ object }) => object),
    problems: [
      ...problems,
      ...checked.flatMap((each) => each.problems),
      ...rest.flatMap((each) => each.problems),
      ...deleted(stored, named),
    ],
    notes: rest.flatMap(({ notes }) => notes),
  };
}

function namedBy(entries: readonly ReadEntry[]): {
  named: readonly Named[];
  problems: readonly CaseProblem[];
} {
  const named = new Map<string, Named>();
  const problems: CaseProblem[] = [];
  for (const { number, path: file, entry } of entries) {
    const object = entry?.object;
    if (!entry || !object) continue;
    const path = pathIn(entry.caseId, object.key);
    if (path === undefined) {
      problems.push(problem("missing", object.key, `${file} names an object outside of the case`));
      continue;
    }
    const identity = JSON.stringify([path, object.versionId, object.checksumSha256]);
    named.set(identity, { path, object, entries: [...(named.get(identity)?.entries ?? []), number] });
  }
  return { named: [...named.values()], problems };
}

function pathIn(caseId: string, key: string): string | undefined {
  const prefix = `cases/${caseId}/`;
  const path = key.startsWith(prefix) ? key.slice(prefix.length) : "";
  return isPlain(path) ? path : undefined;
}

/** Whether a path stays inside its folder and names a file. */
export function isPlain(path: string): boolean {
  return (
    !/[\\\0]/.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..")
  );
}

interface Checked {
  readonly object: CheckedObject;
  readonly found?: StoredObject;
  readonly problems: readonly CaseProblem[];
}

async function checkOne(
  source: CaseSource,
  stored: readonly StoredObject[],
  { path, object, entries }: Named,
): Promise<Checked> {
  const { versionId, checksumSha256, size } = object;
  const base = { path, entries, versionId, checksumSha256 };
  const failed = (found: StoredObject | undefined, kind: CaseProblem["kind"], message: string): Checked => ({
    object: { ...base, ...(found && { size: found.size }), intact: false },
    ...(found && { found }),
    problems: [problem(kind, path, `${message} (named by ${filesOf(entries)})`)],
  });
  const versions = stored.filter((each) => each.path === path && !each.deletion);
  const found =
    versions.find((each) => each.versionId === versionId) ??
    versions.find((each) => each.versionId === undefined);
  if (!found) return failed(undefined, "missing", missingVersion(versionId, versions));
  if (found.unreadable) return failed(found, "unreadable", found.unreadable);
  if (checksumSha256 === null) return failed(found, "unhashed", "no hash of it was recorded");
  try {
    const stream: AsyncIterable<Uint8Array> = await source.open(found);
    const measured = await measure(stream, checksumSha256, found.size);
    if (size !== undefined && measured.size !== size) {
      return failed(found, "changed", `it has ${measured.size} bytes, and ${size} were recorded`);
    }
    if (!measured.matches) {
      return failed(
        found,
        "changed",
        `its SHA-256 is ${measured.checksum}, and ${checksumSha256} was recorded`,
      );
    }
    return { object: { ...base, size: measured.size, intact: true }, found, problems: [] };
  } catch (error) {
    return failed(found, "unreadable", messageOf(error));
  }
}

function missingVersion(versionId: string, versions: readonly StoredObject[]): string {
  const others = versions.map((each) => each.versionId ?? "").join(", ");
  return others === "" ? "the object is not there" : `its version ${versionId} is not there, only ${others}`;
}

function filesOf(entries: readonly number[]): string {
  return entries.map((number) => `custody/${number}.json`).join(", ");
}

/** What no entry names. A put that S3 carried out twice leaves the same bytes a second time, which is harmless. */
async function leftOver(
  source: CaseSource,
  object: StoredObject,
  named: readonly Named[],
): Promise<{ readonly problems: readonly CaseProblem[]; readonly notes: readonly string[] }> {
  const version = object.versionId === undefined ? "" : `, version ${object.versionId}`;
  const title = `${object.path}${version}`;
  for (const { checksumSha256 } of named
    .filter(({ path }) => path === object.path)
    .map((each) => each.object)) {
    if (checksumSha256 === null) continue;
    const stream = await source.open(object).catch(() => undefined);
    const same = stream && (await measure(stream, checksumSha256, object.size).catch(() => undefined));
    if (same?.matches) return { problems: [], notes: [`${title}: the same bytes as the recorded version`] };
  }
  return { problems: [problem("added", object.path, `no entry names it${version}`)], notes: [] };
}

function deleted(stored: readonly StoredObject[], named: readonly Named[]): readonly CaseProblem[] {
  return stored
    .filter(({ deletion, path }) => deletion && named.some((each) => each.path === path))
    .map(({ path, versionId = "" }) =>
      problem("missing", path, `the delete marker ${versionId} hides it; its versions are kept behind that`),
    );
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
