import type * as pulumi from "@pulumi/pulumi";
import type { Network } from "../../components/network/network";
import { TransitGateway } from "../../components/network/transitGateway";
import {
  TransitGatewayAttachment,
  type TransitGatewayAttachmentArgs,
} from "../../components/network/transitGatewayAttachment";
import type { WorkloadConfig } from "../../config/workload";

/** IPv4 blocks of the networks that the account's VPC is connected to. */
export function connectedBlocks(config: WorkloadConfig): string[] {
  return [...(config.transitGateway?.destinations ?? [])];
}

/** What the account's VPC is connected through. */
export interface Connections {
  /** Attachment to the transit gateway, which the owner of the gateway accepts where that is another account. */
  readonly transitGatewayAttachmentId?: pulumi.Output<string>;
}

/** Creates the connections of the account's VPC to other networks. */
export function createConnections(
  name: string,
  config: WorkloadConfig,
  network: Network,
  opts: pulumi.ComponentResourceOptions,
): Connections {
  const gateway = config.transitGateway;
  if (!gateway) return {};
  const attachment = new TransitGatewayAttachment(
    `${name}-transit-attachment`,
    {
      ...transitGatewayOf(name, gateway, opts),
      vpcId: network.vpcId,
      subnetIds: network.subnetIds("transit"),
      destinations: gateway.destinations,
      routeTableIds: network.routeTableIds("private"),
    },
    opts,
  );
  return { transitGatewayAttachmentId: attachment.id };
}

function transitGatewayOf(
  name: string,
  gateway: NonNullable<WorkloadConfig["transitGateway"]>,
  opts: pulumi.ComponentResourceOptions,
): Pick<TransitGatewayAttachmentArgs, "environmentRouteTableId" | "transitGatewayId"> {
  switch (gateway.kind) {
    case "attach":
      return { transitGatewayId: gateway.id };
    case "own": {
      const { id, routeTableIds } = new TransitGateway(`${name}-transit`, gateway, opts);
      return { transitGatewayId: id, environmentRouteTableId: routeTableIds[gateway.environment] };
    }
  }
}
