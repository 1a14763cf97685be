import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
} from "@aws-sdk/client-s3";
import type { Readable } from "node:stream";
import { publicKeyFile, type CaseSource, type StoredObject } from "./source";
import { UsageError } from "../exitCode";

/** How AWS is reached. */
export interface AwsAccess {
  /** Endpoint of an emulator. @default AWS's */
  readonly endpoint?: string;
  /** @default that of the environment */
  readonly region?: string;
}

/** An `s3://` address in its parts. */
export interface BucketPlace {
  readonly bucket: string;
  /** With a closing slash. */
  readonly prefix: string;
  readonly caseId: string;
}

/**
 * Takes an address apart.
 *
 * @throws UsageError when it does not name a case.
 */
export function bucketPlace(address: string): BucketPlace {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(cases\/([^/]+))\/?$/.exec(address);
  const [, bucket, prefix, caseId] = match ?? [];
  if (bucket === undefined || prefix === undefined || caseId === undefined) {
    throw new UsageError(`${address} names no case. Give s3://<bucket>/cases/<case id>/.`);
  }
  return { bucket, prefix: `${prefix}/`, caseId };
}

/** A client for S3. */
export function s3Client({ endpoint, region }: AwsAccess): S3Client {
  return new S3Client({ ...(region && { region }), ...(endpoint && { endpoint, forcePathStyle: true }) });
}

/** A case in the evidence bucket, read with the caller's own credentials. */
export function openBucket(address: string, client: S3Client): CaseSource {
  const place = bucketPlace(address);
  return {
    name: address,
    caseId: place.caseId,
    aids: [publicKeyFile],
    list: () => versionsIn(client, place),
    open: async ({ path, versionId }) => {
      const { Body } = await client.send(
        new GetObjectCommand({
          Bucket: place.bucket,
          Key: place.prefix + path,
          VersionId: versionId,
          ChecksumMode: "ENABLED",
        }),
      );
      if (Body === undefined) throw new Error(`S3 sent no contents of ${path}`);
      return Body as Readable; // In Node.js it always is one.
    },
  };
}

async function versionsIn(
  client: S3Client,
  { bucket, prefix }: BucketPlace,
): Promise<readonly StoredObject[]> {
  const found: (StoredObject & { time: number })[] = [];
  for await (const page of versionPages(client, bucket, prefix)) {
    for (const version of page.Versions ?? []) found.push(stored(version, prefix));
    for (const marker of page.DeleteMarkers ?? []) found.push({ ...stored(marker, prefix), deletion: true });
  }
  // S3 lists the newest first, but may give several versions the same second.
  return found
    .map((object, index) => ({ object, index }))
    .sort((one, other) => one.object.time - other.object.time || other.index - one.index)
    .map(({ object }) => object);
}

/** Every version of every object under a prefix, page by page. */
export async function* versionPages(
  client: S3Client,
  Bucket: string,
  Prefix: string,
): AsyncGenerator<ListObjectVersionsCommandOutput> {
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  for (;;) {
    const page = await client.send(
      new ListObjectVersionsCommand({ Bucket, Prefix, KeyMarker, VersionIdMarker }),
    );
    yield page;
    if (page.IsTruncated !== true) return;
    ({ NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page);
  }
}

function stored(version: ObjectVersion, prefix: string): StoredObject & { time: number } {
  return {
    path: (version.Key ?? "").slice(prefix.length),
    size: version.Size ?? 0,
    ...(version.VersionId !== undefined && { versionId: version.VersionId }),
    latest: version.IsLatest ?? false,
    time: version.LastModified?.getTime() ?? 0,
  };
}
