import assert from "node:assert/strict";
import { execa } from "execa";
import { delimiter, join } from "node:path";
import { Sandbox } from "./sandbox";

const engine = join(__dirname, "../../../tools/engine");
const transpiler = require.resolve("ts-node/register/transpile-only");

/** Says its version, and of any other command what it was given. Ends with 7. */
const talkative = `#!/bin/sh
[ "$*" = version ] && { echo v3.252.0; exit; }
echo "$*"; echo "$PATH"; pwd; exit 7
`;

describe("npm run pulumi", function () {
  // It is a process that transpiles itself.
  this.timeout(60_000);

  let sandbox: Sandbox;
  beforeEach(() => (sandbox = new Sandbox()));
  afterEach(() => {
    sandbox.remove();
  });

  const run = (...args: string[]) =>
    execa(process.execPath, ["--require", transpiler, join(engine, "pulumi.ts"), ...args], {
      cwd: engine,
      env: sandbox.environment,
      extendEnv: false,
      reject: false,
    });

  it("runs the engine with our language host on its path, and ends as it does", async () => {
    sandbox.onPath("pulumi", talkative);
    const { stdout, stderr, exitCode } = await run("preview", "-s", "prod");
    const path = [join(engine, "helpers/programs"), sandbox.bin, sandbox.bin].join(delimiter);
    assert.deepEqual(stdout.split("\n"), ["preview -s prod", path, engine]);
    assert.equal(stderr, "");
    assert.equal(exitCode, 7);
  });

  it("leaves the vendor's helpers where they are", async () => {
    sandbox.onPath("pulumi", talkative);
    sandbox.onPath("pulumi-language-nodejs", "#!/bin/sh\n");
    const { stdout } = await run("about");
    assert.equal(stdout.split("\n")[1], [sandbox.bin, sandbox.bin, sandbox.bin].join(delimiter));
  });

  it("says how to get an engine when there is none", async () => {
    sandbox.write(sandbox.cache, "in the way of the cache");
    const { stderr, stdout, exitCode } = await run("preview");
    assert.match(
      stderr,
      /^No Pulumi engine 3\.252\.0 or newer \(3\.x\) could be found or made:\n {2}PATH: no `pulumi`/,
    );
    assert.equal(stdout, "");
    assert.equal(exitCode, 1);
  });
});
