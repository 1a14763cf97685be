import assert from "node:assert/strict";
import { copyFileSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { updateStack } from "../../tools/run/deployStack";
import { policiesFor } from "../../tools/run/policies";
import { stacksToDeploy } from "../../tools/run/run";
import { stacksInOrder } from "../../tools/run/stacksInOrder";
import { backendUrl } from "../../tools/run/state";
import { passphrase } from "../../tools/run/workspace";
import type { CliResult } from "./cli";
import { checkout, suiteFolder, suiteSession } from "./session";

// What a user of the vendor's command line does, with the same Pulumi.yaml and index.ts.
describe("pulumi", () => {
  const folder = suiteFolder();
  const session = suiteSession();
  const files = () => stacksInOrder(checkout);

  before(() => {
    // Pulumi writes to the stacks' files, so it gets a checkout of its own.
    for (const name of readdirSync(checkout)) {
      if (/^Pulumi\..*yaml$/.test(name)) copyFileSync(join(checkout, name), join(folder(), name));
      else if (!name.startsWith(".")) symlinkSync(join(checkout, name), join(folder(), name));
    }
  });

  async function pulumi(...args: string[]): Promise<CliResult> {
    const script = join(checkout, "tools", "engine", "pulumi.ts");
    const node = ["--require", "ts-node/register/transpile-only", script];
    const { aws, state } = session();
    const env = {
      ...aws.env,
      PULUMI_HOME: state.home,
      PULUMI_BACKEND_URL: backendUrl(state),
      PULUMI_CONFIG_PASSPHRASE: passphrase,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const options = { cwd: folder(), env, reject: false } as const;
    const { exitCode, stdout, stderr } = await execa(process.execPath, [...node, ...args], options);
    return { code: exitCode, stdout, stderr };
  }

  it("makes a stack from its file", async () => {
    const { code, stderr } = await pulumi("stack", "init", "prod");
    assert.equal(code, 0, stderr);
  });

  it("preview -s prod names forensics, which has to be deployed first", async () => {
    const { code, stdout, stderr } = await pulumi("preview", "-s", "prod", "--non-interactive");
    assert.notEqual(code, 0);
    assert.match(`${stdout}${stderr}`, /unknown stack "organization\/landing-zone\/forensics"/);
  });

  it("preview -s prod shows what would be created, judged by the policy pack", async () => {
    const [forensics] = stacksToDeploy(session(), files(), []);
    const prod = files().find(({ name }) => name === "prod");
    assert.ok(forensics !== undefined && prod !== undefined);
    assert.equal((await updateStack(session(), forensics)).outcome, "updated");
    const { pack, config } = policiesFor(session().state, prod, []);
    const judged = ["--policy-pack", pack, "--policy-pack-config", config];
    const { code, stdout, stderr } = await pulumi("preview", "-s", "prod", "--non-interactive", ...judged);
    assert.equal(code, 0, `${stdout}${stderr}`);
    assert.match(stdout, /^ +\+ \d{2,} to create$/m);
    assert.match(stdout, /^Policies:\n +\S+ landing-zone@v/m);
  });
});
