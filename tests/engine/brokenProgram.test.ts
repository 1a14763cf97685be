import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { output, type Output } from "@pulumi/pulumi";
import { deployStack, updateStack, type StackToDeploy } from "../../tools/run/deployStack";
import { nameOf, readStackState } from "../../tools/run/state";
import { suiteSession } from "./session";

describe("A program that fails in an apply", () => {
  const session = suiteSession();

  /** A network with a subnet whose block cannot be computed, and what refers to that subnet. */
  function network(block: (vpc: aws.ec2.Vpc) => Output<string>): StackToDeploy {
    const program = () => {
      const provider = new aws.Provider("account", {
        region: "eu-central-1",
        allowedAccountIds: ["111122223333"],
      });
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { provider });
      const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: block(vpc) }, { provider });
      const allocation = new aws.ec2.Eip("address", { domain: "vpc" }, { provider });
      const gateway = new aws.ec2.NatGateway(
        "gateway",
        { subnetId: subnet.id, allocationId: allocation.id },
        { provider },
      );
      return Promise.resolve({ gateway: gateway.id });
    };
    return { name: "network", config: {}, program };
  }

  const noBlock = (): string => {
    throw new Error("there is no block left");
  };

  it("ends the preview with the error, though other resources wait for what was not declared", async () => {
    const { outcome, causes } = await deployStack(
      session(),
      network(() => output("").apply(noBlock)),
    );
    assert.equal(outcome, "failed");
    assert.equal(causes.length, 1, causes.join("\n"));
    assert.match(causes[0] ?? "", /there is no block left/);
  });

  it("ends an update when everything that could be declared is there, and its state is saved", async () => {
    const { outcome, causes } = await updateStack(
      session(),
      network((vpc) => vpc.arn.apply(noBlock)),
    );
    assert.equal(outcome, "failed");
    assert.match(causes.join("\n"), /there is no block left/);
    const resources = readStackState(session().state, "network")?.resources ?? [];
    const made = resources.map(({ urn }) => nameOf(urn)).filter((name) => !name.startsWith("landing-zone"));
    assert.deepEqual(made.sort(), ["account", "address", "vpc"]);
  });
});
