import assert from "node:assert/strict";
import { join } from "node:path";
import { workloadOutputs, type WorkloadOutputs } from "../../stacks/contracts";
import { noChanges } from "../../tools/run/changes";
import type { StackToDeploy } from "../../tools/run/deployStack";
import { destroyStack } from "../../tools/run/destroyStack";
import { stacksToDeploy } from "../../tools/run/run";
import { slowResources } from "../../tools/emulator/slow";
import { stacksInOrder } from "../../tools/run/stacksInOrder";
import { checkout } from "../engine/session";
import { accountInventory } from "./accountInventory";
import { nameIn } from "./promise";
import { suiteEmulator, update } from "./session";

/** stacks.test.ts deploys them. */
const exclude = slowResources;

/** The life of an example's stacks. Each example has a file of its own, so that they run at the same time. */
export function exampleStacks(example: string): void {
  // The tests go on from each other's state.
  describe(`The stacks of examples/${example}, through the AWS provider`, function () {
    this.bail(true);
    const suite = suiteEmulator();
    const names = ["forensics", "prod"];
    const files = stacksInOrder(join(checkout, "examples", example));
    let before_: readonly string[];
    let workload: WorkloadOutputs;

    function stack(name: string): StackToDeploy {
      const found = stacksToDeploy(suite().session, files, []).find((each) => each.name === name);
      assert.ok(found);
      return found;
    }

    /** What the workload account holds. */
    async function holdings(): Promise<readonly string[]> {
      const workload = files.find(({ config }) => config.kind === "workload")?.config;
      assert.ok(workload);
      return (await accountInventory(suite().emulator, workload.account, workload.region)).toSorted();
    }

    before(async () => {
      before_ = await holdings();
    });

    it("are deployed", async () => {
      await update(suite().session, stack("forensics"), { exclude });
      const { outputs } = await update(suite().session, stack("prod"), { exclude });
      workload = workloadOutputs.parse(outputs);
    });

    it("change nothing when everything is read back and deployed again", async () => {
      for (const name of names) {
        const { changes } = await update(suite().session, stack(name), { refresh: true, exclude });
        assert.deepEqual({ ...changes, same: 0 }, noChanges);
      }
    });

    it("leave the workload account as it was when they are destroyed, but for the key of handed disks", async () => {
      const { session } = suite();
      const results = await Promise.all(names.map((name) => destroyStack(session, name)));
      assert.deepEqual(results.map(({ causes }) => causes).flat(), []);
      const transferKey = `kms list_keys ${nameIn(workload.transferKeyArn)}`;
      assert.deepEqual(await holdings(), [...before_, transferKey].toSorted());
    });
  });
}
