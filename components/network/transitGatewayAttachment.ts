import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { useRouteTable } from "./transitGateway";

export interface TransitGatewayAttachmentArgs {
  /** Id of the transit gateway. Changing it replaces the attachment. */
  readonly transitGatewayId: pulumi.Input<string>;
  /** The VPC to attach. */
  readonly vpcId: pulumi.Input<string>;
  /** Subnets of the transit tier, one per zone. Traffic of a zone without one does not reach the gateway. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** IPv4 blocks that are reached through the gateway. */
  readonly destinations: readonly string[];
  /** Ids of the VPC's route tables that get routes to the destinations, by a stable key. */
  readonly routeTableIds: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Id of the gateway's route table for the VPC's environment, where the gateway belongs to the same account. The owner of a
   * gateway in another account accepts the attachment there.
   */
  readonly environmentRouteTableId?: pulumi.Input<string>;
}

/** Attaches a VPC to a transit gateway and routes the destinations through it. */
export class TransitGatewayAttachment extends Component {
  /** Id of the attachment, which the owner of a gateway in another account accepts. */
  public readonly id: pulumi.Output<string>;

  public constructor(
    name: string,
    args: TransitGatewayAttachmentArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("network:TransitGatewayAttachment", name, args, opts);
    const child = { parent: this };
    const attachment = new aws.ec2transitgateway.VpcAttachment(
      `${name}-attachment`,
      {
        transitGatewayId: args.transitGatewayId,
        vpcId: args.vpcId,
        subnetIds: [...args.subnetIds],
        dnsSupport: "enable",
        transitGatewayDefaultRouteTableAssociation: false,
        transitGatewayDefaultRouteTablePropagation: false,
        tags: { Name: name },
      },
      child,
    );
    useRouteTable(`${name}-environment`, attachment.id, args.environmentRouteTableId, child);
    routeDestinations(name, args, attachment, child);
    this.id = attachment.id;
    this.registerOutputs({ id: this.id });
  }
}

function routeDestinations(
  name: string,
  args: TransitGatewayAttachmentArgs,
  attachment: aws.ec2transitgateway.VpcAttachment,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const [key, routeTableId] of Object.entries(args.routeTableIds)) {
    for (const destinationCidrBlock of args.destinations) {
      new aws.ec2.Route(
        `${name}-${key}-to-${destinationCidrBlock.replace(/[./]/g, "-")}`,
        { routeTableId, destinationCidrBlock, transitGatewayId: args.transitGatewayId },
        // AWS refuses a route to a gateway that the VPC is not attached to.
        { ...opts, dependsOn: attachment },
      );
    }
  }
}
