import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connections";
import type { Routing, VpnPlan, VpnSurroundings } from "./plan";
import type { TunnelOptions } from "./tunnelOptions";

/** The addresses of one tunnel. They come from one answer of AWS, so they belong together whatever the tunnels' order. */
interface TunnelEnds {
  /** Public address of AWS's end. */
  readonly outsideAddress: pulumi.Output<string>;
  /** Addresses inside the tunnel, both in one /30. */
  readonly amazonAddress: pulumi.Output<string>;
  readonly customerAddress: pulumi.Output<string>;
}

/** All that a device on-premises must be told to hold its end of a connection, and no key. */
export interface DeviceSettings {
  readonly name: string;
  readonly connectionId: pulumi.Output<string>;
  /** Public address of the device; absent when AWS does not know it. */
  readonly address?: string;
  readonly authentication:
    /** The keys of both tunnels are in this secret. */
    | { readonly type: "preSharedKey"; readonly secretArn: pulumi.Output<string> }
    | { readonly type: "certificate"; readonly certificateArn: string };
  readonly routing: Routing;
  readonly gatewayType: VpnPlan["gateway"]["type"];
  readonly amazonSideAsn: number;
  /** Who opens the tunnels: AWS (`start`) or the device (`add`). */
  readonly startupAction: "start" | "add";
  readonly tunnelOptions: TunnelOptions;
  readonly tunnels: readonly [TunnelEnds, TunnelEnds];
  /** Blocks that the device reaches through the tunnels. */
  readonly amazonPrefixes: readonly string[];
  /** Blocks behind the device. */
  readonly onPremisesPrefixes: readonly string[];
}

/** The settings of each device, by the key of its customer gateway. */
export function deviceSettings(
  plan: VpnPlan,
  { vpcCidrBlock }: VpnSurroundings,
  connections: readonly Connection[],
): Readonly<Record<string, DeviceSettings>> {
  return Object.fromEntries(
    connections.map(({ planned, connection }) => {
      const { name, address, authentication, routing } = planned.customerGateway;
      const settings: DeviceSettings = {
        name,
        connectionId: connection.id,
        ...(address !== undefined && { address }),
        authentication:
          authentication.type === "preSharedKey"
            ? { type: authentication.type, secretArn: connection.presharedKeyArn }
            : authentication,
        routing,
        gatewayType: plan.gateway.type,
        amazonSideAsn: plan.gateway.amazonSideAsn,
        startupAction: planned.startupAction,
        tunnelOptions: plan.tunnels,
        tunnels: [
          {
            outsideAddress: connection.tunnel1Address,
            amazonAddress: connection.tunnel1VgwInsideAddress,
            customerAddress: connection.tunnel1CgwInsideAddress,
          },
          {
            outsideAddress: connection.tunnel2Address,
            amazonAddress: connection.tunnel2VgwInsideAddress,
            customerAddress: connection.tunnel2CgwInsideAddress,
          },
        ],
        amazonPrefixes: [vpcCidrBlock, ...plan.amazonPrefixes],
        onPremisesPrefixes: plan.onPremisesPrefixes,
      };
      return [planned.key, settings];
    }),
  );
}
