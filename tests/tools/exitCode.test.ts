import { Command } from "commander";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exitCodeOf, UsageError } from "../../tools/exitCode";
import { regionOfAccount, stackFileIn, stackFilesIn } from "../../tools/stackFiles";
import { runInside } from "./incident/cli";

/** The code with which a command ends when this is thrown, and what it says. */
const ended = (work: () => unknown) =>
  runInside(() => {
    try {
      work();
      return 0;
    } catch (error) {
      return exitCodeOf(error);
    }
  }, []);

const parse = (...args: string[]) =>
  new Command("tool")
    .requiredOption("--account <id>")
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
    .parse(args, { from: "user" });

describe("The exit code of a command", () => {
  it("is 0 when it was asked for help", async () => {
    assert.equal((await ended(() => parse("--help"))).code, 0);
  });

  it("is 2 when Commander refuses the arguments, which it has said itself", async () => {
    const { code, error } = await ended(() => parse());
    assert.deepEqual([code, error], [2, ""]);
  });

  it("is 2 when it can't be done as asked", async () => {
    const { code, error } = await ended(() => {
      throw new UsageError("Name a case.");
    });
    assert.deepEqual([code, error.trim()], [2, "Name a case."]);
  });

  it("is 1 when something failed", async () => {
    const { code, error } = await ended(() => {
      throw new Error("no network");
    });
    assert.deepEqual([code, error.trim()], [1, "no network"]);
  });
});

describe("The stacks' files as commands read them", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "landing-zone-stacks-"))));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const repository = join(__dirname, "../..");

  it("tell the region of an account", () => {
    assert.equal(regionOfAccount("111122223333", repository), "eu-central-1");
  });

  it("name the accounts that there are", async () => {
    const { code, error } = await ended(() => regionOfAccount("777788889999", repository));
    assert.equal(code, 2);
    assert.match(error, /No stack in \S+ owns account 777788889999, only 444455556666, 111122223333\./);
  });

  it("are looked for where there are some", async () => {
    const nowhere = join(folder, "nowhere");
    const { code, error } = await ended(() => stackFilesIn(nowhere));
    assert.equal(code, 2);
    assert(error.startsWith(`--config ${nowhere} can't be read: ENOENT`), error);
    const missing = await ended(() => stackFileIn(folder, "dev"));
    assert.deepEqual([missing.code, /^There is no \S+Pulumi\.dev\.yaml/.test(missing.error)], [2, true]);
  });

  it("end a command with 2 when they are wrong", async () => {
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config:\n  landing-zone:kind: castle\n");
    const { code, error } = await ended(() => stackFileIn(folder, "dev"));
    assert.equal(code, 2);
    assert.match(error, /castle[^]+must be one of workload, forensics/);
  });
});
