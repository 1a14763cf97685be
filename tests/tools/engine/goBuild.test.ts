import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EngineFailure } from "../../../tools/engine";
import { buildsEngine, Sandbox } from "./sandbox";

const engineFolder = join(__dirname, "../../../tools/engine");
const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const flags =
  "-mod=readonly -trimpath -ldflags " +
  "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.252.0";
const surroundings = `in ${engineFolder} with GOOS= GOARCH= GOWORK=off CGO_ENABLED=0`;

describe("building the engine with Go", () => {
  let sandbox: Sandbox;
  beforeEach(() => (sandbox = new Sandbox()));
  afterEach(() => {
    sandbox.remove();
  });

  async function reason(): Promise<string> {
    const error: unknown = await sandbox.resolve().catch((thrown: unknown) => thrown);
    assert.ok(error instanceof EngineFailure, String(error));
    assert.deepEqual(sandbox.cached, [], "nothing half made is left");
    return error.reasons.find(({ way }) => way === "Go build")?.reason ?? "none";
  }

  it("puts it into the cache and uses it on the next run without Go", async () => {
    const go = sandbox.go();
    const engine = await sandbox.resolve();
    assert.equal(engine.path, sandbox.builtBinary);
    assert.equal(engine.source, "build");
    assert.deepEqual(sandbox.cached, ["build"]);
    sandbox.write(go, "#!/bin/sh\nexit 1\n");
    assert.deepEqual(await sandbox.resolve(), engine);
    assert.equal(sandbox.installs, 1);
  });

  it("builds for this machine whatever Go is set to, from the committed module list", async () => {
    sandbox.go();
    await sandbox.resolve();
    const [env, list, build] = sandbox.goCalls;
    assert.equal(sandbox.goCalls.length, 3);
    assert.equal(env, `env -json GOVERSION GOMODCACHE GOCACHE ${surroundings}`);
    assert.equal(
      list,
      `list ${flags} -deps -f {{if .Stale}}stale{{else}}compiled{{end}} ${command} ${surroundings}`,
    );
    assert.match(
      build ?? "",
      new RegExp(
        `^build -v ${flags} -o ${sandbox.home}/build\\.tmp-\\d+-[0-9a-f]{8}/bin/pulumi ${command} in `,
      ),
    );
  });

  it("says how many modules and packages are done, of those that have to be", async () => {
    sandbox.go();
    await sandbox.resolve();
    assert.deepEqual(
      sandbox.events
        .filter(({ phase }) => phase === "build")
        .map(({ detail, done, total }) => [detail, done, total]),
      [
        ["reading the engine's packages", 0, undefined],
        ["downloading Go modules: 1 so far", 1, undefined],
        ["downloading Go modules: 2 so far", 2, undefined],
        ["compiling the engine with Go 1.26.0: 0 of 2 packages", 0, 2],
        ["compiling the engine with Go 1.26.0: 1 of 2 packages", 1, 2],
        ["linking the engine", 2, 2],
        ["checking the new engine", undefined, undefined],
      ],
    );
  });

  it("refuses a Go that is too old to read go.mod, with its version", async () => {
    const path = sandbox.go({
      version: "go1.19.8",
      env: "echo \"go: errors parsing go.mod: invalid go version '1.25.11'\" >&2; exit 1",
    });
    assert.equal(await reason(), `Go 1.19.8 at ${path} is too old: needs 1.25 or newer`);
  });

  it("refuses a Go that is too old but answers", async () => {
    const path = sandbox.go({ version: "go1.24.11" });
    assert.equal(await reason(), `Go 1.24.11 at ${path} is too old: needs 1.25 or newer`);
  });

  it("takes a development version of Go", async () => {
    sandbox.go({ version: "go1.27rc1" });
    assert.equal((await sandbox.resolve()).source, "build");
  });

  it("says what a broken Go says", async () => {
    const path = sandbox.go({ env: "echo 'go: cannot find GOROOT directory' >&2; exit 2" });
    assert.equal(await reason(), `${path} does not work: go: cannot find GOROOT directory`);
  });

  it("says why modules cannot be downloaded", async () => {
    sandbox.go({
      list: "echo 'go: downloading a v1' >&2; echo 'go: a@v1: dial tcp: i/o timeout' >&2; exit 1",
    });
    assert.equal(
      await reason(),
      "Go 1.26.0 could not build the engine:\n    go: a@v1: dial tcp: i/o timeout",
    );
    assert.equal(sandbox.builds, 0);
  });

  it("says why the build failed and leaves nothing", async () => {
    sandbox.go({
      build:
        "echo one/a >&2; echo '# one/a' >&2; echo 'a.go:1:2: undefined: x' >&2; touch \"$output\"; exit 1",
    });
    assert.equal(
      await reason(),
      "Go 1.26.0 could not build the engine:\n    # one/a\n    a.go:1:2: undefined: x",
    );
  });

  it("does not take a build that says another version", async () => {
    sandbox.go({ build: buildsEngine("v3.0.0") });
    assert.equal(await reason(), "what was made does not work: `pulumi version` says 3.0.0");
  });

  it("says that the disk is full", async () => {
    sandbox.go({ build: "echo 'write $WORK/b001/_pkg_.a: no space left on device' >&2; exit 1" });
    const folders = [
      ["1.4", join(sandbox.root, "modules")],
      ["1.7", join(sandbox.root, "compiled")],
      ["1.8", sandbox.home],
    ].map(([size, folder]) => `${size} GB in ${folder} \\([0-9.]+ GB free\\)`);
    assert.match(
      await reason(),
      new RegExp(
        `^a disk was full\\. The build needs up to ${folders.join(", ")}\\. ` +
          "Make room, or choose other folders with GOMODCACHE, GOCACHE and LANDING_ZONE_CACHE$",
      ),
    );
  });

  it("keeps Go's temporary files in the cache's temporary folder, where they are cleaned up", async () => {
    sandbox.go({
      build: `echo "$GOTMPDIR" > ${sandbox.root}/work; mkdir "$GOTMPDIR/go-build1"; ${buildsEngine()}`,
    });
    await sandbox.resolve();
    assert.equal(existsSync(join(sandbox.home, "build", "work")), false);
    assert.deepEqual(sandbox.cached, ["build"]);
  });
});
