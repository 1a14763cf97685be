import assert from "node:assert/strict";
import { faults, interrupting, settings, type Fault } from "./acquireWorld";
import { TaskError, type Call } from "./world/errors";
import { Accounts, machine, transfer } from "./transferWorld";
import { tasksOf } from "./graph";

const taskNames = tasksOf(machine).map(([name]) => name);

const withTpm = "Register the image with a TPM";
const withoutTpm = "Register the image";

/** Accounts in which a task is reached: an image is registered with a TPM or without. */
function accountsFor(state: string): Accounts {
  const accounts = new Accounts();
  if (state === withoutTpm) {
    accounts.image = Object.fromEntries(
      Object.entries(accounts.image).filter(([name]) => name !== "TpmSupport"),
    );
  }
  return accounts;
}

const well = transfer();

/** Starts something that can't be started twice without leaving something behind. */
const startsSomething = ["Re-encrypt", "Copy", withTpm, withoutTpm];

/** Does a fault to the calls about the first disk only. */
function atFirstDisk(state: string, fault: Fault): (call: Call) => void {
  const interrupt = interrupting(state, fault, "always");
  let disk = 0;
  return (call) => {
    const isStart =
      call.state === "Wait for the snapshot: look" && JSON.stringify(call.input).includes("snap-2");
    if (isStart) disk = 1;
    if (disk === 0) interrupt(call);
  };
}

const kinds = Object.keys(faults).filter((fault) => fault !== "too large") as Fault[];

describe("A call that fails while disks are handed over", () => {
  it("is tried for every task of the machine", () => {
    const runs = [well, transfer({ accounts: accountsFor(withoutTpm) })];
    const reached = new Set(runs.flatMap(({ world }) => world.calls).map(({ state }) => state));
    assert.deepEqual(
      taskNames.filter((name) => !reached.has(name)),
      [],
    );
  });

  for (const state of taskNames) {
    for (const fault of kinds) {
      it(`${state}: once ${fault}`, () => {
        const { transferred } = transfer({
          accounts: accountsFor(state),
          interrupt: interrupting(state, fault, "once"),
        });
        if (state.startsWith("Record")) return;
        if (fault === "timed out" && startsSomething.includes(state)) return;
        assert.deepEqual(transferred, well.transferred);
      });

      it(`${state}: always ${fault}`, () => {
        const { transferred, accounts } = transfer({
          accounts: accountsFor(state),
          interrupt: interrupting(state, fault, "always"),
        });
        const [error] = faults[fault];
        const told = JSON.stringify(transferred.steps);
        const isQuestion = state.endsWith(": look");
        assert.ok(told.includes(isQuestion ? "Transfer.TookTooLong" : error), told);
        assert.ok(accounts.snapshots.has("snap-1") && accounts.snapshots.has("snap-2"));
        // What is shared is a copy that is still needed; the snapshots themselves never are.
        assert.deepEqual(accounts.snapshots.get("snap-1")?.sharedWith, []);
        for (const { evidenceSnapshotId, complete } of transferred.snapshots) {
          if (complete) assert.ok(accounts.locked.join().includes(evidenceSnapshotId));
        }
        for (const id of accounts.disksOfImages()) {
          const { OwnerId, KmsKeyId } = accounts.snapshots.get(id) ?? {};
          assert.deepEqual([OwnerId, KmsKeyId], [settings.account, settings.evidenceKeyArn], id);
        }
      });
    }

    if (/[iI]mage|device|[gG]rant|key$/.test(state)) continue;
    it(`${state}: the second disk proceeds when it fails for the first`, () => {
      const { transferred, accounts } = transfer({
        interrupt: atFirstDisk(state, "denied"),
      });
      const [, second] = transferred.snapshots;
      assert.equal(second?.complete, true);
      assert.equal(accounts.snapshots.get(second.evidenceSnapshotId)?.OwnerId, "444455556666");
      assert.equal(transferred.steps.image["verify"]?.["ok"], true);
    });
  }

  it("leaves nothing shared and no grant when the copy in the forensics account is refused", () => {
    const { accounts } = transfer({
      interrupt: ({ state }) => {
        if (state === "Copy") throw new TaskError("Ec2.Ec2Exception", "denied");
      },
    });
    assert.deepEqual([...accounts.snapshots.keys()], ["snap-1", "snap-2", "snap-i1", "snap-i2"]);
    assert.equal(accounts.grants.size, 0);
  });

  it("copies without a grant when the grant is refused: the key's policy may be enough", () => {
    const { transferred } = transfer({
      interrupt: ({ state }) => {
        if (state === "Take a grant") throw new TaskError("Kms.KmsException", "denied");
      },
    });
    assert.equal(transferred.complete, true);
    assert.equal(transferred.steps.disks[1]?.["grant"]?.["Error"], "Kms.KmsException");
  });
});
