import { onPremisesPrefixes } from "../../config/onPremises";
import type { WorkloadConfig } from "../../config/workload";

/** IPv4 blocks of the networks that the account's VPC is connected to, each once. */
export function connectedBlocks(config: WorkloadConfig): string[] {
  return [...new Set([...(config.transitGateway?.destinations ?? []), ...onPremisesPrefixes(config)])];
}

/**
 * Blocks that the VPC's route tables send to the transit gateway one by one. A VPN that ends at the gateway routes its own
 * blocks by their prefix list, and a table takes no second route to the same block.
 */
export function transitDestinations({ transitGateway, vpn, directConnect }: WorkloadConfig): string[] {
  const byVpn = vpn && vpn.gateway.type !== "virtualPrivateGateway" ? vpn.onPremisesPrefixes : [];
  const byDirectConnect =
    directConnect?.gateway?.association.type === "transitGateway" ? directConnect.onPremisesPrefixes : [];
  const wanted = new Set([...(transitGateway?.destinations ?? []), ...byDirectConnect]);
  return [...wanted].filter((block) => !byVpn.includes(block));
}
