import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { injected } from "../world/answer";
import { exposureOf, opened } from "../world/exposure";
import { describeFault, faultsOf, watch } from "../world/faults";
import { newWorld } from "../world/newWorld";
import { execute, outputOf } from "../world/scenario";

/** What stays shut when a call always fails. */
const consequences: Readonly<Record<string, RegExp>> = {
  "Give profile back": /^profile$/,
  "Read present profile": /^profile$/,
  "Delete denial": /^sessions$/,
  "Restore termination protection": /^termination$/,
  "Restore shutdown behaviour": /^shutdown$/,
  "Restore volume": /^volumes$/,
  "Restore groups": /^groups /,
  "Read entries": /^acl /,
  "Delete entry": /^acl /,
  "Associate address": /^addresses$/,
  "Register target": /^targets /,
  "Register instance": /^classic /,
  "Attach to group": /^autoScaling$/,
};

/** Failures that end the machine before it changes anything. */
const refusals: Readonly<Record<string, readonly string[]>> = {
  "Read state before": ["StateBeforeMissing"],
  "Wait for approval": ["ApprovalTimedOut", "ReleaseNotApproved"],
};

/** Calls that ask whether something is there: that it is not is an answer, and what is read back shows whether it is true. */
const asks = ["Delete denial", "Read denial"];

describe("release, when a call fails", () => {
  const original = exposureOf(newWorld());
  const contained = newWorld();
  execute("contain", contained);
  const usual = structuredClone(contained);
  const { visited } = execute("release", usual);
  const open = exposureOf(usual);

  for (const fault of faultsOf("release").filter(({ state }) => visited.includes(state))) {
    it(`restores everything else when ${describeFault(fault)}`, () => {
      const world = structuredClone(contained);
      const { after, problems } = watch(world, original);
      const outcome = execute("release", world, { fault, after });
      deepStrictEqual(problems, []);
      if (outcome.status === "failed") {
        ok(refusals[fault.state]?.includes(outcome.error), outcome.error);
        deepStrictEqual(exposureOf(world), exposureOf(contained));
        return;
      }
      const output = outputOf(outcome);
      const missed = opened(exposureOf(world), open);
      const isAnswer = fault.kind === "not found" && asks.includes(fault.state);
      const consequence = fault.always || isAnswer ? consequences[fault.state] : undefined;
      deepStrictEqual(
        missed.filter((way) => !consequence?.test(way)),
        [],
      );
      if (missed.length > 0) strictEqual(output["released"], false);
      if (isAnswer) return;
      if (!fault.always) strictEqual(output["released"], true);
      else if (fault.kind !== "slow") {
        ok(JSON.stringify(output["steps"]).includes(injected), "the failure is not told");
      }
    });
  }
});
