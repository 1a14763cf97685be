import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { headFile, publicKeyFile, type CaseSource } from "../../tools/case/source";

/** A step of a case, as the builder makes an entry of it. */
export interface CaseStep {
  readonly step: string;
  readonly subject?: string;
  readonly actor?: string;
  readonly time?: string;
  readonly details?: unknown;
  /** A piece of evidence that the step stores, by its path in the case. */
  readonly stores?: {
    readonly path: string;
    readonly contents: string | Buffer;
    readonly unhashed?: boolean;
    /** @default {@link versionOf} its entry */
    readonly versionId?: string;
  };
}

/** A case in memory: contents of each file by its path. */
export type CaseFiles = Map<string, Buffer>;

export interface CaseKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly keyArn: string;
}

/** The forms in which a hash may be signed. See `signs` in tools/case/publicKey.ts. */
export const signedForms = {
  text: (hash: string) => Buffer.from(hash),
  quoted: (hash: string) => Buffer.from(`"${hash}"`),
  decoded: (hash: string) => Buffer.from(hash, "base64"),
} as const;

export type SignedForm = keyof typeof signedForms;

export interface CaseArgs {
  readonly caseId?: string;
  readonly keys?: CaseKeys;
  readonly form?: SignedForm;
  /** Whether the case tells where its log ended. @default true */
  readonly head?: boolean;
}

export const caseId = "case-20261124-0001";
const keyArn = "arn:aws:kms:eu-central-1:444455556666:key/11111111-2222-3333-4444-555555555555";
const start = Date.UTC(2026, 10, 24, 12, 0, 0);

/** Makes keys as KMS makes them for ECC_NIST_P256. */
export function caseKeys(): CaseKeys {
  return { ...generateKeyPairSync("ec", { namedCurve: "P-256" }), keyArn };
}

let ownKeys: CaseKeys | undefined;

/** The keys of cases that do not care: made once a process. */
export function sharedKeys(): CaseKeys {
  return (ownKeys ??= caseKeys());
}

/** Makes a case with one signed entry for each step. */
export function buildCase(steps: readonly CaseStep[], args: CaseArgs = {}): CaseFiles {
  const { keys = sharedKeys(), form = "text", head = true } = args;
  const id = args.caseId ?? caseId;
  const files: CaseFiles = new Map();
  let previousHash = "0".repeat(64);
  for (const [index, step] of steps.entries()) {
    const sequence = index + 1;
    const text = entryText(id, sequence, previousHash, step);
    if (step.stores) files.set(step.stores.path, Buffer.from(step.stores.contents));
    const file = signedFile(text, keys, form);
    files.set(`custody/${sequence}.json`, Buffer.from(file));
    previousHash = hexHash(text);
  }
  files.set("public-key.pem", Buffer.from(keys.publicKey.export({ format: "pem", type: "spki" })));
  if (head) {
    const known = { sequence: steps.length, hash: previousHash, keyArn: keys.keyArn };
    files.set("head.json", Buffer.from(JSON.stringify(known)));
  }
  return files;
}

function entryText(id: string, sequence: number, previousHash: string, step: CaseStep): string {
  const { stores } = step;
  return JSON.stringify({
    caseId: id,
    sequence,
    time: step.time ?? new Date(start + sequence * 1000).toISOString(),
    actor: step.actor ?? "arn:aws:states:eu-central-1:444455556666:execution:landing-zone-incident-contain:1",
    step: step.step,
    subject: step.subject ?? "i-0123456789abcdef0",
    details: step.details ?? {},
    object: stores
      ? {
          key: `cases/${id}/${stores.path}`,
          versionId: stores.versionId ?? versionOf(sequence),
          checksumSha256: stores.unhashed
            ? null
            : createHash("sha256").update(stores.contents).digest("base64"),
        }
      : null,
    previousHash,
  });
}

/** The version that the builder gives to the object of an entry. */
export function versionOf(sequence: number): string {
  return `version-${sequence}`;
}

/** A file of the custody log over a text. */
export function signedFile(text: string, keys: CaseKeys = sharedKeys(), form: SignedForm = "text"): string {
  const hash = hexHash(text);
  const signature = sign("sha256", signedForms[form](hash), keys.privateKey).toString("base64");
  return JSON.stringify({ entry: text, hash, signature, keyArn: keys.keyArn, algorithm: "ECDSA_SHA_256" });
}

/** SHA-256 in hexadecimal. */
export function hexHash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Writes a case into a new folder below the system's temporary one. */
export function writeCase(files: CaseFiles): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "landing-zone-case-"));
  for (const [path, contents] of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A case that is read from memory as it would be from a folder. It holds no version but the current ones. */
export function caseInMemory(files: CaseFiles): CaseSource {
  const stored = [...files].map(([path, { length }]) => ({ path, size: length, latest: true }));
  return {
    name: "memory",
    aids: [publicKeyFile, headFile],
    list: () => Promise.resolve(stored),
    open: ({ path }) => Promise.resolve(Readable.from([files.get(path)])),
  };
}

/** Gives a suite a way to write cases, which go away with it. */
export function suiteCases(): (files: CaseFiles) => string {
  const written: (() => void)[] = [];
  after(() => {
    for (const remove of written) remove();
  });
  return (files) => {
    const { folder, remove } = writeCase(files);
    written.push(remove);
    return folder;
  };
}
