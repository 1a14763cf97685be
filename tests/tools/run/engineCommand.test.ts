import assert from "node:assert/strict";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EngineCommand, CommandFailure } from "../../../tools/run/engineCommand";
import { emptyFolder } from "./folder";

describe("the engine's command", () => {
  const folder = emptyFolder();

  /** An engine that is a shell script. */
  const engine = (script: string) => {
    const path = join(folder(), "pulumi");
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return new EngineCommand(path, null);
  };

  it("gives back what the engine printed", async () => {
    const output = await engine('echo "$@"; echo warning >&2').run(["up", "--stack", "prod"], folder(), {});
    assert.deepEqual(output, { stdout: "up --stack prod --non-interactive", stderr: "warning", code: 0 });
  });

  it("passes on what the engine prints while it runs", async () => {
    const heard: string[] = [];
    const out = (text: string) => heard.push(`out ${text.trim()}`);
    const err = (text: string) => heard.push(`err ${text.trim()}`);
    await engine("echo one; echo two >&2").run(["up"], folder(), {}, out, err);
    assert.deepEqual(heard.sort(), ["err two", "out one"]);
  });

  it("runs in the folder and with the environment it is given, and no other", async () => {
    process.env["AWS_PROFILE"] = "real";
    try {
      const { stdout } = await engine("pwd; env").run(["up"], folder(), { GIVEN: "yes" });
      const [where, ...environment] = stdout.split("\n");
      assert.equal(where, folder());
      assert.ok(environment.includes("GIVEN=yes"));
      assert.deepEqual(
        environment.filter((line) => /^(AWS_|PULUMI_|HOME=)/.test(line)),
        ["PULUMI_AUTOMATION_API=true"],
      );
    } finally {
      delete process.env["AWS_PROFILE"];
    }
  });

  it("fails with what the engine printed", async () => {
    await assert.rejects(
      engine("echo out; echo err >&2; exit 3").run(["up", "--yes"], folder(), {}),
      (error) => {
        assert.ok(error instanceof CommandFailure);
        assert.deepEqual(error.output, { stdout: "out", stderr: "err", code: 3 });
        assert.equal(error.message, "pulumi up --yes ended with code 3\nout\nerr");
        return true;
      },
    );
  });

  it("fails when there is no such engine", async () => {
    const missing = new EngineCommand(join(folder(), "none"), null);
    await assert.rejects(missing.run(["up"], folder(), {}), /ENOENT/);
  });

  const answers: [question: string[], answer: string][] = [
    [["stack", "select", "--stack", "prod"], ""],
    [["stack", "output", "--json", "--show-secrets"], "{}"],
    [["stack", "history", "--json"], "[]"],
  ];
  for (const [question, answer] of answers) {
    it(`answers "${question.join(" ")}" without starting the engine`, async () => {
      const { stdout } = await engine(`touch ${folder()}/started`).run(question, folder(), {});
      assert.equal(stdout, answer);
      assert.equal(existsSync(join(folder(), "started")), false);
    });
  }

  it("asks the engine to stop, and waits for it", async () => {
    const command = engine('trap "echo saved; exit 1" INT; touch ready; while true; do sleep 0.02; done');
    const run = command.run(["up"], folder(), {});
    while (!existsSync(join(folder(), "ready"))) await sleep(5);
    command.interrupt();
    await assert.rejects(run, (error) => error instanceof CommandFailure && error.output.stdout === "saved");
  });

  it("asks one engine to stop by its signal, and starts others after it", async () => {
    const waits = 'trap "echo saved; exit 1" INT; touch ready; while true; do sleep 0.02; done';
    const command = engine(`if [ "$1" = preview ]; then echo again; exit; fi; ${waits}`);
    const giveUp = new AbortController();
    const run = command.run(["up"], folder(), {}, undefined, undefined, giveUp.signal);
    while (!existsSync(join(folder(), "ready"))) await sleep(5);
    giveUp.abort();
    await assert.rejects(run, (error) => error instanceof CommandFailure && error.output.stdout === "saved");
    assert.equal((await command.run(["preview"], folder(), {})).stdout, "again");
  });

  it("ends an engine that does not stop", async () => {
    const command = engine('trap "" INT; touch ready; while true; do sleep 0.02; done');
    const run = command.run(["up"], folder(), {});
    while (!existsSync(join(folder(), "ready"))) await sleep(5);
    command.interrupt();
    command.kill();
    await assert.rejects(run, CommandFailure);
  });

  it("does not start the engine any more once it was asked to stop", async () => {
    const command = engine(`touch ${folder()}/started`);
    command.interrupt();
    await assert.rejects(command.run(["up"], folder(), {}), /^Interrupted:/);
    assert.equal(existsSync(join(folder(), "started")), false);
  });

  it("has nothing to stop when nothing runs", () => {
    const command = engine("exit 0");
    command.interrupt();
    command.kill();
  });
});
