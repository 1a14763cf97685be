import { createHash } from "node:crypto";
import { z } from "zod";
import { messageOf, problem, type CaseProblem } from "./problems";
import { readSmall, type CaseSource, type StoredObject } from "./source";

/** `previousHash` of the first entry. */
export const noHash = "0".repeat(64);

const hexHash = z.string().regex(/^[0-9a-f]{64}$/, { error: "must be a SHA-256 in hexadecimal" });

const base64 = z
  .string()
  .refine((text) => text !== "" && Buffer.from(text, "base64").toString("base64") === text, {
    error: "must be base64",
  });

/** A file of the custody log. */
const custodyFile = z.strictObject({
  /** The exact text of the entry: this is what the hash covers. */
  entry: z.string(),
  hash: hexHash,
  signature: base64,
  keyArn: z.string(),
  algorithm: z.literal("ECDSA_SHA_256"),
});

const namedObject = z.object({
  /** Key in the evidence bucket. */
  key: z.string().min(1),
  versionId: z.string(),
  /** As S3 gives it: base64, with the number of parts when it was uploaded in parts; null when S3 had none. */
  checksumSha256: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=(-\d{1,5})?$/, { error: "must be a SHA-256 of S3" })
    .nullable(),
  size: z.number().int().nonnegative().optional(),
});

/** An entry of the custody log: who did what, to which object. */
const custodyEntry = z.object({
  caseId: z.string(),
  sequence: z.number().int().positive(),
  time: z.string().refine((text) => !Number.isNaN(Date.parse(text)), { error: "must be a time" }),
  actor: z.string(),
  step: z.string(),
  subject: z.string(),
  details: z.unknown(),
  object: namedObject.nullable(),
  previousHash: hexHash,
});

export type CustodyFile = z.output<typeof custodyFile>;
export type CustodyEntry = z.output<typeof custodyEntry>;
export type NamedObject = z.output<typeof namedObject>;

/** A file of the custody log, and what could be read of it. */
export interface ReadEntry {
  /** The number in the file's name. */
  readonly number: number;
  readonly path: string;
  readonly file?: CustodyFile;
  readonly entry?: CustodyEntry;
  /** SHA-256 of the entry's text as it is now. */
  readonly actualHash?: string;
  readonly problems: readonly CaseProblem[];
}

/** An entry is a state's data, 256 KiB at most, and escaping it makes it a little longer. */
const largestFile = 4 * 1024 * 1024;

/** Number of an entry's file, or `undefined` for any other file. */
export function entryNumber(path: string): number | undefined {
  const digits = /^custody\/([1-9]\d{0,8})\.json$/.exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** SHA-256 in hexadecimal of a text. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Reads a file of the custody log and checks what can be checked without its neighbours. */
export async function readEntry(
  source: CaseSource,
  object: StoredObject,
  number: number,
): Promise<ReadEntry> {
  const { path } = object;
  const base = { number, path };
  if (object.unreadable) return { ...base, problems: [problem("unreadable", path, object.unreadable)] };
  let text: string;
  try {
    text = strictText(await readSmall(source, object, largestFile));
  } catch (error) {
    return { ...base, problems: [problem("unreadable", path, messageOf(error))] };
  }
  const file = parsed(custodyFile, text);
  // A name that stands there twice means one thing to this reader and maybe another to the next.
  if (!("value" in file) || countStrings(text) !== 10) {
    const why = "value" in file ? "a name stands there twice" : file.why;
    return { ...base, problems: [problem("changed", path, `it is no file of a custody log: ${why}`)] };
  }
  const actualHash = hashOf(file.value.entry);
  const problems: CaseProblem[] = [];
  if (actualHash !== file.value.hash) {
    problems.push(
      problem("changed", path, `the entry's SHA-256 is ${actualHash}, and the file says ${file.value.hash}`),
    );
  }
  const entry = parsed(custodyEntry, file.value.entry);
  if ("value" in entry) return { ...base, file: file.value, entry: entry.value, actualHash, problems };
  problems.push(problem("changed", path, `its text is no entry of a custody log: ${entry.why}`));
  return { ...base, file: file.value, actualHash, problems };
}

function strictText(bytes: Buffer): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function countStrings(json: string): number {
  return json.match(/"(?:[^"\\]|\\.)*"/g)?.length ?? 0;
}

function parsed<T>(schema: z.ZodType<T>, text: string): { readonly value: T } | { readonly why: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { why: messageOf(error) };
  }
  const result = schema.safeParse(json);
  if (result.success) return { value: result.data };
  return {
    why: result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`.trim()).join("; "),
  };
}
