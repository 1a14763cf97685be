import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EngineFailure } from "../../../tools/engine";
import { buildsEngine, fakePulumi, Sandbox } from "./sandbox";

const helpers = join(__dirname, "../../../tools/engine/helpers/policies");

const remedies = `Any one of these is enough:
  - install Pulumi 3.252.0 or newer and put it on PATH: https://www.pulumi.com/docs/iac/download-install/
  - let this machine download from the vendor (get.pulumi.com and github.com): it is then installed by itself
  - install Go 1.25 or newer and let it download modules: the engine is then built by itself, in about three minutes.
    https://go.dev/doc/install`;

describe("resolving the engine", () => {
  let sandbox: Sandbox;
  beforeEach(() => (sandbox = new Sandbox()));
  afterEach(() => {
    sandbox.remove();
  });

  async function failure(): Promise<string> {
    const error: unknown = await sandbox.resolve().catch((reason: unknown) => reason);
    assert.ok(error instanceof EngineFailure, String(error));
    return error.message;
  }

  describe("with `pulumi` on PATH", () => {
    it("takes the oldest version that will do, and makes nothing", async () => {
      const path = sandbox.onPath("pulumi", fakePulumi("v3.252.0"));
      const engine = await sandbox.resolve();
      assert.deepEqual(engine, { path, version: "3.252.0", source: "path", binDirectory: helpers });
      assert.equal(existsSync(sandbox.cache), false);
      assert.deepEqual(sandbox.notices, []);
    });

    it("takes a newer 3.x", async () => {
      sandbox.onPath("pulumi", fakePulumi("v3.301.2"));
      assert.equal((await sandbox.resolve()).version, "3.301.2");
    });

    it("uses the vendor's helpers where they lie beside the binary", async () => {
      sandbox.onPath("pulumi", fakePulumi("v3.252.0"));
      sandbox.onPath("pulumi-language-nodejs", "#!/bin/sh\n");
      assert.equal((await sandbox.resolve()).binDirectory, sandbox.bin);
    });

    it("passes over one that is too old, says so, and goes on", async () => {
      const path = sandbox.onPath("pulumi", fakePulumi("v3.251.9"));
      sandbox.go();
      assert.equal((await sandbox.resolve()).source, "build");
      assert.equal(sandbox.notices[0], `PATH: found 3.251.9 at ${path}, too old: needs 3.252.0 or newer`);
    });

    it("names the old one again when nothing else works", async () => {
      const path = sandbox.onPath("pulumi", fakePulumi("v3.100.0"));
      assert.match(
        await failure(),
        new RegExp(`\n  PATH: found 3.100.0 at ${path}, too old: needs 3.252.0 or newer\n`),
      );
    });

    it("passes over another major version", async () => {
      const path = sandbox.onPath("pulumi", fakePulumi("v4.0.0"));
      assert.match(await failure(), new RegExp(`\n  PATH: found 4.0.0 at ${path}, too new: needs 3.x\n`));
    });

    it("passes over a pre-release of the oldest version", async () => {
      sandbox.onPath("pulumi", fakePulumi("v3.252.0-alpha.1"));
      assert.match(await failure(), /found 3\.252\.0-alpha\.1 at .*, too old/);
    });

    it("passes over one that says no version", async () => {
      const path = sandbox.onPath("pulumi", "#!/bin/sh\necho hello\n");
      assert.match(
        await failure(),
        new RegExp(`PATH: ${path} is no working engine: \`pulumi version\` printed "hello"\n`),
      );
    });

    it("passes over one that fails, with its own last words", async () => {
      sandbox.onPath("pulumi", "#!/bin/sh\necho first >&2\necho broken pipe of dreams >&2\nexit 3\n");
      assert.match(await failure(), /is no working engine: `pulumi version` failed: broken pipe of dreams\n/);
    });

    it("does not take a file that may not be executed", async () => {
      sandbox.write(join(sandbox.bin, "pulumi"), fakePulumi("v3.252.0"), 0o644);
      assert.match(await failure(), /PATH: no `pulumi` on PATH\n/);
    });
  });

  describe("with the vendor's installer", () => {
    const install = (root: string) => {
      sandbox.installs += 1;
      sandbox.write(join(root, "bin", "pulumi"), fakePulumi("v3.252.0"));
      sandbox.write(join(root, "bin", "pulumi-language-nodejs"), "#!/bin/sh\n");
      return Promise.resolve();
    };

    it("installs into the cache, with the vendor's helpers, and builds nothing", async () => {
      sandbox.go();
      const bin = join(sandbox.home, "installer", "bin");
      assert.deepEqual(await sandbox.resolve({ install }), {
        path: join(bin, "pulumi"),
        version: "3.252.0",
        source: "installer",
        binDirectory: bin,
      });
      assert.deepEqual(sandbox.cached, ["installer"]);
      assert.deepEqual(sandbox.goCalls, []);
    });

    it("installs once", async () => {
      const first = await sandbox.resolve({ install });
      assert.deepEqual(await sandbox.resolve({ install }), first);
      assert.equal(sandbox.installs, 1);
    });

    it("builds instead if what it installs is another version", async () => {
      sandbox.go();
      const engine = await sandbox.resolve({
        install: (root) => {
          sandbox.write(join(root, "bin", "pulumi"), fakePulumi("v3.251.0"));
          return Promise.resolve();
        },
      });
      assert.equal(engine.source, "build");
      assert.deepEqual(sandbox.notices, [
        "installer: what was made does not work: `pulumi version` says 3.251.0",
      ]);
      assert.deepEqual(sandbox.cached, ["build"]);
    });

    it("builds instead if it leaves nothing", async () => {
      sandbox.go();
      const engine = await sandbox.resolve({ install: () => Promise.resolve() });
      assert.equal(engine.source, "build");
      assert.match(sandbox.notices[0] ?? "", /^installer: there is no .*bin\/pulumi at the end$/);
    });

    it("lets a fault in this program through", async () => {
      const fault = new TypeError("a fault");
      await assert.rejects(sandbox.resolve({ install: () => Promise.reject(fault) }), fault);
      assert.deepEqual(sandbox.cached, []);
    });
  });

  it("says what failed and lists the three ways when none works", async () => {
    assert.equal(
      await failure(),
      `No Pulumi engine 3.252.0 or newer (3.x) could be found or made:
  PATH: no \`pulumi\` on PATH
  installer: cannot be reached
  Go build: no \`go\` on PATH
${remedies}`,
    );
    assert.deepEqual(sandbox.cached, []);
  });

  it("ends with the event that there is an engine", async () => {
    sandbox.go({ build: buildsEngine() });
    const { path } = await sandbox.resolve();
    const last = sandbox.events.at(-1);
    assert.equal(last?.phase, "ready");
    assert.equal(last.detail, `Pulumi 3.252.0 at ${path}`);
  });
});
