import type { Readable } from "node:stream";

/** A file of a case, or one version of it. */
export interface StoredObject {
  /** Path relative to the case, for instance `custody/1.json`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Version in S3; a plain file has none. */
  readonly versionId?: string;
  /** Whether this is what a reader who names no version gets. */
  readonly latest: boolean;
  /** A marker that hides the older versions: somebody deleted the object. */
  readonly deletion?: true;
  /** Why it can't be read, where that is known beforehand. */
  readonly unreadable?: string;
}

/** Where a case is read from: a folder, or a prefix of a bucket. */
export interface CaseSource {
  /** How the user named it. */
  readonly name: string;
  /** The case's id, where the place tells it. */
  readonly caseId?: string;
  /** Files that are no part of the case but help to verify it. */
  readonly aids: readonly string[];
  /** All files, in all their versions; the older version of a file comes first. */
  list(): Promise<readonly StoredObject[]>;
  /** Contents of a file as they arrive. */
  open(object: StoredObject): Promise<Readable>;
}

/** File of a case in a folder that holds the public key in PEM. */
export const publicKeyFile = "public-key.pem";

/** File of a case in a folder that tells where the custody log ended when it was fetched. */
export const headFile = "head.json";

/** Folder for versions of a file other than the current one: `.versions/<version>/<path>`. */
export const versionsFolder = ".versions";

/**
 * Reads a small file.
 *
 * @throws Error when it has more bytes than `limit`.
 */
export async function readSmall(source: CaseSource, object: StoredObject, limit: number): Promise<Buffer> {
  const stream = await source.open(object);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      stream.destroy();
      throw new Error(`${object.path} has more than ${limit} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
