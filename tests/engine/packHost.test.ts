import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { PackHost } from "../../tools/run/packHost";
import { policyPack } from "../../tools/run/policies";
import { createStateFolder, foldersIn } from "../../tools/run/state";
import { checkout, suiteFolder } from "./session";

describe("A policy pack that is started ahead", () => {
  const folder = suiteFolder();
  const state = () => foldersIn(folder());
  const runner = () => join(state().bin, "pulumi-analyzer-policy-nodejs");

  before(() => {
    createStateFolder(state());
  });

  /** What the engine reads when it starts the pack. Standard input has ended, so the runner ends too. */
  const portForEngine = () => Number(execFileSync(runner(), ["127.0.0.1:1", "."], { input: "" }));

  it("is what the engine finds while it works, and is ended with the session", async () => {
    const packs = new PackHost(state());
    packs.start();
    const port = await packs.judging(() => Promise.resolve(portForEngine()));
    assert.equal(await answers(port), true);
    await packs.close();
    assert.equal(await answers(port), false);
  });

  it("is served afresh for every operation, also when it was not started ahead", async () => {
    const packs = new PackHost(state());
    const first = await packs.judging(() => Promise.resolve(portForEngine()));
    const second = await packs.judging(() => Promise.resolve(portForEngine()));
    await packs.close();
    assert.notEqual(first, second);
  });

  it("is left to the engine when it does not start, so that the engine can tell why", async () => {
    const pack = join(folder(), "broken");
    mkdirSync(pack);
    symlinkSync(join(checkout, "node_modules"), join(pack, "node_modules"));
    const about = { name: "broken", version: "0.0.1", main: "main.cjs" };
    writeFileSync(join(pack, "package.json"), JSON.stringify(about));
    writeFileSync(join(pack, "main.cjs"), 'throw new Error("broken rule");');
    const packs = new PackHost(state(), pack);
    const asEngine = () => execFileSync(runner(), ["127.0.0.1:1", "."], { cwd: pack, stdio: "pipe" });
    for (let operation = 0; operation < 2; operation += 1) {
      await packs.judging(() => {
        assert.throws(asEngine, /broken rule/);
        return Promise.resolve();
      });
    }
    await packs.close();
  });

  it("ends with the run that started it, however that ends", async () => {
    const script = join(checkout, "tools", "run", "policyPack.cjs");
    const pack = spawn(process.execPath, [script, "HOST"], {
      cwd: policyPack,
      stdio: ["pipe", "pipe", "inherit"],
    });
    pack.stdin.write("\n");
    await once(pack.stdout, "data");
    pack.stdin.end();
    await once(pack, "exit");
  });
});

/** Whether anybody listens on a port of this host. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
