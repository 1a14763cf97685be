import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import type { Tier } from "./addressPlan";
import { routeThroughFirewall, type FirewallOnRoute } from "./networkFirewallRoutes";
import { routeDefault, routeDefaultIpv6, RouteTables, type RouteTarget } from "./routeTables";
import type { VpcFacts, ZoneSubnets } from "./vpc";

const noSubnets: ZoneSubnets = new Map();

export interface InternetRoutesArgs {
  readonly natGatewayStrategy: awsx.ec2.NatGatewayStrategy;
  readonly natGatewayAddresses?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly dualStack: boolean;
  /** The firewall between the public tier and the internet. @default none */
  readonly firewall?: FirewallOnRoute;
}

/**
 * Creates the route tables of every tier and their ways to the internet: the public tier through an internet gateway, the
 * private tier through NAT gateways (and, over IPv6, an egress-only gateway), the other tiers not at all. With a firewall, all
 * of that passes the firewall.
 *
 * @returns Ids of the route tables by a stable key.
 */
export function createInternetRoutes(
  name: string,
  vpc: VpcFacts,
  subnets: ReadonlyMap<Tier, ZoneSubnets>,
  args: InternetRoutesArgs,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, pulumi.Output<string>> {
  const tables = new RouteTables(name, vpc, opts);
  const publicSubnets = subnets.get("public") ?? noSubnets;
  const privateSubnets = subnets.get("private") ?? noSubnets;
  const routes = publicSubnets.size > 0 ? routePublicTier(name, vpc, publicSubnets, tables, args, opts) : [];
  // A NAT gateway works once its subnet has a route to the internet, and a private route once what it leads to has.
  const next = { ...opts, dependsOn: [...routes] };
  const natGateways = createNatGateways(name, publicSubnets, args, next);
  const wayOutIpv6 =
    args.dualStack && publicSubnets.size > 0 && privateSubnets.size > 0
      ? privateWayOutIpv6(name, vpc, args.firewall, opts)
      : undefined;
  for (const [zone, subnet] of privateSubnets) {
    const table = tables.create(`private-${zone}`);
    tables.associate("private", new Map([[zone, subnet]]), table);
    const natGateway = natGateways.get(zone) ?? natGateways.get("shared");
    routePrivateZone(`${name}-private-${zone}-internet`, table, natGateway, wayOutIpv6?.(zone), next);
  }
  closeTiers(subnets, tables, args.firewall !== undefined);
  return tables.ids();
}

/** Creates the internet gateway and the public tier's way to it, whose default routes it returns. */
function routePublicTier(
  name: string,
  vpc: VpcFacts,
  publicSubnets: ZoneSubnets,
  tables: RouteTables,
  { dualStack, firewall }: InternetRoutesArgs,
  opts: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const gateway = new aws.ec2.InternetGateway(
    `${name}-internet-gateway`,
    { vpcId: vpc.id, tags: { Name: name } },
    opts,
  );
  if (firewall) {
    return routeThroughFirewall({ name, vpc, gateway, publicSubnets, tables, firewall, dualStack, opts });
  }
  const table = tables.create("public");
  tables.associate("public", publicSubnets, table);
  const target = { gatewayId: gateway.id };
  const routes = [routeDefault(`${name}-public-internet`, table, target, opts)];
  if (dualStack) routes.push(routeDefaultIpv6(`${name}-public-internet`, table, target, opts));
  return routes;
}

/**
 * The private tier's way out over IPv6, by zone: an egress-only gateway for all, or the firewall's endpoint of the zone. An
 * egress-only gateway takes no route table, so answers that come through it can't be led back through a firewall; the firewall
 * itself then refuses connections from outside. Source: "Gateway route tables", Amazon VPC user guide.
 */
function privateWayOutIpv6(
  name: string,
  vpc: VpcFacts,
  firewall: FirewallOnRoute | undefined,
  opts: pulumi.CustomResourceOptions,
): (zone: string) => RouteTarget {
  if (firewall) return (zone) => ({ vpcEndpointId: firewall.endpointId(zone) });
  const { id } = new aws.ec2.EgressOnlyInternetGateway(
    `${name}-egress-only`,
    { vpcId: vpc.id, tags: { Name: name } },
    opts,
  );
  return () => ({ egressOnlyGatewayId: id });
}

function routePrivateZone(
  name: string,
  table: aws.ec2.RouteTable,
  natGateway: aws.ec2.NatGateway | undefined,
  wayOutIpv6: RouteTarget | undefined,
  opts: pulumi.CustomResourceOptions,
): void {
  if (natGateway) routeDefault(name, table, { natGatewayId: natGateway.id }, opts);
  if (wayOutIpv6) routeDefaultIpv6(name, table, wayOutIpv6, opts);
}

/** Gives the tiers without a way to the internet a table that has none. */
function closeTiers(
  subnets: ReadonlyMap<Tier, ZoneSubnets>,
  tables: RouteTables,
  hasFirewall: boolean,
): void {
  const close = (tier: Tier, create: (key: string) => aws.ec2.RouteTable) => {
    const zones = subnets.get(tier) ?? noSubnets;
    if (zones.size > 0) tables.associate(tier, zones, create(tier));
  };
  for (const tier of ["isolated", "transit"] as const) close(tier, (key) => tables.create(key));
  if (!hasFirewall) close("firewall", (key) => tables.createPassage(key));
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
