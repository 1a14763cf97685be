import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ipv6Subnet, type PlannedSubnet, type Tier } from "./addressPlan";
import { routeDefault, routeDefaultIpv6, type RouteTables, type RouteTarget } from "./routeTables";
import type { VpcFacts, ZoneSubnets } from "./vpc";

/** The firewall that the routes lead through. */
export interface FirewallOnRoute {
  /** All subnets of the network, as planned. */
  readonly plan: readonly PlannedSubnet[];
  /** Subnets of the firewall tier. */
  readonly subnets: ZoneSubnets;
  /** Id of a zone's endpoint of the firewall. */
  readonly endpointId: (zone: string) => pulumi.Output<string>;
}

/** What the routes between the public tier, the firewall and the internet are made of. */
export interface FirewallRoutesArgs {
  readonly name: string;
  readonly vpc: VpcFacts;
  readonly gateway: aws.ec2.InternetGateway;
  readonly publicSubnets: ZoneSubnets;
  readonly tables: RouteTables;
  readonly firewall: FirewallOnRoute;
  readonly dualStack: boolean;
  readonly opts: pulumi.CustomResourceOptions;
}

/**
 * Routes everything between the public tier and the internet through the firewall, in both directions through the endpoint of
 * the public subnet's own zone: a stateful firewall drops a connection of which it sees one direction only.
 *
 * - A public subnet's default route leads to the endpoint of its zone, so each zone has a table of its own.
 * - The firewall tier's default route leads to the internet gateway.
 * - The internet gateway has a table that leads each inspected subnet's block to the endpoint of its zone.
 *
 * @returns The default routes of the public tier.
 */
export function routeThroughFirewall(args: FirewallRoutesArgs): pulumi.Resource[] {
  const onward = routeFirewallTier(args);
  routeGateway(args, onward);
  return Array.from(args.publicSubnets, ([zone, subnet]) => {
    const { name, tables, firewall, opts } = args;
    const table = tables.create(`public-${zone}`);
    const target = { vpcEndpointId: firewall.endpointId(zone) };
    // Traffic reaches an endpoint only once there is a way on from it.
    const routes = defaultRoutes(args, `${name}-public-${zone}-internet`, table, target, {
      ...opts,
      dependsOn: onward,
    });
    tables.associate("public", new Map([[zone, subnet]]), table, routes);
    return routes;
  }).flat();
}

/** Routes the firewall tier, and returns what must be there before traffic comes. */
function routeFirewallTier(args: FirewallRoutesArgs): pulumi.Resource[] {
  const { name, gateway, tables, firewall, opts } = args;
  const table = tables.createPassage("firewall");
  const routes = defaultRoutes(args, `${name}-firewall-internet`, table, { gatewayId: gateway.id }, opts);
  return [...routes, ...tables.associate("firewall", firewall.subnets, table, routes)];
}

/** Gives the internet gateway its table, an edge association. */
function routeGateway(args: FirewallRoutesArgs, onward: readonly pulumi.Resource[]): void {
  const { name, gateway, tables, firewall, dualStack, opts } = args;
  const table = tables.createPassage("edge");
  const routes = firewall.plan.flatMap((subnet) =>
    waysBack(args, subnet, dualStack).map(
      ({ suffix, destination }) =>
        new aws.ec2.Route(
          `${name}-edge-${subnet.tier}-${subnet.zone}${suffix}`,
          { routeTableId: table.id, ...destination, vpcEndpointId: firewall.endpointId(subnet.zone) },
          opts,
        ),
    ),
  );
  new aws.ec2.RouteTableAssociation(
    `${name}-edge`,
    { routeTableId: table.id, gatewayId: gateway.id },
    { ...opts, dependsOn: [...routes, ...onward] },
  );
}

/** The tiers with a way out of their own over IPv6. Over IPv4 the private tier goes through NAT gateways in the public tier. */
const ipv6Tiers: readonly Tier[] = ["public", "private"];

interface WayBack {
  readonly suffix: "" | "-ipv6";
  readonly destination: Pick<aws.ec2.RouteArgs, "destinationCidrBlock" | "destinationIpv6CidrBlock">;
}

/** The blocks of a subnet to which answers come from the internet. */
function waysBack({ vpc }: FirewallRoutesArgs, subnet: PlannedSubnet, dualStack: boolean): WayBack[] {
  const { tier, cidrBlock, ipv6Index } = subnet;
  const ways: WayBack[] = [];
  if (tier === "public") ways.push({ suffix: "", destination: { destinationCidrBlock: cidrBlock } });
  if (dualStack && ipv6Tiers.includes(tier)) {
    const destinationIpv6CidrBlock = vpc.ipv6CidrBlock.apply((block) => ipv6Subnet(block, ipv6Index));
    ways.push({ suffix: "-ipv6", destination: { destinationIpv6CidrBlock } });
  }
  return ways;
}

function defaultRoutes(
  { dualStack }: FirewallRoutesArgs,
  name: string,
  table: aws.ec2.RouteTable,
  target: RouteTarget,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.Route[] {
  const routes = [routeDefault(name, table, target, opts)];
  if (dualStack) routes.push(routeDefaultIpv6(name, table, target, opts));
  return routes;
}
