import assert from "node:assert/strict";
import { execa } from "execa";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { policyHelpers } from "../../../tools/engine/helpers";
import { Sandbox } from "./sandbox";

describe("the helper that runs policy packs", () => {
  let sandbox: Sandbox;
  let pack: string;
  beforeEach(() => {
    sandbox = new Sandbox();
    pack = join(sandbox.root, "pack");
    mkdirSync(pack);
  });
  afterEach(() => {
    sandbox.remove();
  });

  const run = async (...args: string[]) =>
    execa(join(await policyHelpers(), "pulumi-analyzer-policy-nodejs"), args, {
      cwd: pack,
      env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` },
      extendEnv: false,
      reject: false,
    });

  it("starts the pack with the pack's own SDK and the engine's arguments", async () => {
    const sdk = join(pack, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");
    sandbox.write(sdk, "console.log(JSON.stringify([__filename, process.cwd(), ...process.argv.slice(2)]))");
    const { stdout } = await run("127.0.0.1:4711", ".", "-a=b c");
    assert.deepEqual(JSON.parse(stdout), [sdk, pack, "127.0.0.1:4711", ".", "-a=b c"]);
  });

  it("names the missing SDK in the words that the engine looks for", async () => {
    const { stderr, exitCode } = await run("127.0.0.1:4711", ".");
    assert.match(stderr, /Cannot find module '@pulumi\/pulumi\/cmd\/run-policy-pack'/);
    assert.equal(exitCode, 1);
  });
});
