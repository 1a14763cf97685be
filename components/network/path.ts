import { containsCidr } from "cidr-tools";
import type { PlannedSubnet, Tier } from "./addressPlan";
import {
  groupRules,
  internet,
  isGroup,
  ruleKey,
  type Flow,
  type GroupPurpose,
  type GroupRule,
} from "./flows";
import type { NetworkAclRule } from "./networkAclRules";
import { endpointOf, inspect, isInspected, type FirewallOnPath } from "./networkFirewallPath";
import { answerTo, decide, type Packet } from "./packet";

/** What a network lets through, as data. */
export interface Topology {
  /** The VPC's IPv4 block. */
  readonly cidrBlock: string;
  readonly subnets: readonly PlannedSubnet[];
  /** Entries of each tier's network ACL. */
  readonly aclRules: Readonly<Partial<Record<Tier, readonly NetworkAclRule[]>>>;
  readonly flows: readonly Flow[];
  /** Blocks of the prefix lists by name. */
  readonly prefixLists: Readonly<Record<string, readonly string[]>>;
  /** Whether the private tier has a way out to the internet. */
  readonly natGateway: boolean;
  /** The network firewall between the public tier and the internet. @default none */
  readonly firewall?: FirewallOnPath;
}

/** One end of a connection. */
export interface End {
  readonly address: string;
  /** Security group of the interface that has the address; without one, groups are not judged. */
  readonly group?: GroupPurpose;
}

/** What one control on the way decides. */
export interface Step {
  /** The control, for instance `network ACL of private-a, in`. */
  readonly control: string;
  readonly allowed: boolean;
  /** The rule that decides, or why there is none. */
  readonly by: string;
}

/** Ports that a client may have sent from: what a NAT gateway uses, which contains what operating systems use. */
const clientPorts = [1024, 65535] as const;

/** A connection whose ends are not in the network's subnets; the message says what to give. */
export class UnknownEnd extends Error {
  public override readonly name = "UnknownEnd";
}

/**
 * Follows a connection through the network: the route, then the security group and network ACL of each end with the network
 * firewall between them, then the network ACLs again for the answer. Within one subnet no ACL is asked.
 *
 * @returns Every control on the way, in order. The connection works when all allow it.
 * @throws UnknownEnd when neither end is in the network, or an address in it belongs to no subnet.
 */
export function followConnection(
  topology: Topology,
  from: End,
  to: End,
  protocol: "tcp" | "udp",
  port: number,
): Step[] {
  const source = subnetOf(topology, from.address);
  const destination = subnetOf(topology, to.address);
  if (!source && !destination) {
    throw new UnknownEnd(
      `Neither ${from.address} nor ${to.address} is in ${topology.cidrBlock}: give an address of the network as one end`,
    );
  }
  const packet: Packet = { from: from.address, to: to.address, protocol, port };
  const crosses = source !== destination;
  return [
    routeStep(topology, packet, source, destination),
    ...groupStep(topology, "egress", from, to, packet),
    ...(crosses ? aclStep(topology, source, "egress", packet) : []),
    ...firewallStep(topology, packet, source, destination),
    ...(crosses ? aclStep(topology, destination, "ingress", packet) : []),
    ...groupStep(topology, "ingress", to, from, packet),
    ...(crosses ? answerStep(topology, destination, "egress", packet) : []),
    ...(crosses ? answerStep(topology, source, "ingress", packet) : []),
  ];
}

function subnetOf(topology: Topology, address: string): PlannedSubnet | undefined {
  if (!containsCidr(topology.cidrBlock, address)) return undefined;
  const subnet = topology.subnets.find(({ cidrBlock }) => containsCidr(cidrBlock, address));
  if (subnet) return subnet;
  const blocks = topology.subnets
    .map(({ tier, zone, cidrBlock }) => `${tier}-${zone} ${cidrBlock}`)
    .join(", ");
  throw new UnknownEnd(`${address} is in ${topology.cidrBlock} but in none of its subnets: ${blocks}`);
}

function routeStep(
  topology: Topology,
  packet: Packet,
  source?: PlannedSubnet,
  destination?: PlannedSubnet,
): Step {
  const control = "route";
  if (source && destination) return { control, allowed: true, by: "the VPC's local route" };
  const inside = source ?? destination;
  const firewall = firewallOn(topology, source ? packet.to : packet.from);
  const endpoint = firewall && inside ? ` and ${endpointOf(firewall, inside)}` : "";
  switch (inside?.tier) {
    case "public": {
      const by = `the internet gateway${endpoint}; the interface needs a public address`;
      return { control, allowed: true, by };
    }
    case "private":
      if (!source) return { control, allowed: false, by: "nothing outside reaches the private tier first" };
      return topology.natGateway
        ? { control, allowed: true, by: `the NAT gateway${endpoint}` }
        : { control, allowed: false, by: "the private tier has no NAT gateway" };
    case "firewall":
    case "transit":
      return { control, allowed: false, by: `the ${inside.tier} tier starts and ends no connection` };
    default:
      return { control, allowed: false, by: "the isolated tier has no route beyond the VPC" };
  }
}

