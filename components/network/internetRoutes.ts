import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import type { Tier } from "./addressPlan";
import type { ZoneSubnets } from "./vpc";

const anywhere = "0.0.0.0/0";
const anywhereIpv6 = "::/0";
const noSubnets: ZoneSubnets = new Map();

export interface InternetRoutesArgs {
  readonly natGatewayStrategy: awsx.ec2.NatGatewayStrategy;
  readonly natGatewayAddresses?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly dualStack: boolean;
}

/**
 * Creates the route tables of every tier and their ways to the internet: the public tier through an internet gateway, the
 * private tier through NAT gateways (and, over IPv6, an egress-only gateway), the other tiers not at all.
 *
 * @returns Ids of the route tables by a stable key.
 */
export function createInternetRoutes(
  name: string,
  vpc: aws.ec2.Vpc,
  subnets: ReadonlyMap<Tier, ZoneSubnets>,
  args: InternetRoutesArgs,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, pulumi.Output<string>> {
  const tables = new Map<string, aws.ec2.RouteTable>();
  const table = (tier: Tier, zones: ZoneSubnets, key: string = tier) => {
    const created = createRouteTable(`${name}-${key}`, vpc, opts);
    for (const [zone, subnet] of zones) associate(`${name}-${tier}-${zone}`, created, subnet, opts);
    tables.set(key, created);
    return created;
  };
  const publicSubnets = subnets.get("public") ?? noSubnets;
  const privateSubnets = subnets.get("private") ?? noSubnets;
  const natGateways =
    publicSubnets.size > 0
      ? routePublicTier(name, vpc, table("public", publicSubnets), publicSubnets, args, opts)
      : new Map<string, aws.ec2.NatGateway>();
  const egressOnly =
    args.dualStack && publicSubnets.size > 0 && privateSubnets.size > 0
      ? new aws.ec2.EgressOnlyInternetGateway(
          `${name}-egress-only`,
          { vpcId: vpc.id, tags: { Name: name } },
          opts,
        )
      : undefined;
  for (const [zone, subnet] of privateSubnets) {
    const natGateway = natGateways.get(zone) ?? natGateways.get("shared");
    const own = table("private", new Map([[zone, subnet]]), `private-${zone}`);
    routePrivateZone(`${name}-private-${zone}`, own, natGateway, egressOnly, opts);
  }
  for (const tier of ["isolated", "transit"] as const) {
    const zones = subnets.get(tier) ?? noSubnets;
    if (zones.size > 0) table(tier, zones);
  }
  return new Map([...tables].map(([key, created]) => [key, created.id]));
}

/** Routes the public tier and returns the NAT gateways in it: by zone, or one for all as `shared`. */
function routePublicTier(
  name: string,
  vpc: aws.ec2.Vpc,
  table: aws.ec2.RouteTable,
  subnets: ZoneSubnets,
  args: InternetRoutesArgs,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, aws.ec2.NatGateway> {
  const gateway = new aws.ec2.InternetGateway(
    `${name}-internet-gateway`,
    { vpcId: vpc.id, tags: { Name: name } },
    opts,
  );
  const target = { routeTableId: table.id, gatewayId: gateway.id };
  const route = new aws.ec2.Route(
    `${name}-public-internet`,
    { ...target, destinationCidrBlock: anywhere },
    opts,
  );
  if (args.dualStack) {
    new aws.ec2.Route(
      `${name}-public-internet-ipv6`,
      { ...target, destinationIpv6CidrBlock: anywhereIpv6 },
      opts,
    );
  }
  // A NAT gateway works once its subnet has a route to the internet.
  return createNatGateways(name, subnets, args, { ...opts, dependsOn: route });
}

function routePrivateZone(
  name: string,
  table: aws.ec2.RouteTable,
  natGateway: aws.ec2.NatGateway | undefined,
  egressOnly: aws.ec2.EgressOnlyInternetGateway | undefined,
  opts: pulumi.CustomResourceOptions,
): void {
  if (natGateway) {
    new aws.ec2.Route(
      `${name}-internet`,
      { routeTableId: table.id, destinationCidrBlock: anywhere, natGatewayId: natGateway.id },
      opts,
    );
  }
  if (egressOnly) {
    new aws.ec2.Route(
      `${name}-internet-ipv6`,
      { routeTableId: table.id, destinationIpv6CidrBlock: anywhereIpv6, egressOnlyGatewayId: egressOnly.id },
      opts,
    );
  }
}

function createNatGateways(
  name: string,
  subnets: ZoneSubnets,
  { natGatewayStrategy, natGatewayAddresses = {} }: InternetRoutesArgs,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, aws.ec2.NatGateway> {
  const create = ([zone, subnet]: readonly [string, Pick<aws.ec2.Subnet, "id">]) =>
    createNatGateway(`${name}-nat-${zone}`, subnet, natGatewayAddresses[zone], opts);
  switch (natGatewayStrategy) {
    case "OnePerAz":
      return new Map([...subnets].map((entry) => [entry[0], create(entry)]));
    case "Single":
      return new Map([...subnets].slice(0, 1).map((entry) => ["shared", create(entry)]));
    case "None":
      return new Map();
  }
}

function createNatGateway(
  name: string,
  subnet: Pick<aws.ec2.Subnet, "id">,
  givenAddress: pulumi.Input<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.NatGateway {
  const tags = { Name: name };
  const allocationId =
    givenAddress ?? new aws.ec2.Eip(`${name}-address`, { domain: "vpc", tags }, opts).allocationId;
  return new aws.ec2.NatGateway(name, { subnetId: subnet.id, allocationId, tags }, opts);
}

function createRouteTable(
  name: string,
  vpc: aws.ec2.Vpc,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.RouteTable {
  return new aws.ec2.RouteTable(name, { vpcId: vpc.id, tags: { Name: name } }, opts);
}

function associate(
  name: string,
  table: aws.ec2.RouteTable,
  subnet: Pick<aws.ec2.Subnet, "id">,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.ec2.RouteTableAssociation(name, { routeTableId: table.id, subnetId: subnet.id }, opts);
}
