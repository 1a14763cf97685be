import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { EngineCommand } from "../../../tools/run/engineCommand";
import { checkpointFile, createStateFolder, stateFolder } from "../../../tools/run/state";
import { openStack, stackFileCopy } from "../../../tools/run/workspace";
import { emptyFolder } from "./folder";

describe("the workspace of a stack", () => {
  const folder = emptyFolder();
  const state = () => stateFolder(folder(), "simulator");
  const program = () => Promise.resolve({});
  const args = {
    command: new EngineCommand("/none/pulumi", null),
    aws: { env: { EXTRA: "1" }, binDirectories: ["/plugin"] },
  };

  /** A stack with a state is opened without starting the engine. */
  const open = (config: Record<string, unknown> | undefined) => {
    createStateFolder(state());
    mkdirSync(dirname(checkpointFile(state(), "prod")), { recursive: true });
    writeFileSync(checkpointFile(state(), "prod"), "{}");
    return openStack(state(), args, "prod", config, program);
  };
  const copy = () => parse(readFileSync(stackFileCopy(state(), "prod"), "utf8")) as unknown;

  it("is below the state folder", async () => {
    const stack = await open({});
    assert.equal(stack.workspace.workDir, join(folder(), "simulator", "work"));
    const settings = await stack.workspace.projectSettings();
    assert.deepEqual(settings, { name: "landing-zone", runtime: "nodejs" });
  });

  it("has a copy of the configuration in which an account id is still a string", async () => {
    await open({ "landing-zone:account": "012345678901", "landing-zone:network": { cidr: "10.0.0.0/16" } });
    assert.deepEqual(copy(), {
      config: { "landing-zone:account": "012345678901", "landing-zone:network": { cidr: "10.0.0.0/16" } },
    });
  });

  it("keeps the engine's encryption salt when the configuration changes", async () => {
    createStateFolder(state());
    writeFileSync(
      stackFileCopy(state(), "prod"),
      "encryptionsalt: v1:abc\nconfig:\n  landing-zone:kind: old\n",
    );
    await open({ "landing-zone:kind": "workload" });
    assert.deepEqual(copy(), { encryptionsalt: "v1:abc", config: { "landing-zone:kind": "workload" } });
  });

  it("leaves the copy as it is when no configuration is given", async () => {
    createStateFolder(state());
    writeFileSync(stackFileCopy(state(), "prod"), "config:\n  landing-zone:kind: old\n");
    await open(undefined);
    assert.deepEqual(copy(), { config: { "landing-zone:kind": "old" } });
  });

  it("gives the engine a home and a backend of its own, and none of the user's settings", async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_PROFILE: "real",
      PULUMI_ACCESS_TOKEN: "secret",
      http_proxy: "http://proxy:1",
    });
    try {
      const { envVars } = (await open({})).workspace;
      assert.equal(envVars["PULUMI_HOME"], state().home);
      assert.equal(envVars["PULUMI_BACKEND_URL"], pathToFileURL(state().backend).href);
      assert.equal(envVars["EXTRA"], "1");
      assert.deepEqual(
        ["AWS_PROFILE", "PULUMI_ACCESS_TOKEN", "http_proxy"].filter((name) => name in envVars),
        [],
      );
    } finally {
      process.env = before;
    }
  });

  it("finds the engine's helpers and this Node.js before anything else on the path", async () => {
    const { envVars } = (await open({})).workspace;
    assert.deepEqual(envVars["PATH"]?.split(":").slice(0, 3), [
      state().bin,
      "/plugin",
      dirname(process.execPath),
    ]);
  });
});
