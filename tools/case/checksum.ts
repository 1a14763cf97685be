import { createHash } from "node:crypto";

/** What the bytes of an object came to. */
export interface Measured {
  readonly matches: boolean;
  /** SHA-256 in base64, in the form that was expected. */
  readonly checksum: string;
  /** Bytes. */
  readonly size: number;
}

const mebibyte = 1024 * 1024;

/** Sizes of parts that AWS's tools upload in, in MiB: 5 is the least that S3 takes, 8 what the tools begin with. */
const usualPartsMebibytes = [
  5, 6, 8, 10, 15, 16, 25, 32, 50, 64, 100, 128, 250, 256, 500, 512, 1024, 2048, 4096,
];

/**
 * Compares the bytes of an object with a checksum of S3 as they arrive, whatever their number.
 *
 * An object that was uploaded in parts has the checksum `<base64>-<parts>`: the SHA-256 of its parts' SHA-256. The size of
 * the parts is not kept, so those that AWS's tools use are tried, all in one go.
 * Source: "Checking object integrity in Amazon S3", section "Composite checksums".
 *
 * @param size Bytes that the object is said to have.
 */
export async function measure(
  chunks: AsyncIterable<Uint8Array>,
  expected: string,
  size: number,
): Promise<Measured> {
  const parts = Number(/-(\d+)$/.exec(expected)?.[1] ?? 0);
  const whole = createHash("sha256");
  const composites = (parts > 0 ? partSizes(size, parts) : []).map((partSize) => new CompositeHash(partSize));
  let seen = 0;
  for await (const chunk of chunks) {
    seen += chunk.length;
    whole.update(chunk);
    for (const composite of composites) composite.update(chunk);
  }
  const plain = whole.digest("base64");
  if (parts === 0) return { matches: plain === expected, checksum: plain, size: seen };
  const made = composites.map((composite) => composite.digest());
  const matches = made.includes(expected);
  return { matches, checksum: matches ? expected : (made[0] ?? plain), size: seen };
}

function partSizes(size: number, parts: number): readonly number[] {
  const even = Math.ceil(size / parts / mebibyte) * mebibyte;
  const candidates = [...usualPartsMebibytes.map((mebibytes) => mebibytes * mebibyte), even, size];
  return [...new Set(candidates)].filter((each) => each > 0 && Math.ceil(size / each) === parts);
}

/** SHA-256 of the SHA-256 of each part. */
class CompositeHash {
  private readonly outer = createHash("sha256");
  private inner = createHash("sha256");
  private filled = 0;
  private parts = 0;

  public constructor(private readonly partSize: number) {}

  public update(chunk: Uint8Array): void {
    let rest = chunk;
    while (rest.length > 0) {
      const taken = rest.subarray(0, this.partSize - this.filled);
      this.inner.update(taken);
      this.filled += taken.length;
      rest = rest.subarray(taken.length);
      if (this.filled === this.partSize) this.closePart();
    }
  }

  public digest(): string {
    if (this.filled > 0) this.closePart();
    return `${this.outer.digest("base64")}-${this.parts}`;
  }

  private closePart(): void {
    this.outer.update(this.inner.digest());
    this.inner = createHash("sha256");
    this.filled = 0;
    this.parts += 1;
  }
}
