import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connections";
import type { TransitGatewayPlan, VpnPlan } from "./plan";

/** What the routes lead from and to. */
export interface RoutesArgs {
  readonly plan: VpnPlan;
  readonly connections: readonly Connection[];
  readonly gatewayId: pulumi.Input<string>;
  /** Route tables of the VPC that get the way on-premises, by a stable key. */
  readonly routeTableIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** The prefix list of the blocks on-premises, if there are any. */
  readonly prefixListId: pulumi.Input<string> | undefined;
}

/** Creates the way on-premises: from the VPC's route tables to the gateway, and from there to the connections. */
export function createRoutes(name: string, args: RoutesArgs, opts: pulumi.CustomResourceOptions): void {
  const { gateway } = args.plan;
  switch (gateway.type) {
    case "virtualPrivateGateway":
      propagate(name, args, opts);
      routeStatically(name, args, opts);
      return;
    case "transitGateway":
      routeVpc(name, args, opts);
      routeTransitGateway(name, gateway, args, opts);
      return;
  }
}

/** The gateway writes what it learns, and its static routes, to the route tables by itself. */
function propagate(name: string, args: RoutesArgs, opts: pulumi.CustomResourceOptions): void {
  for (const [key, routeTableId] of Object.entries(args.routeTableIds)) {
    new aws.ec2.VpnGatewayRoutePropagation(
      `${name}-propagation-${key}`,
      { vpnGatewayId: args.gatewayId, routeTableId },
      opts,
    );
  }
}

function routeStatically(name: string, args: RoutesArgs, opts: pulumi.CustomResourceOptions): void {
  for (const { planned, connection } of staticConnections(args)) {
    for (const prefix of args.plan.onPremisesPrefixes) {
      new aws.ec2.VpnConnectionRoute(
        `${name}-route-${planned.key}-${inName(prefix)}`,
        { vpnConnectionId: connection.id, destinationCidrBlock: prefix },
        opts,
      );
    }
  }
}

/** A transit gateway writes nothing to a VPC's route tables, so they get one route to all blocks on-premises. */
function routeVpc(name: string, args: RoutesArgs, opts: pulumi.CustomResourceOptions): void {
  if (args.prefixListId === undefined) return;
  for (const [key, routeTableId] of Object.entries(args.routeTableIds)) {
    new aws.ec2.Route(
      `${name}-on-premises-${key}`,
      { routeTableId, destinationPrefixListId: args.prefixListId, transitGatewayId: args.gatewayId },
      opts,
    );
  }
}

function routeTransitGateway(
  name: string,
  { routeTableId }: TransitGatewayPlan,
  args: RoutesArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  if (routeTableId === undefined) return;
  for (const { planned, connection } of args.connections) {
    const attachment = {
      transitGatewayAttachmentId: connection.transitGatewayAttachmentId,
      transitGatewayRouteTableId: routeTableId,
    };
    new aws.ec2transitgateway.RouteTableAssociation(
      `${name}-association-${planned.key}`,
      // AWS puts a new connection into the transit gateway's default table, if it has one.
      { ...attachment, replaceExistingAssociation: true },
      opts,
    );
    new aws.ec2transitgateway.RouteTablePropagation(`${name}-propagation-${planned.key}`, attachment, opts);
  }
  for (const { planned, connection } of staticConnections(args)) {
    for (const prefix of args.plan.onPremisesPrefixes) {
      new aws.ec2transitgateway.Route(
        `${name}-route-${planned.key}-${inName(prefix)}`,
        {
          destinationCidrBlock: prefix,
          transitGatewayAttachmentId: connection.transitGatewayAttachmentId,
          transitGatewayRouteTableId: routeTableId,
        },
        opts,
      );
    }
  }
}

function staticConnections({ connections }: RoutesArgs): Connection[] {
  return connections.filter(({ planned }) => planned.customerGateway.routing.type === "static");
}

function inName(prefix: string): string {
  return prefix.replace("/", "-");
}
