import { containsCidr } from "cidr-tools";
import type { PlannedSubnet } from "./addressPlan";
import { crossingFor, type BorderConnection, type Crossing } from "./networkFirewallFlows";
import type { FirewallRules } from "./networkFirewallRules";

/** The firewall between the public tier and the internet, as far as the path of a connection goes. */
export interface FirewallOnPath extends Pick<FirewallRules, "defaultAction"> {
  /** What the network's flows let through. */
  readonly crossings: readonly Crossing[];
  /** Letter of the zone whose NAT gateway serves all. @default each zone has its own */
  readonly natGatewayZone?: string;
  /** Blocks of connected networks, which are reached past the firewall. */
  readonly connectedBlocks: readonly string[];
}

/** Whether a connection with an address outside the VPC passes the firewall. */
export function isInspected(firewall: FirewallOnPath, address: string): boolean {
  return !firewall.connectedBlocks.some((block) => containsCidr(block, address));
}

/** The endpoint that a connection of a subnet passes, in words. */
export function endpointOf(firewall: FirewallOnPath, { tier, zone }: PlannedSubnet): string {
  const passed = tier === "private" ? (firewall.natGatewayZone ?? zone) : zone;
  return `the firewall endpoint of zone ${passed}`;
}

/**
 * What the firewall decides, as far as addresses and ports tell. Out to the internet, the name that the client asks for decides,
 * so such a connection counts as allowed.
 */
export function inspect(
  firewall: FirewallOnPath,
  connection: BorderConnection,
): { readonly allowed: boolean; readonly by: string } {
  const crossing = crossingFor(firewall.crossings, connection);
  if (crossing) return { allowed: true, by: `flow ${crossing.name}` };
  if (connection.direction === "in") return { allowed: false, by: "no flow wants it from outside" };
  const by =
    firewall.defaultAction === "DROP"
      ? "only TLS and HTTP to allowed domains, and what own rules pass"
      : "everything that no rule group drops; the rest is logged";
  return { allowed: true, by };
}
