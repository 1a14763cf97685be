import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonReport } from "../../tools/run/report";
import { takeRunLock } from "../../tools/run/lock";
import { filesIn, stateFolder, stacksWithState } from "../../tools/run/state";
import { cli, startCli, type CliResult } from "./cli";
import { suiteFolder } from "./session";

// The tests go on from each other's state: a user who is interrupted, is impatient, pulls the plug, and tries again.
describe("npm start", () => {
  const folder = suiteFolder();
  const state = () => stateFolder(folder(), "simulator");
  const args = (...more: string[]) => ["--state", folder(), ...more];
  const engineLock = () =>
    join(state().backend, ".pulumi", "locks", "organization", "landing-zone", "forensics");

  it("ends with 130 and leaves no lock when it is interrupted", async () => {
    const run = startCli(args());
    // The update may end before the signal arrives; interruption.test.ts stops one in the middle.
    await run.printed("forensics: preview …");
    run.process.kill("SIGINT");
    const { code, stdout } = await run.ended;
    assert.equal(code, 130);
    assert.match(stdout, /^Stopping: what is in flight is finished and the state saved\./m);
    assert.match(stdout, /^forensics: interrupted/m);
    assert.match(stdout, /^prod: skipped$/m);
    assert.equal(existsSync(state().lockFile), false);
  });

  it("is refused while another run is in progress, and changes nothing", async () => {
    const lock = await takeRunLock(state().lockFile);
    const second = await cli(args("--json"));
    lock.release();
    assert.equal(second.code, 1);
    assert.match(second.stderr, /^Another run is in progress: process \d+ on \S+, since \d{4}-/m);
    assert.match(second.stderr, new RegExp(`or end it: kill -INT ${process.pid}$`, "m"));
    assert.deepEqual(reportOf(second).stacks, []);
  });

  it("goes on after a run that was killed, and tells scripts all of it in one object", async () => {
    const killed = startCli(args());
    await killed.printed("forensics: update …");
    while (filesIn(engineLock()).length === 0) await sleep(2);
    killed.process.kill("SIGKILL");
    await killed.ended;
    const result = await cli(args("--json"));
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stderr, /^The run of .* \(process \d+\) was killed\. This run goes on/m);
    const { stacks, policies, seconds, ...rest } = reportOf(result);
    assert.deepEqual(rest, {});
    assert.deepEqual(
      stacks.map((stack) => [stack.name, stack.result, Object.keys(stack)]),
      [
        ["forensics", "updated", ["name", "result", "changes", "outputs"]],
        ["prod", "updated", ["name", "result", "changes", "outputs"]],
      ],
    );
    for (const { changes, outputs } of stacks) {
      assert.deepEqual(Object.keys(changes), ["create", "update", "replace", "delete", "same"]);
      assert.match(String(outputs["vpcId"]), /^vpc-/);
    }
    assert.ok(policies.rules >= 12);
    assert.deepEqual(policies, { rules: policies.rules, violations: [], exceptions: [] });
    assert.ok(seconds > 0);
  });

  it("removes everything again with --destroy", async () => {
    const result = await cli(args("--destroy", "--json"));
    assert.equal(result.code, 0, result.stderr);
    const { stacks } = reportOf(result);
    assert.deepEqual(
      stacks.map(({ name, result }) => [name, result]),
      [
        ["prod", "destroyed"],
        ["forensics", "destroyed"],
      ],
    );
    assert.ok(stacks.every(({ changes }) => changes.delete > 0));
    assert.deepEqual(stacksWithState(state()), []);
  });

  it("has nothing to remove after that, which is no failure", async () => {
    const { code, stdout } = await cli(args("--destroy"));
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^Nothing is deployed in ${state().root}\\.$`, "m"));
  });
});

function reportOf({ stdout }: CliResult): JsonReport {
  return JSON.parse(stdout) as JsonReport;
}
