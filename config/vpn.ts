import { isIPv4 } from "node:net";
import type { z } from "zod";
import { defaultAwsAsn } from "../components/connectivity/bgp";
import type { TransitGatewayPlan, VpnPlan } from "../components/connectivity/vpn/plan";
import { vpnProblems } from "../components/connectivity/vpn/rules";
import { isBlock, refuse, regionPattern } from "./fields";
import { vpnSettings, type routedTiers } from "./vpnSettings";

/** The Site-to-Site VPN of a workload. */
export const vpn = vpnSettings
  .optional()
  .describe("Encrypted connections over the internet to on-premises. Without it, there are none.");

export type VpnConfig = z.output<typeof vpnSettings>;

/** What the VPN meets in the rest of the configuration. */
export interface WithVpn {
  readonly account: string;
  readonly region: string;
  readonly network: {
    readonly cidr: string;
    readonly tiers: Readonly<Partial<Record<(typeof routedTiers)[number], unknown>>>;
  };
  readonly transitGateway?: { readonly kind: string; readonly amazonSideAsn?: number };
  readonly vpn?: VpnConfig;
}

/**
 * The component's plan.
 *
 * @param own The stack's own transit gateway; needed when the tunnels end there.
 */
export function vpnPlan(config: VpnConfig, own?: Omit<TransitGatewayPlan, "type">): VpnPlan {
  const { gateway, ...plan } = config;
  switch (gateway.type) {
    case "virtualPrivateGateway":
      return { ...plan, gateway };
    case "existingTransitGateway":
      return { ...plan, gateway: { ...gateway, type: "transitGateway" } };
    case "transitGateway":
      if (own === undefined) throw new Error("vpn.gateway is the stack's transit gateway, and there is none");
      return { ...plan, gateway: { ...own, type: "transitGateway" } };
  }
}

/** What the VPN and the rest of the configuration break together. */
export function checkVpn(config: WithVpn, context: z.core.$RefinementCtx): void {
  const { vpn: wanted, network } = config;
  if (!wanted) return;
  for (const [index, tier] of wanted.routeTables.entries()) {
    if (network.tiers[tier] === undefined) {
      refuse(context, `the network has no ${tier} tier`, `remove it, or add network.tiers.${tier}`, [
        "vpn",
        "routeTables",
        String(index),
      ]);
    }
  }
  const own = ownPlan(config);
  if (wanted.gateway.type === "transitGateway" && own === undefined) {
    refuse(
      context,
      "the stack has no transit gateway of its own, and AWS takes no VPN on one of another account",
      "set transitGateway with kind own, or end the tunnels at a virtualPrivateGateway",
      ["vpn", "gateway"],
    );
    return;
  }
  if (!isWellFormed(config, wanted)) return; // Reported where it stands.
  const surroundings = {
    account: { id: config.account, region: config.region },
    vpcCidrBlock: network.cidr,
  };
  for (const { argument, rule, remedy } of vpnProblems(vpnPlan(wanted, own), surroundings)) {
    refuse(context, rule, remedy, ["vpn", ...argument.split(".")]);
  }
}

/** The stack's own transit gateway, as far as the rules ask. It has a route table for every environment. */
function ownPlan({ transitGateway }: WithVpn): Omit<TransitGatewayPlan, "type"> | undefined {
  if (transitGateway?.kind !== "own") return undefined;
  const { amazonSideAsn = defaultAwsAsn } = transitGateway;
  return { transitGatewayId: "own", routeTableId: "own", amazonSideAsn };
}

function isWellFormed(config: WithVpn, wanted: VpnConfig): boolean {
  const blocks = [config.network.cidr, ...wanted.onPremisesPrefixes, ...wanted.amazonPrefixes];
  const addresses = Object.values(wanted.customerGateways).flatMap(({ address }) => address ?? []);
  return (
    regionPattern.test(config.region) &&
    blocks.every((block) => isBlock(block)) &&
    addresses.every((address) => isIPv4(address))
  );
}
