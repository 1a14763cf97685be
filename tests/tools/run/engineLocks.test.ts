import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { removeAbandonedLocks } from "../../../tools/run/engineLocks";
import { foldersIn } from "../../../tools/run/state";
import { emptyFolder } from "./folder";

const timestamp = "2026-01-02T03:04:05.678901234Z";

describe("the engine's locks on the stacks", () => {
  const folder = emptyFolder();
  const lockFolder = () =>
    join(foldersIn(folder()).backend, ".pulumi", "locks", "organization", "landing-zone", "prod");
  const lock = (content: string) => {
    mkdirSync(lockFolder(), { recursive: true });
    const file = join(lockFolder(), "0d55d66c.json");
    writeFileSync(file, content);
    writeFileSync(`${file}.attrs`, "{}");
    return file;
  };
  const lockOf = (pid: number, host: string) =>
    lock(JSON.stringify({ pid, username: "ada", hostname: host, timestamp }));
  const ended = () =>
    Number(execFileSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"]));

  it("are none in a new state", async () => {
    assert.deepEqual(await removeAbandonedLocks(foldersIn(folder())), []);
  });

  it("are removed when their engine was killed", async () => {
    const pid = ended();
    const file = lockOf(pid, hostname());
    assert.deepEqual(await removeAbandonedLocks(foldersIn(folder())), [
      { stack: "prod", pid, since: timestamp },
    ]);
    assert.deepEqual([file, `${file}.attrs`].map(existsSync), [false, false]);
  });

  it("stop the run while their engine works, and say who it is and how to go on", async () => {
    const file = lockOf(process.pid, hostname());
    await assert.rejects(removeAbandonedLocks(foldersIn(folder())), {
      name: "RunFailure",
      message: [
        `The stack prod is locked by ada@${hostname()}, process ${process.pid}, since ${timestamp}.`,
        "  wait until that process has ended, or end it",
        `  if process ${process.pid} is not a Pulumi engine, delete ${file} and start again`,
      ].join("\n"),
    });
    assert.equal(existsSync(file), true);
  });

  it("stop the run when their engine is on another host", async () => {
    const file = lockOf(ended(), "elsewhere");
    await assert.rejects(removeAbandonedLocks(foldersIn(folder())), /locked by ada@elsewhere/);
    assert.equal(existsSync(file), true);
  });

  it("stop the run when they cannot be read", async () => {
    const file = lock("half a l");
    await assert.rejects(
      removeAbandonedLocks(foldersIn(folder())),
      /which cannot be read\.\n {2}if no engine is/,
    );
    assert.equal(existsSync(file), true);
  });

  it("are waited for when their engine may end soon", async () => {
    const engine = spawn(process.execPath, ["-e", "setTimeout(() => {}, 300)"]);
    lockOf(engine.pid ?? 0, hostname());
    const [removed] = await removeAbandonedLocks(foldersIn(folder()), 60_000);
    assert.equal(removed?.pid, engine.pid);
  });
});
