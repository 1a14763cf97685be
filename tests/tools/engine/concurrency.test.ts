import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildsEngine, Sandbox } from "./sandbox";

const cli = join(__dirname, "../../../tools/engine/pulumi.ts");
const transpiler = require.resolve("ts-node/register/transpile-only");

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

describe("several runs that need the engine at once", function () {
  // Processes that transpile themselves, on machines that do other things as well.
  this.timeout(60_000);

  let sandbox: Sandbox;
  let children: ChildProcess[];
  beforeEach(() => {
    sandbox = new Sandbox();
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    sandbox.remove();
  });

  /** A build that lasts until the test says so. */
  const started = () => existsSync(join(sandbox.root, "started"));
  const finish = () => {
    writeFileSync(join(sandbox.root, "finish"), "");
  };
  const slow = () =>
    `touch ${sandbox.root}/started; while [ ! -e ${sandbox.root}/finish ]; do sleep 0.05; done; ${buildsEngine()}`;

  /** `npm run pulumi -- version` in a process of its own. It asks the vendor first, whose site it cannot find. */
  function otherProcess(): ChildProcess & { readonly said: string[]; readonly ended: Promise<unknown> } {
    const offline = sandbox.write(
      join(sandbox.root, "offline.cjs"),
      'globalThis.fetch = () => Promise.reject(new Error("offline"));',
    );
    const environment = { ...sandbox.environment, NODE_OPTIONS: `--require ${offline}` };
    const child = spawn(process.execPath, ["--require", transpiler, cli, "version"], {
      cwd: join(__dirname, "../../.."),
      env: environment,
    });
    const said: string[] = [];
    child.stdout.on("data", (data: Buffer) => said.push(data.toString()));
    child.stderr.on("data", (data: Buffer) => said.push(data.toString()));
    children.push(child);
    return Object.assign(child, { said, ended: once(child, "close") });
  }

  it("make it once within one process", async () => {
    sandbox.go();
    const engines = await Promise.all([sandbox.resolve(), sandbox.resolve(), sandbox.resolve()]);
    assert.equal(sandbox.builds, 1);
    assert.deepEqual(new Set(engines.map(({ path }) => path)), new Set([sandbox.builtBinary]));
  });

  it("wait for another process and say which", async () => {
    sandbox.go({ build: slow() });
    const other = otherProcess();
    await until(started);
    const resolved = sandbox.resolve();
    await until(() => sandbox.notices.length > 0);
    finish();
    assert.equal((await resolved).path, sandbox.builtBinary);
    assert.deepEqual(sandbox.notices, [
      `another run is making the engine (pid ${other.pid}); waiting for it`,
    ]);
    assert.equal(sandbox.builds, 1);
    await other.ended;
    assert.equal(other.exitCode, 0);
    assert.match(other.said.join(""), /v3\.252\.0\n$/);
  });

  it("take over from one that was killed, and remove what it left", async () => {
    sandbox.go({ build: slow() });
    const other = otherProcess();
    await until(started);
    other.kill("SIGKILL");
    await other.ended;
    finish();
    assert.match(sandbox.cached.join(), /^build\.tmp-\d+-[0-9a-f]{8},lock$/);
    assert.equal(existsSync(sandbox.builtBinary), false);
    const resolved = sandbox.resolve();
    await until(() => sandbox.notices.length > 0);
    makeStale();
    assert.equal((await resolved).path, sandbox.builtBinary);
    assert.equal(
      sandbox.notices[0],
      `the run that was making the engine (pid ${other.pid}) is gone; taking over within 10 s`,
    );
    assert.deepEqual(sandbox.cached, ["build"]);
  });

  /** As if the ten seconds had passed in which a living holder would have renewed the lock. */
  function makeStale(): void {
    const before = Date.now() / 1000 - 60;
    utimesSync(join(sandbox.home, "lock"), before, before);
  }

  it("do not wait for a lock that nobody has renewed", async () => {
    sandbox.go();
    mkdirSync(join(sandbox.home, "lock"), { recursive: true });
    makeStale();
    assert.equal((await sandbox.resolve()).source, "build");
    assert.deepEqual(
      sandbox.events.filter(({ phase }) => phase === "wait"),
      [],
    );
  });

  it("name the host of a holder elsewhere, whose process nobody can look for", async () => {
    sandbox.go();
    mkdirSync(join(sandbox.home, "lock"), { recursive: true });
    writeFileSync(join(sandbox.home, "holder.json"), JSON.stringify({ pid: 1, host: `not-${hostname()}` }));
    const resolved = sandbox.resolve();
    await until(() => sandbox.notices.length > 0);
    makeStale();
    await resolved;
    assert.equal(
      sandbox.notices[0],
      `another run is making the engine (pid 1 on not-${hostname()}); waiting for it`,
    );
  });

  it("stop waiting when they are told to stop", async () => {
    mkdirSync(join(sandbox.home, "lock"), { recursive: true });
    const controller = new AbortController();
    const resolved = sandbox.resolve({ signal: controller.signal });
    await until(() => sandbox.events.some(({ phase }) => phase === "wait"));
    const reason = new Error("told to stop");
    controller.abort(reason);
    await assert.rejects(resolved, reason);
  });

  it("stop a build, leave nothing of it and let the next run build", async () => {
    sandbox.go({ build: slow() });
    const controller = new AbortController();
    const resolved = sandbox.resolve({ signal: controller.signal });
    await until(started);
    const reason = new Error("told to stop");
    controller.abort(reason);
    await assert.rejects(resolved, reason);
    assert.deepEqual(sandbox.cached, []);
    finish();
    assert.equal((await sandbox.resolve()).path, sandbox.builtBinary);
  });
});
