import { containsCidr } from "cidr-tools";
import { vpcIpv6Block, type NetworkAclRule } from "./networkAclRules";

/** A packet as a network ACL sees it. */
export interface Packet {
  /** IPv4 address that it comes from. */
  readonly from: string;
  /** IPv4 address that it goes to. */
  readonly to: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Destination port, 0 to 65535; for ICMP, the type. */
  readonly port: number;
}

/** What an ACL decides about a packet, and by which entry; without one, by the closing entry that denies everything. */
export interface AclDecision {
  readonly allowed: boolean;
  readonly rule?: NetworkAclRule;
}

/**
 * Decides as a network ACL does: the entry with the lowest number that fits the packet, and a denial when none does. An ACL
 * keeps no state, so the answer is a packet of its own.
 *
 * Source: "Network ACL rules", Amazon VPC user guide.
 *
 * @param rules The ACL's entries, in any order.
 * @param direction Into the subnet or out of it.
 */
export function decide(
  rules: readonly NetworkAclRule[],
  direction: NetworkAclRule["direction"],
  packet: Packet,
): AclDecision {
  const rule = rules
    .filter((entry) => entry.direction === direction && fits(entry, packet))
    .sort((one, other) => one.number - other.number)[0];
  return rule === undefined ? { allowed: false } : { allowed: rule.action === "allow", rule };
}

/** The answer to a packet: back to the port that it came from. */
export function answerTo(packet: Packet, sourcePort: number): Packet {
  return { from: packet.to, to: packet.from, protocol: packet.protocol, port: sourcePort };
}

function fits(rule: NetworkAclRule, packet: Packet): boolean {
  const peer = rule.direction === "ingress" ? packet.from : packet.to;
  return rule.cidrBlock !== vpcIpv6Block && containsCidr(rule.cidrBlock, peer) && fitsProtocol(rule, packet);
}

function fitsProtocol(rule: NetworkAclRule, packet: Packet): boolean {
  if (rule.protocol === "all") return true;
  const [from, to] = rule.ports ?? (rule.icmp ? [rule.icmp[0], rule.icmp[0]] : [0, 65535]);
  return rule.protocol === packet.protocol && packet.port >= from && packet.port <= to;
}
