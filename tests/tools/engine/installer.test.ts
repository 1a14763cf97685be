import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WayFailure } from "../../../tools/engine/failure";
import { runVendorInstaller } from "../../../tools/engine/installer";
import { Sandbox } from "./sandbox";

describe("the vendor's installer", function () {
  // It runs in a process of its own, which loads the SDK.
  this.timeout(60_000);

  let sandbox: Sandbox;
  let root: string;
  beforeEach(() => {
    sandbox = new Sandbox();
    root = join(sandbox.root, "root");
  });
  afterEach(() => {
    sandbox.remove();
  });

  /** The vendor's site, as the installer's process sees it: it answers every request in one way. */
  function site(answer: string): NodeJS.ProcessEnv {
    const fake = sandbox.write(join(sandbox.root, "site.cjs"), `globalThis.fetch = () => ${answer};`);
    return { ...sandbox.environment, NODE_OPTIONS: `--require ${fake}` };
  }

  /** The site offers this script for download, where the vendor has its installation script. */
  function offering(script: string): NodeJS.ProcessEnv {
    const text = JSON.stringify(`#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
    return site(`Promise.resolve(new Response(${text}))`);
  }

  const install = (
    environment: NodeJS.ProcessEnv,
    signal = new AbortController().signal,
    timeoutMs?: number,
  ) => runVendorInstaller(root, { environment, signal }, timeoutMs);

  const exists = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  /** A script that would run for ever in a child of its own, and tells that child's process id. */
  const endless = () =>
    `sleep 3600 & echo $! > ${sandbox.root}/pid.new; mv ${sandbox.root}/pid.new ${sandbox.root}/pid; wait`;
  async function childOfEndless(): Promise<number> {
    const file = join(sandbox.root, "pid");
    while (!existsSync(file)) await sleep(10);
    return Number(readFileSync(file, "utf8"));
  }

  it("is told where to and which version", async () => {
    await install(
      offering(`[ "$*" = "--no-edit-path --install-root ${root} --version 3.252.0" ] || exit 1
mkdir -p ${root}/bin && printf '#!/bin/sh\\necho v3.252.0\\n' > ${root}/bin/pulumi && chmod +x ${root}/bin/pulumi`),
    );
    assert.equal(existsSync(join(root, "bin", "pulumi")), true);
  });

  it("fails at once where the network refuses the vendor's site", async () => {
    await assert.rejects(
      install(site('Promise.reject(new Error("fetch failed"))')),
      new WayFailure("Failed to download https://get.pulumi.com/install.sh: fetch failed"),
    );
  });

  it("fails with the script's own last words", async () => {
    await assert.rejects(
      install(offering("echo working; echo 'error: failed to download the archive' >&2; exit 1")),
      new WayFailure("error: failed to download the archive\n    working"),
    );
  });

  it("is given up when the site does not answer", async () => {
    const silent = site("new Promise(() => undefined)");
    await assert.rejects(install(silent, undefined, 100), new WayFailure("gave up after 0.1 s"));
  });

  it("is stopped with everything it started", async () => {
    const controller = new AbortController();
    const stopped = install(offering(endless()), controller.signal);
    const child = await childOfEndless();
    const reason = new Error("told to stop");
    controller.abort(reason);
    await assert.rejects(stopped, reason);
    while (exists(child)) await sleep(10);
  });
});
