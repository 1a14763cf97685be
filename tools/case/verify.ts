import { readFile } from "node:fs/promises";
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { openBucket, s3Client, type AwsAccess } from "./bucket";
import { checkChain, isClosing, type Head } from "./chain";
import { entryNumber, readEntry, type CustodyEntry, type ReadEntry } from "./custody";
import { openFolder } from "./folder";
import { checkObjects, type CheckedObject } from "./objects";
import { messageOf, problem, type CaseProblem } from "./problems";
import { fingerprint, publicKeyFrom } from "./publicKey";
import { headFile, publicKeyFile, readSmall, type CaseSource, type StoredObject } from "./source";
import { UsageError } from "../exitCode";

export interface VerifyOptions extends AwsAccess {
  /** Public key of the case: a file, or its contents. @default `public-key.pem` of the case */
  readonly publicKey?: string | Buffer;
  /** Where the log must at least reach to. @default `head.json` of the folder, if there is one */
  readonly head?: Head;
}

/** An entry that could be read. */
export interface VerifiedEntry extends CustodyEntry {
  /** The file it stands in, for instance `custody/3.json`. */
  readonly path: string;
  /** SHA-256 of its text in hexadecimal. */
  readonly hash: string;
  /** Whether nothing is wrong with it. */
  readonly intact: boolean;
}

/** What became of a case's evidence since it was taken. */
export interface CaseVerdict {
  readonly source: string;
  /** From the place or the log; empty when neither tells. */
  readonly caseId: string;
  /** Whether everything is as it was recorded. */
  readonly intact: boolean;
  readonly problems: readonly CaseProblem[];
  /** What is worth knowing and no problem. */
  readonly notes: readonly string[];
  readonly entries: readonly VerifiedEntry[];
  readonly objects: readonly CheckedObject[];
  readonly key: {
    /** Where the public key was taken from. */
    readonly source: string;
    /** SHA-256 of the key in hexadecimal. */
    readonly fingerprint: string;
  };
  /**
   * The last entry. How it is known that none followed: the log was closed, or it reaches a known head; otherwise (`nothing`)
   * entries that were removed from the end can't be missed.
   */
  readonly end: {
    readonly sequence: number;
    readonly hash: string;
    readonly knownBy: "closing" | "head" | "nothing";
  };
}

/**
 * Verifies a case: the custody log's chain, hashes and signatures, and every object that it names.
 *
 * @param source A folder, or `s3://<bucket>/cases/<case id>/`; S3 is read with the caller's own credentials.
 * @throws UsageError when the case or the public key can't be read at all.
 */
export async function verifyCase(source: string, options: VerifyOptions = {}): Promise<CaseVerdict> {
  return verifySource(await openCase(source, options), options);
}

/** Opens a case for reading. */
export async function openCase(source: string, access: AwsAccess = {}): Promise<CaseSource> {
  return source.startsWith("s3://") ? openBucket(source, s3Client(access)) : openFolder(source);
}

/** Verifies a case that is open. */
export async function verifySource(source: CaseSource, options: VerifyOptions = {}): Promise<CaseVerdict> {
  const stored = await source.list();
  if (stored.length === 0) throw new UsageError(`There is no case at ${source.name}: it holds no file.`);
  const [key, keySource] = await keyOf(source, stored, options.publicKey);
  const [head, headProblems] = await headOf(source, stored, options.head);
  const { entries, extra, evidence } = await sorted(source, stored);
  const checked = await checkObjects(source, evidence, entries);
  const caseId = source.caseId ?? commonest(entries.flatMap(({ entry }) => (entry ? [entry.caseId] : [])));
  const problems = [
    ...(entries.length === 0 ? [problem("missing", "custody/1.json", "there is no custody log")] : []),
    ...headProblems,
    ...entries.flatMap((entry) => entry.problems),
    ...checkChain(entries, { caseId, key, ...(head && { head }) }),
    ...extra,
    ...checked.problems,
  ];
  return {
    source: source.name,
    caseId,
    intact: problems.length === 0,
    problems,
    notes: checked.notes,
    entries: verified(entries, problems),
    objects: checked.objects,
    key: { source: keySource, fingerprint: fingerprint(key) },
    end: endOf(entries, head),
  };
}

