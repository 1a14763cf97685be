import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import type { Tier } from "./addressPlan";
import type { ZoneSubnets } from "./network";

const anywhere = "0.0.0.0/0";
const noSubnets: ZoneSubnets = new Map();

/**
 * Creates the route tables of every tier and their ways to the internet: the public tier through an internet gateway, the
 * private tier through NAT gateways, the isolated tier not at all.
 */
export function createInternetRoutes(
  name: string,
  vpc: aws.ec2.Vpc,
  subnets: ReadonlyMap<Tier, ZoneSubnets>,
  strategy: awsx.ec2.NatGatewayStrategy,
  opts: pulumi.CustomResourceOptions,
): void {
  const publicSubnets = subnets.get("public") ?? noSubnets;
  const natGateways = routePublicTier(name, vpc, publicSubnets, strategy, opts);
  for (const [zone, subnet] of subnets.get("private") ?? noSubnets) {
    const table = createRouteTable(`${name}-private-${zone}`, vpc, opts);
    associate(`${name}-private-${zone}`, table, subnet, opts);
    const natGateway = natGateways.get(zone) ?? natGateways.get("shared");
    if (natGateway) {
      new aws.ec2.Route(
        `${name}-private-${zone}-internet`,
        { routeTableId: table.id, destinationCidrBlock: anywhere, natGatewayId: natGateway.id },
        opts,
      );
    }
  }
  const isolated = subnets.get("isolated") ?? noSubnets;
  if (isolated.size > 0)
    associateAll(`${name}-isolated`, createRouteTable(`${name}-isolated`, vpc, opts), isolated, opts);
}

/** Routes the public tier, if there is one, and returns the NAT gateways in it: by zone, or one for all as `shared`. */
function routePublicTier(
  name: string,
  vpc: aws.ec2.Vpc,
  subnets: ZoneSubnets,
  strategy: awsx.ec2.NatGatewayStrategy,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, aws.ec2.NatGateway> {
  if (subnets.size === 0) return new Map();
  const gateway = new aws.ec2.InternetGateway(
    `${name}-internet-gateway`,
    { vpcId: vpc.id, tags: { Name: name } },
    opts,
  );
  const table = createRouteTable(`${name}-public`, vpc, opts);
  const route = new aws.ec2.Route(
    `${name}-public-internet`,
    { routeTableId: table.id, destinationCidrBlock: anywhere, gatewayId: gateway.id },
    opts,
  );
  associateAll(`${name}-public`, table, subnets, opts);
  return createNatGateways(name, subnets, strategy, { ...opts, dependsOn: route });
}

function createNatGateways(
  name: string,
  subnets: ZoneSubnets,
  strategy: awsx.ec2.NatGatewayStrategy,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, aws.ec2.NatGateway> {
  switch (strategy) {
    case "OnePerAz":
      return new Map(
        [...subnets].map(([zone, subnet]) => [zone, createNatGateway(`${name}-nat-${zone}`, subnet, opts)]),
      );
    case "Single":
      return new Map(
        [...subnets]
          .slice(0, 1)
          .map(([zone, subnet]) => ["shared", createNatGateway(`${name}-nat-${zone}`, subnet, opts)]),
      );
    case "None":
      return new Map();
  }
}

function createNatGateway(
  name: string,
  subnet: aws.ec2.Subnet,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.NatGateway {
  const tags = { Name: name };
  const address = new aws.ec2.Eip(`${name}-address`, { domain: "vpc", tags }, opts);
  return new aws.ec2.NatGateway(
    name,
    { subnetId: subnet.id, allocationId: address.allocationId, tags },
    opts,
  );
}

function createRouteTable(
  name: string,
  vpc: aws.ec2.Vpc,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.RouteTable {
  return new aws.ec2.RouteTable(name, { vpcId: vpc.id, tags: { Name: name } }, opts);
}

function associateAll(
  name: string,
  table: aws.ec2.RouteTable,
  subnets: ZoneSubnets,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const [zone, subnet] of subnets) associate(`${name}-${zone}`, table, subnet, opts);
}

function associate(
  name: string,
  table: aws.ec2.RouteTable,
  subnet: aws.ec2.Subnet,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.ec2.RouteTableAssociation(name, { routeTableId: table.id, subnetId: subnet.id }, opts);
}
