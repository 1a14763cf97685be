import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeBytes, spaceProblem } from "../../../tools/engine/diskSpace";

const missing = join(tmpdir(), "no-such-folder", "below");
const tooMuch = 1e18;

describe("the space on a disk", () => {
  it("is that of the nearest folder that exists", async () => {
    assert.equal(typeof (await freeBytes(missing)), "number");
  });

  it("is enough for nothing", async () => {
    assert.equal(await spaceProblem([{ directory: missing, bytes: 0 }]), undefined);
  });

  it("is said with both numbers when it is not enough", async () => {
    assert.match(
      (await spaceProblem([{ directory: missing, bytes: tooMuch }])) ?? "",
      /^not enough disk space: needs 1000000000\.0 GB for \/.*\/no-such-folder\/below, [0-9.]+ GB is free$/,
    );
  });

  it("is shared by the folders on one disk", async () => {
    const half = Math.ceil(((await freeBytes(missing)) * 3) / 4);
    const one = { directory: join(missing, "one"), bytes: half };
    const two = { directory: join(missing, "two"), bytes: half };
    assert.equal(await spaceProblem([one]), undefined);
    assert.match((await spaceProblem([one, two])) ?? "", /needs [0-9.]+ GB for \S+\/one, \S+\/two, /);
  });
});
