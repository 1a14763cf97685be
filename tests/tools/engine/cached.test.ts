import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { EngineFailure } from "../../../tools/engine";
import { fakePulumi, Sandbox } from "./sandbox";

/** Group and user that own nothing. */
const nobody = 65534;

/** Runs as a user to whom permissions mean something: root may write everywhere. */
async function unprivileged<Result>(work: () => Promise<Result>): Promise<Result> {
  const root = process.getuid?.() === 0;
  if (root) process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

describe("the engine in the cache", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = new Sandbox();
    sandbox.go();
    await sandbox.resolve();
    sandbox.events.length = 0;
  });
  afterEach(() => {
    sandbox.remove();
  });

  async function rebuiltBecause(problem: string): Promise<void> {
    const engine = await sandbox.resolve();
    assert.equal(
      sandbox.notices[0],
      `the engine in ${join(sandbox.home, "build")} is damaged: ${problem}; making it again`,
    );
    assert.equal(sandbox.builds, 2);
    assert.equal(engine.path, sandbox.builtBinary);
    assert.deepEqual(sandbox.cached, ["build"]);
    sandbox.events.length = 0;
    await sandbox.resolve();
    assert.deepEqual(sandbox.notices, []);
    assert.equal(sandbox.builds, 2);
  }

  it("is made again when the binary is truncated", async () => {
    const { size } = statSync(sandbox.builtBinary);
    truncateSync(sandbox.builtBinary, 5);
    await rebuiltBecause(`the binary has 5 bytes instead of ${size}`);
  });

  it("is made again when the binary is not executable", async () => {
    chmodSync(sandbox.builtBinary, 0o644);
    await rebuiltBecause("the binary is not executable");
  });

  it("is made again when the content has changed but not the size", async () => {
    const content = readFileSync(sandbox.builtBinary, "utf8");
    writeFileSync(sandbox.builtBinary, content.replace("echo v", "echo  "));
    await rebuiltBecause("the binary's content has changed");
  });

  it("is made again when the binary is missing", async () => {
    rmSync(sandbox.builtBinary);
    await rebuiltBecause("the binary is missing");
  });

  for (const [what, record] of [
    ["is no JSON", "{"],
    ["lacks the hash", '{"version":"3.252.0","size":1}'],
  ] as const) {
    it(`is made again when its record ${what}`, async () => {
      writeFileSync(join(sandbox.home, "build", "record.json"), record);
      await rebuiltBecause("its record is missing or unreadable");
    });
  }

  it("is made again when the binary cannot run here", async () => {
    writeFileSync(sandbox.builtBinary, "");
    appendFileSync(sandbox.builtBinary, "\u007fELF nothing");
    const record = JSON.parse(readFileSync(join(sandbox.home, "build", "record.json"), "utf8")) as object;
    const { size } = statSync(sandbox.builtBinary);
    const { createHash } = await import("node:crypto");
    const sha256 = createHash("sha256").update(readFileSync(sandbox.builtBinary)).digest("hex");
    writeFileSync(join(sandbox.home, "build", "record.json"), JSON.stringify({ ...record, size, sha256 }));
    await sandbox.resolve();
    assert.match(sandbox.notices[0] ?? "", /is damaged: `pulumi version` says `pulumi version` failed: /);
    assert.equal(sandbox.builds, 2);
  });

  it("is used without writing anything, so that the cache may be read-only", async () => {
    chmodSync(sandbox.home, 0o555);
    try {
      assert.equal((await unprivileged(() => sandbox.resolve())).path, sandbox.builtBinary);
    } finally {
      chmodSync(sandbox.home, 0o755);
    }
  });

  it("gives way to a `pulumi` on PATH", async () => {
    sandbox.onPath("pulumi", fakePulumi("v3.252.0"));
    assert.equal((await sandbox.resolve()).source, "path");
  });

  it("is used without a word about PATH when there is no `pulumi` on it", async () => {
    await sandbox.resolve();
    assert.deepEqual(sandbox.notices, []);
  });
});

describe("a cache that cannot be written", () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.go();
  });
  afterEach(() => {
    sandbox.remove();
  });

  async function reason(): Promise<string> {
    const error: unknown = await unprivileged(() => sandbox.resolve()).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof EngineFailure, String(error));
    assert.equal(sandbox.installs, 0);
    assert.deepEqual(sandbox.goCalls, []);
    return error.reasons.find(({ way }) => way === "cache")?.reason ?? "none";
  }

  const mend = "; set LANDING_ZONE_CACHE to a folder that can";

  it("is told with the folder and the mend when it cannot be made", async () => {
    mkdirSync(sandbox.cache);
    chmodSync(sandbox.cache, 0o555);
    assert.equal(
      await reason(),
      `${sandbox.home} cannot be written (EACCES: permission denied, mkdir '${join(sandbox.cache, "engine")}')${mend}`,
    );
  });

  it("is told when it exists without permission", async () => {
    mkdirSync(sandbox.home, { recursive: true });
    chmodSync(sandbox.home, 0o555);
    assert.equal(
      await reason(),
      `${sandbox.home} cannot be written (EACCES: permission denied, mkdir '${join(sandbox.home, "lock")}')${mend}`,
    );
  });

  it("is told when a file is in its place", async () => {
    writeFileSync(sandbox.cache, "");
    assert.match(await reason(), /cannot be written \(ENOTDIR: /);
  });
});
