import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { shareResources } from "../iam/resourceShare";

/** An attachment of another account that the gateway accepts. */
export interface AcceptedAttachment {
  /** Its id, for instance `tgw-attach-0a1b2c3d4e5f60718`. */
  readonly id: string;
  /** Environment whose route table it uses, and whose attachments it then reaches. */
  readonly environment: string;
}

export interface TransitGatewayArgs {
  /** Private ASN of Amazon's side: 64512 to 65534, or 4200000000 to 4294967294. */
  readonly amazonSideAsn: number;
  /** Environments by name, for instance `production`. Each has a route table of its own: they do not reach each other. */
  readonly environments: readonly string[];
  /** IPv4 blocks whose traffic is dropped in every environment. */
  readonly blackholes: readonly string[];
  /** Accounts, organizational units or the organization that may attach VPCs, through AWS RAM. */
  readonly sharedWith: readonly string[];
  /** Attachments of other accounts to accept. Nothing is accepted by itself. */
  readonly accepted: readonly AcceptedAttachment[];
}

/**
 * A transit gateway with one route table for each environment. Attachments of one environment reach each other, and no
 * other; nothing attaches, is associated or spreads its routes by default. Costs by the hour for each attachment, and by the
 * gigabyte.
 */
export class TransitGateway extends Component {
  /** Id of the gateway. */
  public readonly id: pulumi.Output<string>;
  /** Ids of the route tables by environment. */
  public readonly routeTableIds: Readonly<Record<string, pulumi.Output<string>>>;

  public constructor(name: string, args: TransitGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:TransitGateway", name, args, opts);
    const child = { parent: this };
    const gateway = createGateway(name, args, child);
    const tables = args.environments.map(
      (environment) =>
        [environment, createRouteTable(name, environment, gateway, args.blackholes, child)] as const,
    );
    this.id = gateway.id;
    this.routeTableIds = Object.fromEntries(tables.map(([environment, table]) => [environment, table.id]));
    for (const { id, environment } of args.accepted) {
      const accepter = acceptAttachment(`${name}-accepts-${id}`, id, child);
      useRouteTable(`${name}-accepts-${id}`, accepter.id, this.routeTableIds[environment], child);
    }
    shareResources(`${name}-share`, { gateway: gateway.arn }, args.sharedWith, child);
    this.registerOutputs({ id: this.id, routeTableIds: this.routeTableIds });
  }
}

/** Puts an attachment behind an environment's route table, and its routes into it. */
export function useRouteTable(
  name: string,
  transitGatewayAttachmentId: pulumi.Input<string>,
  routeTableId: pulumi.Input<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): void {
  if (routeTableId === undefined) return;
  const args = { transitGatewayAttachmentId, transitGatewayRouteTableId: routeTableId };
  new aws.ec2transitgateway.RouteTableAssociation(`${name}-association`, args, opts);
  new aws.ec2transitgateway.RouteTablePropagation(`${name}-propagation`, args, opts);
}

function createGateway(
  name: string,
  args: TransitGatewayArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2transitgateway.TransitGateway {
  return new aws.ec2transitgateway.TransitGateway(
    `${name}-gateway`,
    {
      description: "Connects the networks of the landing zone",
      amazonSideAsn: args.amazonSideAsn,
      autoAcceptSharedAttachments: "disable",
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      dnsSupport: "enable",
      vpnEcmpSupport: "enable",
      tags: { Name: name },
    },
    opts,
  );
}

function createRouteTable(
  name: string,
  environment: string,
  gateway: aws.ec2transitgateway.TransitGateway,
  blackholes: readonly string[],
  opts: pulumi.CustomResourceOptions,
): aws.ec2transitgateway.RouteTable {
  const table = new aws.ec2transitgateway.RouteTable(
    `${name}-${environment}`,
    { transitGatewayId: gateway.id, tags: { Name: `${name}-${environment}` } },
    opts,
  );
  for (const destinationCidrBlock of blackholes) {
    new aws.ec2transitgateway.Route(
      `${name}-${environment}-blackhole-${destinationCidrBlock.replace(/[./]/g, "-")}`,
      { transitGatewayRouteTableId: table.id, destinationCidrBlock, blackhole: true },
      opts,
    );
  }
  return table;
}

function acceptAttachment(
  name: string,
  transitGatewayAttachmentId: string,
  opts: pulumi.CustomResourceOptions,
): aws.ec2transitgateway.VpcAttachmentAccepter {
  return new aws.ec2transitgateway.VpcAttachmentAccepter(
    name,
    {
      transitGatewayAttachmentId,
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      tags: { Name: name },
    },
    opts,
  );
}
