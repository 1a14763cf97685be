import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { measure } from "../../../tools/case/checksum";

const mebibyte = 1024 * 1024;

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** What S3 says of an object that was uploaded in parts. */
function composite(bytes: Uint8Array, partSize: number): string {
  const parts: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += partSize) {
    parts.push(sha256(bytes.subarray(start, start + partSize)));
  }
  return `${sha256(Buffer.concat(parts)).toString("base64")}-${parts.length}`;
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  await Promise.resolve();
}

describe("measuring an object", () => {
  it("compares the SHA-256 of its bytes, in whatever pieces they arrive", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 500 }),
        fc.integer({ min: 1, max: 99 }),
        async (bytes, size) => {
          const expected = sha256(bytes).toString("base64");
          assert.deepEqual(await measure(pieces(bytes, size), expected, bytes.length), {
            matches: true,
            checksum: expected,
            size: bytes.length,
          });
        },
      ),
    );
  });

  it("tells what other bytes come to", async () => {
    const expected = sha256(Buffer.from("one")).toString("base64");
    assert.deepEqual(await measure(pieces(Buffer.from("two"), 2), expected, 3), {
      matches: false,
      checksum: sha256(Buffer.from("two")).toString("base64"),
      size: 3,
    });
  });

  const dump = Buffer.alloc(21 * mebibyte + 5, "landing zone");
  for (const [partSize, parts] of [
    [5 * mebibyte, 5],
    [8 * mebibyte, 3],
    [16 * mebibyte, 2],
    [dump.length, 1],
  ] as const) {
    it(`finds the size of the parts when there are ${parts}`, async () => {
      const expected = composite(dump, partSize);
      assert.match(expected, new RegExp(`-${parts}$`));
      const { matches, checksum } = await measure(pieces(dump, 65_521), expected, dump.length);
      assert.deepEqual([matches, checksum], [true, expected]);
    });
  }

  it("notices a changed byte in an object of several parts", async () => {
    const expected = composite(dump, 8 * mebibyte);
    const changed = Buffer.from(dump);
    changed.writeUInt8(changed.readUInt8(20 * mebibyte) ^ 1, 20 * mebibyte);
    const { matches } = await measure(pieces(changed, 65_536), expected, changed.length);
    assert.equal(matches, false);
  });
});
