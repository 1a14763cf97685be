import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as aws from "@pulumi/aws";
import { isDryRun } from "@pulumi/pulumi/runtime";
import { deployStack, type StackToDeploy } from "../../tools/run/deployStack";
import type { RunEvent } from "../../tools/run/progress";
import { openSession } from "../../tools/run/session";
import { stateFolder } from "../../tools/run/state";
import { startCli } from "./cli";
import { inventory } from "./inventory";
import { silent, suiteFolder } from "./session";

describe("A run that is stopped", () => {
  const folder = suiteFolder();

  /** Two networks; in an update the program goes on to the second one when it is told to. */
  function twoNetworks(firstIsThere: () => void, goOn: Promise<void>): StackToDeploy {
    const program = async () => {
      const provider = new aws.Provider("account", {
        region: "eu-central-1",
        allowedAccountIds: ["111122223333"],
      });
      const first = new aws.ec2.Vpc("first", { cidrBlock: "10.0.0.0/16" }, { provider });
      first.arn.apply(firstIsThere);
      if (!isDryRun()) await goOn;
      new aws.ec2.Vpc("second", { cidrBlock: "10.1.0.0/16" }, { provider });
      return {};
    };
    return { name: "networks", config: {}, program };
  }

  it("has saved what was there, and the next run makes the rest", async () => {
    const state = stateFolder(folder(), "simulator");
    const session = await openSession({ state: folder(), aws: "simulator", display: silent() });
    let goOn: () => void = () => undefined;
    const stopping = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    // The program goes on once the engine has said that it stops: what it declares then must not be made any more.
    const onEvent = ({ stdoutEvent }: RunEvent) => {
      if (stdoutEvent?.message.includes("cancelling") === true) goOn();
    };
    const stack = twoNetworks(() => {
      session.interrupts.request();
    }, stopping);
    const { outcome, causes } = await deployStack({ ...session, onEvent }, stack);
    await session.close();
    assert.deepEqual(causes, []);
    assert.equal(outcome, "interrupted");
    assert.deepEqual(vpcs(inventory(state, "networks")), ["first"]);

    const next = await openSession({ state: folder(), aws: "simulator", display: silent() });
    const result = await deployStack(
      next,
      twoNetworks(() => undefined, Promise.resolve()),
    );
    await next.close();
    assert.equal(result.outcome, "updated");
    assert.equal(result.changes.create, 1);
    assert.deepEqual(vpcs(inventory(state, "networks")), ["first", "second"]);
  });
});

describe("npm start", () => {
  const folder = suiteFolder();
  const args = () => ["--state", folder()];
  const lockFile = () => stateFolder(folder(), "simulator").lockFile;
  const engineLocks = () =>
    join(stateFolder(folder(), "simulator").backend, ".pulumi/locks/organization/landing-zone");

  it("ends with 130 and leaves no lock when it is interrupted", async () => {
    const run = startCli(args());
    await run.printed("forensics: update …");
    run.process.kill("SIGINT");
    const { code, stdout } = await run.ended;
    assert.equal(code, 130);
    assert.match(stdout, /^Stopping: what is in flight is finished and the state saved\./m);
    assert.match(stdout, /^forensics: interrupted/m);
    assert.match(stdout, /^prod: skipped$/m);
    assert.equal(existsSync(lockFile()), false);
  });

  it("is refused while another run is in progress, which is told, and which goes on", async () => {
    const first = startCli(args());
    await first.printed("forensics: update …");
    const second = await startCli(args()).ended;
    assert.equal(second.code, 1);
    assert.match(second.stderr, /^Another run is in progress: process \d+ on \S+, since \d{4}-/m);
    assert.match(
      second.stderr,
      new RegExp(`^  wait until it has ended, or end it: kill -INT ${first.process.pid}$`, "m"),
    );
    first.process.kill("SIGINT");
    await first.ended;
  });

  it("goes on after a run that was killed: says so, unlocks the stack and makes the rest", async () => {
    const killed = startCli(args());
    await killed.printed("forensics: update …");
    while (!existsSync(join(engineLocks(), "forensics"))) await sleep(2);
    killed.process.kill("SIGKILL");
    await killed.ended;
    const next = await startCli(args()).ended;
    assert.equal(next.code, 0, next.stderr);
    assert.match(
      next.stdout,
      new RegExp(`^The run of .* \\(process ${killed.process.pid}\\) was killed\\.`, "m"),
    );
    assert.match(next.stdout, /^prod: updated/m);
  });
});

function vpcs(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith("aws:ec2/vpc:Vpc ")).map((line) => line.split(" ")[1] ?? "");
}
