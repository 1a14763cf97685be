import type { IncomingMessage, ServerResponse } from "node:http";
import { toXml } from "./fakeAws";

interface Version {
  readonly key: string;
  readonly versionId: string;
  /** Absent for a delete marker. */
  readonly contents?: Buffer;
}

/** A versioned bucket in memory: as much of S3's protocol as reading a case needs. Lists are handed out in pages. */
export class FakeBucket {
  private versions: Version[] = [];
  /** Keys and versions whose contents were read. */
  public readonly reads: string[] = [];
  /** Keys whose legal hold was changed, and to what. */
  public readonly holds: string[] = [];

  public constructor(
    private readonly name: string,
    private readonly pageSize = 3,
  ) {}

  public put(key: string, contents: Buffer | string, versionId: string): void {
    this.versions.push({ key, versionId, contents: Buffer.from(contents) });
  }

  public mark(key: string, versionId: string): void {
    this.versions.push({ key, versionId });
  }

  public clear(): void {
    this.versions = [];
    this.reads.length = 0;
    this.holds.length = 0;
  }

  /** Answers a request of S3's. */
  public readonly answer = (request: IncomingMessage, body: Buffer, response: ServerResponse): void => {
    const url = new URL(request.url ?? "", "http://localhost");
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split("/");
    const key = rest.join("/");
    if (bucket !== this.name) fail(response, "NoSuchBucket");
    else if (request.method === "PUT" && url.searchParams.has("legal-hold")) this.hold(key, body, response);
    else if (key === "") this.list(url.searchParams, response);
    else this.get(key, url.searchParams.get("versionId"), response);
  };

  private hold(key: string, body: Buffer, response: ServerResponse): void {
    this.holds.push(`${key} ${/<Status>(\w+)<\/Status>/.exec(body.toString())?.[1] ?? ""}`);
    response.writeHead(200).end();
  }

  private list(parameters: URLSearchParams, response: ServerResponse): void {
    const prefix = parameters.get("prefix") ?? "";
    // S3 lists by key, and the newest version of a key first.
    const all = this.versions
      .map((version, age) => ({ version, age }))
      .filter(({ version }) => version.key.startsWith(prefix))
      .sort(
        (one, other) =>
          (one.version.key < other.version.key ? -1 : Number(one.version.key > other.version.key)) ||
          other.age - one.age,
      );
    const marker = parameters.get("key-marker");
    const from =
      marker === null
        ? 0
        : all.findIndex(
            ({ version, age }) => version.key === marker && `${age}` === parameters.get("version-id-marker"),
          ) + 1;
    const page = all.slice(from, from + this.pageSize);
    const last = page.at(-1);
    const truncated = from + this.pageSize < all.length && last !== undefined;
    const shown = (deletion: boolean) =>
      page
        .filter(({ version }) => (version.contents === undefined) === deletion)
        .map(({ version, age }) => ({
          Key: version.key,
          VersionId: version.versionId,
          IsLatest: !all.some((other) => other.version.key === version.key && other.age > age),
          LastModified: "2026-11-24T12:00:00.000Z",
          ...(version.contents && { Size: version.contents.length }),
        }));
    const result = {
      IsTruncated: truncated,
      ...(truncated && { NextKeyMarker: last.version.key, NextVersionIdMarker: last.age }),
      Version: shown(false),
      DeleteMarker: shown(true),
    };
    response
      .writeHead(200, { "content-type": "application/xml" })
      .end(`<ListVersionsResult>${toXml(result)}</ListVersionsResult>`);
  }

  private get(key: string, versionId: string | null, response: ServerResponse): void {
    const found = this.versions
      .filter((version) => version.key === key && (versionId === null || version.versionId === versionId))
      .at(-1);
    if (!found?.contents) {
      fail(response, "NoSuchKey");
      return;
    }
    this.reads.push(`${key} ${found.versionId}`);
    response.writeHead(200, { "content-length": found.contents.length }).end(found.contents);
  }
}

function fail(response: ServerResponse, code: string): void {
  response.writeHead(404).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
