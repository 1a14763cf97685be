import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { useRouteTable } from "../../network/transitGateway";
import type { GatewayPlan } from "./plan";

/** What a Direct Connect gateway leads to. */
export interface AssociatedGateway {
  /** Id of the virtual private gateway or transit gateway. It must belong to the same account. */
  readonly id: pulumi.Input<string>;
  /**
   * Of a transit gateway, the id of the route table that the Direct Connect uses: its attachments reach on-premises. Without
   * it, the transit gateway's own defaults hold.
   */
  readonly routeTableId?: pulumi.Input<string>;
}

/** Creates the Direct Connect gateway and what ties it to the other gateway. */
export function createGateway(
  name: string,
  { amazonSideAsn, association }: GatewayPlan,
  { id, routeTableId }: AssociatedGateway,
  opts: pulumi.CustomResourceOptions,
): aws.directconnect.Gateway {
  const gateway = new aws.directconnect.Gateway(
    `${name}-gateway`,
    { name, amazonSideAsn: String(amazonSideAsn), tags: { Name: name } },
    opts,
  );
  const associated = new aws.directconnect.GatewayAssociation(
    `${name}-association`,
    {
      dxGatewayId: gateway.id,
      associatedGatewayId: id,
      allowedPrefixes: [...association.allowedPrefixes],
    },
    opts,
  );
  useRouteTable(`${name}-transit`, associated.transitGatewayAttachmentId, routeTableId, opts);
  return gateway;
}
