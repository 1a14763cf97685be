import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../../component";

export interface VirtualPrivateGatewayArgs {
  /** The VPC to attach to. A VPC has at most one such gateway; a VPN of the VPC must share it. */
  readonly vpcId: pulumi.Input<string>;
  /**
   * ASN of the gateway's side: 64512 to 65534 or 4200000000 to 4294967294. A Direct Connect gateway announces its own
   * instead, so only a VPN's devices see it. Changing it replaces the gateway.
   */
  readonly amazonSideAsn: number;
  /** Route tables that learn the prefixes of on-premises, by a stable key, for instance `private-a`. */
  readonly routeTableIds: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The VPC's own gateway to on-premises: for a VPN, a Direct Connect, or both. */
export class VirtualPrivateGateway extends Component {
  /** Id of the gateway, known once it is attached to the VPC. */
  public readonly gatewayId: pulumi.Output<string>;

  public constructor(name: string, args: VirtualPrivateGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("connectivity:VirtualPrivateGateway", name, args, opts);
    const child = { parent: this };
    const gateway = new aws.ec2.VpnGateway(
      `${name}-gateway`,
      { vpcId: args.vpcId, amazonSideAsn: String(args.amazonSideAsn), tags: { Name: name } },
      child,
    );
    for (const [key, routeTableId] of Object.entries(args.routeTableIds)) {
      new aws.ec2.VpnGatewayRoutePropagation(
        `${name}-propagation-${key}`,
        { vpnGatewayId: gateway.id, routeTableId },
        child,
      );
    }
    this.gatewayId = gateway.id;
    this.registerOutputs({ gatewayId: this.gatewayId });
  }
}
