import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { readStack } from "../../stacks/reference";
import { previewStack, updateStack, type StackToDeploy } from "../../tools/run/deployStack";
import { suiteSession } from "./session";

const contract = z.strictObject({ vpcId: z.string(), zones: z.array(z.string()) });

describe("A stack that reads from another", () => {
  const session = suiteSession();
  const stack = (name: string, program: PulumiFn): StackToDeploy => ({ name, config: {}, program });
  const exporting = (outputs: Record<string, unknown>) =>
    updateStack(
      session(),
      stack("producer", () => Promise.resolve(outputs)),
    );
  const reading = () =>
    previewStack(
      session(),
      stack("consumer", () => Promise.resolve({ ...readStack(contract, "producer") })),
    );

  it("is refused in preview while the other has never been deployed", async () => {
    const { outcome, causes } = await reading();
    assert.equal(outcome, "failed");
    assert.match(causes.join("\n"), /unknown stack "organization\/landing-zone\/producer"/);
  });

  it("is refused in preview when the other lacks an output, with the name of both", async () => {
    await exporting({ vpcId: "vpc-1" });
    const { outcome, causes } = await reading();
    assert.equal(outcome, "failed");
    assert.match(
      causes.join("\n"),
      /^The stack "producer" has no output "zones", which it should export\. Deploy "producer"/,
    );
  });

  it("is refused in preview when an output is not what the contract says", async () => {
    await exporting({ vpcId: "vpc-1", zones: "eu-central-1a" });
    const { outcome, causes } = await reading();
    assert.equal(outcome, "failed");
    assert.match(
      causes.join("\n"),
      /^The output "zones" of the stack "producer" is "eu-central-1a": .*expected array.*\. Deploy "producer"/,
    );
  });

  it("has in preview what the other exports", async () => {
    await exporting({ vpcId: "vpc-1", zones: ["eu-central-1a"] });
    const { outcome, causes, outputs } = await reading();
    assert.deepEqual(causes, []);
    assert.equal(outcome, "previewed");
    assert.deepEqual(outputs, { vpcId: "vpc-1", zones: ["eu-central-1a"] });
  });
});