/** The firewall, if the connection passes it with an address outside the VPC. */
function firewallOn({ firewall }: Topology, outside: string): FirewallOnPath | undefined {
  return firewall && isInspected(firewall, outside) ? firewall : undefined;
}

function firewallStep(
  topology: Topology,
  { from, to, protocol, port }: Packet,
  source?: PlannedSubnet,
  destination?: PlannedSubnet,
): Step[] {
  const address = source ? to : from;
  const firewall = firewallOn(topology, address);
  if (!firewall || (source && destination) || protocol === "icmp") return [];
  const direction = source ? "out" : "in";
  return [{ control: "network firewall", ...inspect(firewall, { direction, address, protocol, port }) }];
}

function groupStep(
  topology: Topology,
  direction: "ingress" | "egress",
  end: End,
  other: End,
  packet: Packet,
): Step[] {
  if (end.group === undefined) return [];
  const control = `security group ${end.group}, ${direction === "ingress" ? "in" : "out"}`;
  const rule = groupRules(topology.flows).find(
    (candidate) =>
      candidate.group === end.group &&
      candidate.direction === direction &&
      candidate.protocol === packet.protocol &&
      candidate.port === packet.port &&
      isPeer(topology, candidate, other),
  );
  return [
    {
      control,
      allowed: rule !== undefined,
      by: rule ? `rule ${ruleKey(rule)}` : "no rule fits, all else is closed",
    },
  ];
}

function isPeer(topology: Topology, { peer }: GroupRule, other: End): boolean {
  if (isGroup(peer)) return other.group === peer;
  if (peer === internet) return true;
  return (topology.prefixLists[peer] ?? []).some((block) => containsCidr(block, other.address));
}

function aclStep(
  topology: Topology,
  subnet: PlannedSubnet | undefined,
  direction: "ingress" | "egress",
  packet: Packet,
): Step[] {
  if (!subnet) return [];
  const { allowed, rule } = decide(topology.aclRules[subnet.tier] ?? [], direction, packet);
  return [{ control: aclName(subnet, direction), allowed, by: aclRuleName(rule) }];
}

/** Judges the answers to every port that a client may have sent from. */
function answerStep(
  topology: Topology,
  subnet: PlannedSubnet | undefined,
  direction: "ingress" | "egress",
  packet: Packet,
): Step[] {
  if (!subnet) return [];
  const rules = topology.aclRules[subnet.tier] ?? [];
  const judged = portRanges(rules).map(([from, to]) => ({
    ports: from === to ? `${from}` : `${from}-${to}`,
    ...decide(rules, direction, answerTo(packet, from)),
  }));
  const deciding = new Set(judged.filter(({ allowed }) => allowed).map(({ rule }) => aclRuleName(rule)));
  const refused = judged.filter(({ allowed }) => !allowed).map(({ ports }) => ports);
  const exception = refused.length > 0 ? `; not to client port ${refused.join(", ")}` : "";
  return [
    {
      control: `${aclName(subnet, direction)}, answer`,
      allowed: deciding.size > 0,
      by: deciding.size > 0 ? `${[...deciding].join(", ")}${exception}` : aclRuleName(undefined),
    },
  ];
}

function aclName({ tier, zone }: PlannedSubnet, direction: "ingress" | "egress"): string {
  return `network ACL of ${tier}-${zone}, ${direction === "ingress" ? "in" : "out"}`;
}

function aclRuleName(rule: NetworkAclRule | undefined): string {
  return rule ? `entry ${rule.number} ${rule.name}` : "the closing entry, which denies all";
}

/** The client ports, cut wherever an entry begins or ends: within one range, every port is judged alike. */
function portRanges(rules: readonly NetworkAclRule[]): [from: number, to: number][] {
  const [first, last] = clientPorts;
  const edges = rules.flatMap(({ ports }) => (ports ? [ports[0], ports[1] + 1] : []));
  const starts = [...new Set([first, ...edges.filter((port) => port > first && port <= last)])].sort(
    (a, b) => a - b,
  );
  return starts.map((start, index) => [start, (starts[index + 1] ?? last + 1) - 1]);
}
