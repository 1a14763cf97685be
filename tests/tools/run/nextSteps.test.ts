import assert from "node:assert/strict";
import { nextSteps } from "../../../tools/run/nextSteps";
import type { RunOptions } from "../../../tools/run/options";
import { emptyResult, type Outcome } from "../../../tools/run/result";

const options: RunOptions = {
  action: "deploy",
  aws: "simulator",
  config: "/checkout",
  state: "/checkout/.local",
  json: false,
  verbose: false,
  same: [],
};

/** The commands that are proposed after a run in which a stack ended like this. */
function commands(outcome: Outcome, change: Partial<RunOptions> = {}): string[] {
  const lines = nextSteps({ ...options, ...change }, [emptyResult("prod", outcome)], 12.34).split("\n");
  return lines.slice(2).map((line) => line.trim().split("  ")[0] ?? "");
}

describe("what to do next", () => {
  it("tells how long it took and where the state is", () => {
    const [first, second] = nextSteps(options, [emptyResult("prod", "updated")], 12.34).split("\n");
    assert.equal(first, "Took 12.3 s. State: /checkout/.local/simulator");
    assert.equal(second, "Next:");
  });

  it("is the emulator, the real account or the end, after a deployment to the simulator", () => {
    assert.deepEqual(commands("updated"), [
      "npm start",
      "npm start -- --aws emulator",
      "npm start -- --destroy",
      "pulumi up -s forensics",
    ]);
  });

  it("keeps the folders and the emulator of the run", () => {
    const same = ["--aws emulator", "--config other"];
    assert.deepEqual(commands("updated", { aws: "emulator", same }), [
      "npm start -- --aws emulator --config other",
      "npm start -- --aws emulator --config other --destroy",
      "pulumi up -s forensics",
    ]);
  });

  it("is to deploy, after a preview", () => {
    assert.deepEqual(commands("previewed", { action: "preview" }), ["npm start"]);
  });

  it("is to deploy again, after everything was removed", () => {
    assert.deepEqual(commands("destroyed", { action: "destroy" }), ["npm start"]);
  });

  it("is to go on, after an interruption", () => {
    assert.deepEqual(commands("interrupted"), ["npm start"]);
  });

  it("is to mend and preview, after a failure", () => {
    assert.deepEqual(commands("failed"), ["npm start -- --preview", "npm start -- --verbose"]);
  });
});
