import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createStateFolder, foldersIn } from "../../../tools/run/state";
import { emptyFolder } from "./folder";

describe("a state folder", () => {
  const folder = emptyFolder();

  it("has folders that only the user can read, and keeps what is in them when it is made again", () => {
    const state = foldersIn(folder());
    createStateFolder(state);
    const kept = join(state.backend, "kept");
    writeFileSync(kept, "state");
    createStateFolder(state);
    assert.equal(readFileSync(kept, "utf8"), "state");
    for (const each of [state.backend, state.work, state.home, state.bin]) {
      assert.equal(statSync(each).mode & 0o777, 0o700);
    }
  });

  it("leaves the engine no place for logs, also where an earlier run has left some", () => {
    const state = foldersIn(folder());
    const logs = join(state.home, "logs");
    mkdirSync(logs, { recursive: true });
    writeFileSync(join(logs, "pulumi.log"), "");
    createStateFolder(state);
    assert.throws(() => mkdirSync(logs, { recursive: true }), /EEXIST|ENOTDIR/);
  });
});
