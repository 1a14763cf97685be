import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { TransitGateway } from "../../../components/network/transitGateway";
import { TransitGatewayAttachment } from "../../../components/network/transitGatewayAttachment";
import { record, type Recording } from "../../support/record";

describe("A transit gateway", () => {
  let made: Recording<TransitGateway>;
  before(async () => {
    const args = {
      amazonSideAsn: 64512,
      environments: ["production", "staging"],
      blackholes: ["10.255.0.0/16"],
      sharedWith: ["777788889999"],
      accepted: [{ id: "tgw-attach-0a1b2c3d4e5f60718", environment: "staging" }],
    };
    made = await record((opts) => new TransitGateway("tgw", args, opts));
  });

  it("accepts, associates and spreads nothing by default", () => {
    const { inputs } = made.one(aws.ec2transitgateway.TransitGateway);
    assert.deepEqual(
      ["autoAcceptSharedAttachments", "defaultRouteTableAssociation", "defaultRouteTablePropagation"].map(
        (key) => inputs[key],
      ),
      ["disable", "disable", "disable"],
    );
  });

  it("has a route table for each environment, with the black holes in it", () => {
    assert.deepEqual(made.names(aws.ec2transitgateway.RouteTable), ["tgw-production", "tgw-staging"]);
    assert.deepEqual(made.names(aws.ec2transitgateway.Route), [
      "tgw-production-blackhole-10-255-0-0-16",
      "tgw-staging-blackhole-10-255-0-0-16",
    ]);
    assert.equal(
      made.one(aws.ec2transitgateway.Route, "tgw-staging-blackhole-10-255-0-0-16").inputs["blackhole"],
      true,
    );
  });

  it("puts an accepted attachment into its own environment alone", () => {
    const name = "tgw-accepts-tgw-attach-0a1b2c3d4e5f60718-association";
    const { dependsOn } = made.one(aws.ec2transitgateway.RouteTableAssociation, name).options;
    assert(dependsOn.includes("tgw-staging") && !dependsOn.includes("tgw-production"));
  });

  it("is shared within the organization only", () => {
    assert.equal(made.one(aws.ram.ResourceShare).inputs["allowExternalPrincipals"], false);
    assert.deepEqual(made.names(aws.ram.PrincipalAssociation), ["tgw-share-with-777788889999"]);
  });
});

describe("An attachment to a transit gateway", () => {
  const args = {
    transitGatewayId: "tgw-0a1b2c3d4e5f60718",
    vpcId: "vpc-0a1b2c3d4e5f60718",
    subnetIds: ["subnet-0a1b2c3d4e5f60718"],
    destinations: ["10.64.0.0/12"],
    routeTableIds: { "private-a": "rtb-0a1b2c3d4e5f60718", "private-b": "rtb-1a1b2c3d4e5f60718" },
  };

  it("routes each destination through the gateway, from every table given, once it is attached", async () => {
    const made = await record((opts) => new TransitGatewayAttachment("att", args, opts));
    assert.deepEqual(made.names(aws.ec2.Route), [
      "att-private-a-to-10-64-0-0-12",
      "att-private-b-to-10-64-0-0-12",
    ]);
    const { inputs, options } = made.one(aws.ec2.Route, "att-private-a-to-10-64-0-0-12");
    assert.deepEqual(
      [inputs["destinationCidrBlock"], inputs["transitGatewayId"]],
      ["10.64.0.0/12", "tgw-0a1b2c3d4e5f60718"],
    );
    assert(options.dependsOn.includes("att-attachment"));
  });

  it("uses its environment's route table, where the gateway belongs to the account", async () => {
    const foreign = await record((opts) => new TransitGatewayAttachment("att", args, opts));
    assert.deepEqual(foreign.names(aws.ec2transitgateway.RouteTableAssociation), []);
    const own = { ...args, environmentRouteTableId: "tgw-rtb-0a1b2c3d4e5f60718" };
    const made = await record((opts) => new TransitGatewayAttachment("att", own, opts));
    assert.deepEqual(made.names(aws.ec2transitgateway.RouteTableAssociation), [
      "att-environment-association",
    ]);
    assert.deepEqual(made.names(aws.ec2transitgateway.RouteTablePropagation), [
      "att-environment-propagation",
    ]);
  });
});
