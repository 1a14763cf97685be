import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { RunFailure } from "../../../tools/run/failure";
import { takeRunLock } from "../../../tools/run/lock";
import { emptyFolder } from "./folder";

/** The id of a process that has ended. */
function endedProcess(): number {
  return Number(execFileSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"]));
}

const since = "2026-01-02T03:04:05.678Z";

describe("the lock of a state folder", () => {
  const folder = emptyFolder();
  const file = () => join(folder(), "simulator", "run.lock");
  const held = async (holder: object) => {
    (await takeRunLock(file())).release();
    writeFileSync(file(), JSON.stringify(holder));
  };

  it("says who holds it", async () => {
    const before = new Date().toISOString();
    await takeRunLock(file());
    const holder = JSON.parse(readFileSync(file(), "utf8")) as { pid: number; host: string; since: string };
    assert.equal(holder.pid, process.pid);
    assert.equal(holder.host, hostname());
    assert.ok(holder.since >= before && holder.since <= new Date().toISOString());
  });

  it("is free again once it is released", async () => {
    const lock = await takeRunLock(file());
    lock.release();
    assert.equal(existsSync(file()), false);
    assert.equal((await takeRunLock(file())).takenOverFrom, undefined);
  });

  it("is refused while a run of this host holds it, and says how to go on", async () => {
    await held({ pid: process.pid, host: hostname(), since });
    await assert.rejects(takeRunLock(file()), (error) => {
      assert.ok(error instanceof RunFailure);
      assert.equal(
        error.message,
        [
          `Another run is in progress: process ${process.pid} on ${hostname()}, since ${since}.`,
          `  wait until it has ended, or end it: kill -INT ${process.pid}`,
          `  if process ${process.pid} is not such a run, delete ${file()} and start again`,
          "  to run beside it, give this run a state of its own: --state DIR",
        ].join("\n"),
      );
      return true;
    });
    assert.equal((JSON.parse(readFileSync(file(), "utf8")) as { since: string }).since, since);
  });

  it("is refused while a run of another host holds it: nobody can tell whether that one has ended", async () => {
    await held({ pid: endedProcess(), host: "elsewhere", since });
    await assert.rejects(
      takeRunLock(file()),
      /^RunFailure: Another run is in progress: process \d+ on elsewhere/,
    );
  });

  it("is taken over from a run of this host that was killed", async () => {
    const killed = { pid: endedProcess(), host: hostname(), since };
    await held(killed);
    assert.deepEqual((await takeRunLock(file())).takenOverFrom, killed);
  });

  it("is not guessed at when the file cannot be read", async () => {
    await held({});
    await assert.rejects(
      takeRunLock(file()),
      /should say who is running and cannot be read\n {2}if no other run/,
    );
  });

  it("goes to one of two that want it at once", async () => {
    const outcomes = await Promise.allSettled([takeRunLock(file()), takeRunLock(file())]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  });
});
