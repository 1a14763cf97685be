import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/account";
import { defaultAwsAsn } from "../../components/connectivity/bgp";
import { VirtualPrivateGateway } from "../../components/connectivity/directConnect/virtualPrivateGateway";
import { SiteToSiteVpn } from "../../components/connectivity/vpn/siteToSiteVpn";
import { onPremises } from "../../components/network/flows";
import type { Network } from "../../components/network/network";
import { TransitGateway } from "../../components/network/transitGateway";
import { TransitGatewayAttachment } from "../../components/network/transitGatewayAttachment";
import { vpnPlan, type VpnConfig } from "../../config/vpn";
import type { WorkloadConfig } from "../../config/workload";
import { transitDestinations } from "./connectedBlocks";
import { createDirectConnect, type Gateways, type OwnTransitGateway } from "./directConnect";
import type { WorkloadNetwork } from "./network";
import { routeTablesOf } from "./routeTables";

/** What a stack with connections hands over beside the rest; each only where there is such a connection. */
export interface ConnectionOutputs {
  /** Attachment to the transit gateway, which the owner of the gateway accepts where that is another account. */
  readonly transitGatewayAttachmentId?: pulumi.Output<string>;
  /** What to configure on the devices of the VPN, by their key. */
  readonly vpnDevices?: SiteToSiteVpn["devices"];
  /** What to configure on the routers of the Direct Connect. */
  readonly directConnectRouters?: ReturnType<typeof createDirectConnect>["routers"];
}

/** Creates the connections of the account's VPC to other networks. */
export function createConnections(
  name: string,
  account: Account,
  config: WorkloadConfig,
  network: WorkloadNetwork,
  opts: pulumi.ComponentResourceOptions,
): ConnectionOutputs {
  const transit = createTransit(name, config, network.network, opts);
  const virtualPrivateGatewayId = createVirtualPrivateGateway(name, config, network.network, opts);
  // AWS refuses a route to a transit gateway that the VPC is not attached to.
  const attached = transit.attachment ? { ...opts, dependsOn: transit.attachment } : opts;
  const gateways = { transitGateway: transit.own, virtualPrivateGatewayId };
  const vpn = config.vpn && createVpn(name, account, config, config.vpn, network, gateways, attached);
  const directConnect =
    config.directConnect && createDirectConnect(name, account, config.directConnect, gateways, attached);
  return {
    transitGatewayAttachmentId: transit.attachment?.id,
    vpnDevices: vpn?.devices,
    directConnectRouters: directConnect?.routers,
  };
}

function createTransit(
  name: string,
  config: WorkloadConfig,
  network: Network,
  opts: pulumi.ComponentResourceOptions,
): { own?: OwnTransitGateway; attachment?: TransitGatewayAttachment } {
  const gateway = config.transitGateway;
  const attach = (transitGatewayId: pulumi.Input<string>, environmentRouteTableId?: pulumi.Input<string>) =>
    new TransitGatewayAttachment(
      `${name}-transit-attachment`,
      {
        transitGatewayId,
        environmentRouteTableId,
        vpcId: network.vpcId,
        subnetIds: network.subnetIds("transit"),
        destinations: transitDestinations(config),
        routeTableIds: network.routeTableIds("private"),
      },
      opts,
    );
  switch (gateway?.kind) {
    case undefined:
      return {};
    case "attach":
      return { attachment: attach(gateway.id) };
    case "own": {
      const own = createTransitGateway(name, gateway, opts);
      return { own, attachment: attach(own.id, own.routeTableId) };
    }
  }
}

function createTransitGateway(
  name: string,
  config: Extract<WorkloadConfig["transitGateway"], { kind: "own" }>,
  opts: pulumi.ComponentResourceOptions,
): OwnTransitGateway {
  const { id, routeTableIds } = new TransitGateway(`${name}-transit`, config, opts);
  return { id, routeTableId: routeTableIds[config.environment] ?? "", amazonSideAsn: config.amazonSideAsn };
}

/**
 * Creates the VPC's virtual private gateway, if the VPN or the Direct Connect ends at one. A VPC has one at most, so it
 * belongs to neither: each can come and go while the other stays.
 */
function createVirtualPrivateGateway(
  name: string,
  { vpn, directConnect }: WorkloadConfig,
  network: Network,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Output<string> | undefined {
  const ofVpn = vpn?.gateway.type === "virtualPrivateGateway" ? vpn : undefined;
  const ofDirectConnect =
    directConnect?.gateway?.association.type === "virtualPrivateGateway" ? directConnect : undefined;
  if (!ofVpn && !ofDirectConnect) return undefined;
  const tiers = [ofVpn, ofDirectConnect].flatMap((connection) => connection?.routeTables ?? []);
  return new VirtualPrivateGateway(
    `${name}-virtual-private-gateway`,
    {
      vpcId: network.vpcId,
      amazonSideAsn: asnOf(ofVpn?.gateway),
      routeTableIds: routeTablesOf(network, [...new Set(tiers)]),
    },
    opts,
  ).gatewayId;
}

/** A Direct Connect gateway announces its own ASN, so without a VPN nobody sees this one. */
function asnOf(gateway: VpnConfig["gateway"] | undefined): number {
  return gateway?.type === "virtualPrivateGateway" ? gateway.amazonSideAsn : defaultAwsAsn;
}

function createVpn(
  name: string,
  account: Account,
  config: WorkloadConfig,
  vpn: VpnConfig,
  { network, prefixListIds }: WorkloadNetwork,
  { transitGateway, virtualPrivateGatewayId }: Gateways,
  opts: pulumi.ComponentResourceOptions,
): SiteToSiteVpn {
  return new SiteToSiteVpn(
    `${name}-vpn`,
    {
      account,
      vpcCidrBlock: config.network.cidr,
      plan: vpnPlan(vpn, transitGateway && { ...transitGateway, transitGatewayId: transitGateway.id }),
      vpcId: network.vpcId,
      virtualPrivateGatewayId,
      routeTableIds: routeTablesOf(network, vpn.routeTables),
      prefixListId: prefixListIds[onPremises],
      alarmTopicArns: vpn.alarmTopicArns,
    },
    opts,
  );
}
