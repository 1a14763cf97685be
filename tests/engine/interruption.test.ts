import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { isDryRun } from "@pulumi/pulumi/runtime";
import { deployStack, type StackToDeploy } from "../../tools/run/deployStack";
import type { RunEvent } from "../../tools/run/progress";
import { openSession } from "../../tools/run/session";
import { stateFolder } from "../../tools/run/state";
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

function vpcs(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith("aws:ec2/vpc:Vpc ")).map((line) => line.split(" ")[1] ?? "");
}
