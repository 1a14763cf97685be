import assert from "node:assert/strict";
import { anyChange, changesOf, describeChanges, noChanges } from "../../../tools/run/changes";

describe("the changes of an operation", () => {
  it("count a replacement once, not as the creation and the deletion it consists of", () => {
    const counts = { same: 7, replace: 1, "create-replacement": 1, "delete-replaced": 1, create: 2 };
    assert.deepEqual(changesOf(counts), { create: 2, update: 0, replace: 1, delete: 0, same: 7 });
  });

  it("do not count what was only read", () => {
    assert.deepEqual(changesOf({ read: 3, refresh: 4 }), noChanges);
  });

  it("are none when everything stays the same", () => {
    assert.equal(anyChange({ ...noChanges, same: 40 }), false);
  });

  for (const step of ["create", "update", "replace", "delete"] as const) {
    it(`are some when there is one ${step}`, () => {
      assert.equal(anyChange({ ...noChanges, [step]: 1 }), true);
    });
  }

  it("are told as a plan before they are made", () => {
    const changes = { create: 3, update: 1, replace: 2, delete: 4, same: 40 };
    assert.equal(
      describeChanges(changes, true),
      "3 to create, 1 to update, 2 to replace, 4 to delete, 40 unchanged",
    );
  });

  it("are told as deeds afterwards", () => {
    assert.equal(describeChanges({ ...noChanges, create: 3, delete: 1 }, false), "3 created, 1 deleted");
  });

  it("are told as nothing when nothing was looked at", () => {
    assert.equal(describeChanges(noChanges, true), "nothing");
  });
});
