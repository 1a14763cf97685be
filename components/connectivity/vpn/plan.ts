import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../account";
import { planInsideCidrs } from "../bgp";
import type { TunnelOptions } from "./tunnelOptions";

/** What the tunnels end at on AWS's side. */
type VpnGatewayPlan = VirtualPrivateGatewayPlan | TransitGatewayPlan;

/** A gateway of the VPC's own, which the VPN creates. A VPC has at most one. It sends through one tunnel at a time. */
interface VirtualPrivateGatewayPlan {
  readonly type: "virtualPrivateGateway";
  /** ASN of AWS's side: 64512 to 65534 or 4200000000 to 4294967294. Changing it replaces the gateway. */
  readonly amazonSideAsn: number;
}

/** A gateway that there is already, to which the VPC is attached. */
export interface TransitGatewayPlan {
  readonly type: "transitGateway";
  readonly transitGatewayId: pulumi.Input<string>;
  /** ASN that the transit gateway has. */
  readonly amazonSideAsn: number;
  /**
   * Route table of the transit gateway to associate the connections with and to write their routes to. Without it, the
   * transit gateway's own defaults hold. Static routing needs it.
   */
  readonly routeTableId?: pulumi.Input<string>;
}

/** How the two sides know each other. */
type Authentication =
  /** A key for each tunnel that AWS generates into a secret of AWS Secrets Manager. */
  | { readonly type: "preSharedKey" }
  /** A certificate of the device, issued by a private CA of AWS Certificate Manager. */
  | { readonly type: "certificate"; readonly certificateArn: string };

/** How the two sides know each other's networks. */
export type Routing = { readonly type: "bgp"; readonly bgpAsn: number } | { readonly type: "static" };

/** A device on-premises. Changing address, ASN, certificate or name replaces AWS's record of it, not the connection. */
export interface CustomerGatewayPlan {
  /** Name of the device: 1 to 255 letters, digits, spaces and . _ : / = + - @ */
  readonly name: string;
  /** Public IPv4 address of the device, or of the NAT before it. Only a device with a certificate can do without. */
  readonly address?: string;
  readonly authentication: Authentication;
  /** Changing the type replaces the connection. */
  readonly routing: Routing;
  /** Blocks of the addresses inside the two tunnels. @default two blocks by account, region and key */
  readonly insideCidrs?: readonly [string, string];
  /**
   * Who opens a tunnel: AWS (`start`) or the device (`add`). AWS can only where it knows the address.
   * @default `start` with an address, `add` without
   */
  readonly startupAction?: "start" | "add";
}

/** Everything about a Site-to-Site VPN that is known before anything is created. */
export interface VpnPlan {
  readonly gateway: VpnGatewayPlan;
  /** One or two devices by a stable key. Each gets a connection with two tunnels. */
  readonly customerGateways: Readonly<Record<string, CustomerGatewayPlan>>;
  /** Blocks on-premises. Static routes and the prefix list are made of them. */
  readonly onPremisesPrefixes: readonly string[];
  /** Blocks behind a transit gateway that on-premises reaches beside the VPC's own. */
  readonly amazonPrefixes: readonly string[];
  readonly tunnels: TunnelOptions;
  /** Days for which the tunnels' logs are kept, one of those that CloudWatch Logs knows. */
  readonly logRetentionDays: number;
}

/** Where a VPN is. */
export interface VpnSurroundings {
  readonly account: Account;
  /** Block of the VPC. */
  readonly vpcCidrBlock: string;
}

/** A connection with its defaults filled in. */
export interface PlannedConnection {
  /** The customer gateway's stable key. */
  readonly key: string;
  readonly customerGateway: CustomerGatewayPlan;
  readonly insideCidrs: readonly [string, string];
  readonly startupAction: "start" | "add";
  /** AWS restarts the session with a dead device where it knows the address, and otherwise waits for the device. */
  readonly dpdTimeoutAction: "restart" | "clear";
}

/** The connections of a plan, in the order of its customer gateways. */
export function planConnections(plan: VpnPlan, account: Account): PlannedConnection[] {
  return Object.entries(plan.customerGateways).map(([key, customerGateway]) => {
    const reachable = customerGateway.address !== undefined;
    return {
      key,
      customerGateway,
      insideCidrs: customerGateway.insideCidrs ?? planInsideCidrs(`${account.id}/${account.region}/${key}`),
      startupAction: customerGateway.startupAction ?? (reachable ? "start" : "add"),
      dpdTimeoutAction: reachable ? "restart" : "clear",
    };
  });
}
