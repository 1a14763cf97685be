import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Network } from "../../../components/network/network";
import type { CrosswalkNetwork, CrosswalkNetworkArgs } from "../../../components/network/crosswalkNetwork";
import { record, type Recording } from "../../support/record";

/** What a Crosswalk VPC of two zones exports. Crosswalk itself is a component of another provider. */
function crosswalkVpc(): awsx.ec2.Vpc {
  const ids = (tier: string) => pulumi.output([`subnet-${tier}a`, `subnet-${tier}b`]);
  return {
    vpcId: pulumi.output("vpc-0a1b2c3d4e5f60718"),
    vpc: pulumi.output({
      id: "vpc-0a1b2c3d4e5f60718",
      defaultNetworkAclId: "acl-0a1b2c3d4e5f60718",
      defaultRouteTableId: "rtb-0a1b2c3d4e5f60718",
      ipv6CidrBlock: "",
    }),
    publicSubnetIds: ids("public"),
    privateSubnetIds: ids("private"),
    isolatedSubnetIds: pulumi.output([]),
  } as unknown as awsx.ec2.Vpc;
}

function recordCrosswalk(change: Partial<CrosswalkNetworkArgs> = {}): Promise<Recording<CrosswalkNetwork>> {
  const args: CrosswalkNetworkArgs = {
    cidrBlock: "10.40.0.0/16",
    availabilityZones: ["eu-central-1a", "eu-central-1b"],
    tiers: ["public", "private"],
    flowLogs: { account: { id: "111122223333", region: "eu-central-1" }, bucketArn: "arn:aws:s3:::logs" },
    ...change,
  };
  return record((opts) => Network.fromCrosswalk("shop", crosswalkVpc(), args, opts));
}

describe("A network from a Crosswalk VPC", () => {
  it("puts a network ACL before the subnets of each type and zone", async () => {
    const made = await recordCrosswalk();
    assert.deepEqual(made.names(aws.ec2.NetworkAcl), ["shop-private", "shop-public"]);
    const { inputs } = made.one(aws.ec2.NetworkAclAssociation, "shop-private-b");
    assert.equal(inputs["subnetId"], "subnet-privateb");
    assert.deepEqual(made.orphans, []);
  });

  it("logs its flows and empties its defaults", async () => {
    const made = await recordCrosswalk();
    assert.equal(made.one(aws.ec2.FlowLog).inputs["vpcId"], "vpc-0a1b2c3d4e5f60718");
    assert.deepEqual(made.one(aws.ec2.DefaultSecurityGroup).inputs["ingress"], []);
    assert.equal(made.one(aws.ec2.DefaultNetworkAcl).inputs["defaultNetworkAclId"], "acl-0a1b2c3d4e5f60718");
  });

  it("creates no subnet, route or gateway: they stay Crosswalk's", async () => {
    const made = await recordCrosswalk();
    for (const type of [
      aws.ec2.Subnet,
      aws.ec2.Route,
      aws.ec2.InternetGateway,
      aws.ec2.NatGateway,
      aws.ec2.Vpc,
    ]) {
      assert.deepEqual(made.names(type), []);
    }
  });

  it("names a tier that the VPC does not have", async () => {
    await assert.rejects(
      recordCrosswalk({ tiers: ["isolated"] }),
      /The Crosswalk VPC has 0 isolated subnets/,
    );
  });
});