/** What most entries say, so that a foreign one does not decide. */
function commonest(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? "";
}

async function keyOf(
  source: CaseSource,
  stored: readonly StoredObject[],
  given: string | Buffer | undefined,
): Promise<readonly [KeyObject, string]> {
  if (Buffer.isBuffer(given)) return [publicKeyFrom(given, "the public key"), "given"];
  if (given !== undefined) {
    const contents = await readFile(given).catch((error: unknown) => {
      throw new UsageError(`The public key ${given} can't be read: ${messageOf(error)}`, { cause: error });
    });
    return [publicKeyFrom(contents, given), given];
  }
  const own = stored.find(({ path, latest, unreadable }) => path === publicKeyFile && latest && !unreadable);
  if (!own || own.deletion) {
    throw new UsageError(
      `${source.name} holds no ${publicKeyFile}. Give the key that signs custody logs with --public-key.`,
    );
  }
  return [publicKeyFrom(await readSmall(source, own, 65536), publicKeyFile), `${publicKeyFile} of the case`];
}

const headSchema = z.strictObject({
  sequence: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  keyArn: z.string().optional(),
});

async function headOf(
  source: CaseSource,
  stored: readonly StoredObject[],
  given: Head | undefined,
): Promise<readonly [Head | undefined, readonly CaseProblem[]]> {
  const own = stored.find(({ path }) => path === headFile && source.aids.includes(headFile));
  if (given || !own) return [given, []];
  try {
    if (own.unreadable) throw new Error(own.unreadable);
    return [headSchema.parse(JSON.parse((await readSmall(source, own, 65536)).toString("utf8"))), []];
  } catch {
    return [undefined, [problem("changed", headFile, "it does not tell where a custody log ended")]];
  }
}

interface Sorted {
  /** The custody log, by number. */
  readonly entries: readonly ReadEntry[];
  readonly extra: readonly CaseProblem[];
  readonly evidence: readonly StoredObject[];
}

/** Tells the custody log from the evidence. The first version of an entry counts: S3 refuses to write it a second time. */
async function sorted(source: CaseSource, stored: readonly StoredObject[]): Promise<Sorted> {
  const first = new Map<number, StoredObject>();
  const extra: CaseProblem[] = [];
  const evidence: StoredObject[] = [];
  for (const object of stored) {
    const number = entryNumber(object.path);
    if (number === undefined) {
      if (!source.aids.includes(object.path) || !object.latest) evidence.push(object);
    } else if (object.deletion) {
      extra.push(problem("missing", object.path, `the delete marker ${object.versionId ?? ""} hides it`));
    } else if (first.has(number)) {
      extra.push(
        problem("added", object.path, `a further version of the entry, ${object.versionId ?? "unnamed"}`),
      );
    } else {
      first.set(number, object);
    }
  }
  const numbered = [...first].sort(([one], [other]) => one - other);
  const entries: ReadEntry[] = [];
  for (const [number, object] of numbered) entries.push(await readEntry(source, object, number));
  return { entries, extra, evidence };
}

function verified(entries: readonly ReadEntry[], problems: readonly CaseProblem[]): readonly VerifiedEntry[] {
  const wrong = new Set(problems.map(({ subject }) => subject));
  return entries.flatMap(({ path, entry, actualHash }) =>
    entry && actualHash !== undefined ? [{ ...entry, path, hash: actualHash, intact: !wrong.has(path) }] : [],
  );
}

function endOf(entries: readonly ReadEntry[], head: Head | undefined): CaseVerdict["end"] {
  const last = entries.at(-1);
  const knownBy = isClosing(last?.entry) ? "closing" : head ? "head" : "nothing";
  return { sequence: last?.number ?? 0, hash: last?.actualHash ?? "", knownBy };
}
