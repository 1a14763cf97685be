import { planSubnets, tierNames } from "../../components/network/addressPlan";
import { tierRules } from "../../components/network/networkAclRules";
import { crossings } from "../../components/network/networkFirewallFlows";
import type { FirewallOnPath } from "../../components/network/networkFirewallPath";
import type { Topology } from "../../components/network/path";
import { prefixListsOf } from "../../config/onPremises";
import type { WorkloadConfig } from "../../config/workload";
import { connectedBlocks } from "./connectedBlocks";

/** What the configured network lets through, as data: the same plan, entries and flows that the stack creates. */
export function topologyOf(config: WorkloadConfig): Topology {
  const { network } = config;
  const { cidr, availabilityZones, tiers, flows } = network;
  return {
    cidrBlock: cidr,
    subnets: planSubnets(cidr, availabilityZones, tiers),
    aclRules: Object.fromEntries(
      tierNames(tiers).map((tier) => [
        tier,
        tierRules(tier, cidr, { ...network, connectedBlocks: connectedBlocks(config) }),
      ]),
    ),
    flows,
    prefixLists: prefixListsOf(config),
    natGateway: network.natGatewayStrategy !== "None",
    ...(config.inspection && { firewall: firewallOf(config, config.inspection) }),
  };
}

function firewallOf(
  config: WorkloadConfig,
  { defaultAction }: NonNullable<WorkloadConfig["inspection"]>,
): FirewallOnPath {
  const { availabilityZones, flows, natGatewayStrategy, prefixLists } = config.network;
  const [firstZone] = availabilityZones;
  return {
    defaultAction,
    crossings: crossings(flows, prefixLists),
    connectedBlocks: connectedBlocks(config),
    ...(natGatewayStrategy === "Single" && { natGatewayZone: firstZone?.slice(-1) }),
  };
}
