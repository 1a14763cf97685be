import { crc32 } from "node:zlib";
import type { ArgumentProblem } from "../problems";
import type { Tier } from "./addressPlan";

/** One entry of a network ACL. */
export interface NetworkAclRule {
  /** What it lets through or stops; part of the resource's name. */
  readonly name: string;
  /** Position, 1 to 32766: the lowest number that fits a packet decides. Fixed, so that inserting a rule moves no other. */
  readonly number: number;
  readonly direction: "ingress" | "egress";
  readonly action: "allow" | "deny";
  readonly protocol: "tcp" | "udp" | "icmp" | "icmpv6" | "all";
  /** First and last port; for TCP and UDP. */
  readonly ports?: readonly [from: number, to: number];
  /** Type and code; for ICMP. */
  readonly icmp?: readonly [type: number, code: number];
  /** Where the packet comes from or goes to, in CIDR notation, or `vpcIpv6Block`. */
  readonly cidrBlock: string;
}

/** Stands for the VPC's IPv6 block, which is known only once the VPC exists. */
export const vpcIpv6Block = "the VPC's IPv6 block";

/** Addresses whose traffic is refused in every tier, in both directions. */
export interface DeniedBlock {
  /** Why it is denied, as part of names: a-z, 0-9 and hyphens. */
  readonly name: string;
  /** Position of its entries, 1 to 499. Numbers 500 to 999 are kept free for the response to incidents. */
  readonly number: number;
  /** The block, IPv4 or IPv6. */
  readonly cidrBlock: string;
}

/** What a network's ACLs cover beyond the defaults. */
export interface AclExtent {
  /** Blocks whose traffic no subnet takes or sends. @default [] */
  readonly deniedBlocks?: readonly DeniedBlock[];
  /** IPv4 blocks of connected networks, which the private tier may talk to. @default [] */
  readonly connectedBlocks?: readonly string[];
  /** Whether the VPC has IPv6 too. @default false */
  readonly dualStack?: boolean;
}

/** Numbers of the entries for connected networks: 10000 to 19999. */
const firstConnection = 10_000;
const connectionCount = 10_000;

const anywhere = "0.0.0.0/0";

/**
 * Ports from which answers come back: 1024 to 65535, since a NAT gateway uses them all, but not 3389. An ACL keeps no state,
 * so leaving that port open would open Remote Desktop to the internet; a connection that draws it is tried again by the
 * client. Source: "Ephemeral ports", Amazon VPC user guide; AWS FSBP EC2.21.
 */
const returnPorts = [
  ["low", [1024, 3388]],
  ["high", [3390, 65535]],
] as const;

function returnTraffic(direction: "ingress" | "egress"): NetworkAclRule[] {
  return (["tcp", "udp"] as const).flatMap((protocol, protocolIndex) =>
    returnPorts.map(([part, ports], partIndex) => ({
      name: `return-${protocol}-${part}`,
      number: 1300 + protocolIndex * 20 + partIndex * 10,
      direction,
      action: "allow" as const,
      protocol,
      ports,
      cidrBlock: anywhere,
    })),
  );
}

function web(direction: "ingress" | "egress"): NetworkAclRule[] {
  return [
    {
      name: "https",
      number: 1100,
      direction,
      action: "allow",
      protocol: "tcp",
      ports: [443, 443],
      cidrBlock: anywhere,
    },
    {
      name: "http",
      number: 1200,
      direction,
      action: "allow",
      protocol: "tcp",
      ports: [80, 80],
      cidrBlock: anywhere,
    },
  ];
}

/**
 * Lets routers say that a packet is too large; without it, connections across links with a smaller MTU hang.
 * Source: "Path MTU discovery", network ACLs, Amazon VPC user guide.
 */
const pathMtu: NetworkAclRule = {
  name: "path-mtu",
  number: 1400,
  direction: "ingress",
  action: "allow",
  protocol: "icmp",
  icmp: [3, 4],
  cidrBlock: anywhere,
};

function withinVpc(direction: "ingress" | "egress", cidrBlock: string): NetworkAclRule {
  return { name: "vpc", number: 1000, direction, action: "allow", protocol: "all", cidrBlock };
}

/**
 * All entries of a tier's network ACL: what is denied first, then the defaults, with their twins for IPv6 in a dual-stack VPC.
 */
export function tierRules(tier: Tier, vpcCidrBlock: string, extent: AclExtent): NetworkAclRule[] {
  const { deniedBlocks = [], connectedBlocks = [], dualStack = false } = extent;
  const defaults = defaultRules(tier, vpcCidrBlock);
  return [
    ...deniedBlocks.flatMap(denials),
    ...defaults,
    ...(dualStack ? defaults.map(overIpv6) : []),
    ...(tier === "private" || tier === "transit" ? connections(connectedBlocks) : []),
  ];
}

/**
 * Lets networks beyond a VPN or Direct Connect reach the private tier and be reached. A block's number comes from the block
 * itself, so that adding another leaves it where it is, unless both fall on one number.
 */
function connections(blocks: readonly string[]): NetworkAclRule[] {
  const taken = new Set<number>();
  return [...blocks].sort().flatMap((cidrBlock) => {
    let number = firstConnection + (crc32(cidrBlock) % connectionCount);
    while (taken.has(number)) number += 1;
    taken.add(number);
    return (["ingress", "egress"] as const).map((direction) => ({
      name: `connected-${cidrBlock.replace(/[./]/g, "-")}`,
      number,
      direction,
      action: "allow" as const,
      protocol: "all" as const,
      cidrBlock,
    }));
  });
}

/** What makes the denials impossible. */
export function aclProblems(denied: readonly DeniedBlock[]): ArgumentProblem[] {
  return denied.flatMap(({ name, number }, index) => {
    const problems: ArgumentProblem[] = [];
    if (!Number.isInteger(number) || number < 1 || number > 499) {
      problems.push({
        argument: `deniedBlocks.${index}.number`,
        rule: "must be 1 to 499",
        remedy: "take a number that is free",
      });
    }
    const twin = denied.slice(0, index).find((other) => other.number === number || other.name === name);
    if (twin) {
      problems.push({
        argument: `deniedBlocks.${index}`,
        rule: `${twin.name} has the same name or number`,
        remedy: "take a name and a number that are free",
      });
    }
    return problems;
  });
}

/**
 * Entries that a network ACL may have in one direction and family, AWS's own last one among them: unless the quota was raised,
 * and at most. Source: "Rules per network ACL", Amazon VPC quotas, Amazon VPC user guide.
 */
export const aclQuota = { default: 20, most: 40 } as const;

/** Where a tier's ACL would have more entries than AWS takes whatever the quota: found in preview, not half-way. */
export function aclSizeProblems(
  tiers: readonly Tier[],
  vpcCidrBlock: string,
  extent: AclExtent,
): ArgumentProblem[] {
  return tiers.flatMap((tier) => {
    const rules = tierRules(tier, vpcCidrBlock, extent);
    return kinds.flatMap(([direction, family]) => {
      const own = rules.filter((rule) => rule.direction === direction && familyOf(rule.cidrBlock) === family);
      const count = own.length + 1;
      if (count <= aclQuota.most) return [];
      return {
        argument: "deniedBlocks, connectedBlocks",
        rule: `the network ACL of the ${tier} tier would have ${count} ${direction} entries of ${family}, AWS takes ${aclQuota.most}`,
        remedy: "name fewer and wider blocks",
      };
    });
  });
}

/** What AWS counts by itself. */
const kinds = [
  ["ingress", "IPv4"],
  ["ingress", "IPv6"],
  ["egress", "IPv4"],
  ["egress", "IPv6"],
] as const;

/** Which entries AWS counts a block among. */
export function familyOf(cidrBlock: string): "IPv4" | "IPv6" {
  return cidrBlock === vpcIpv6Block || cidrBlock.includes(":") ? "IPv6" : "IPv4";
}

function denials({ name, number, cidrBlock }: DeniedBlock): NetworkAclRule[] {
  return (["ingress", "egress"] as const).map((direction) => ({
    name: `deny-${name}`,
    number,
    direction,
    action: "deny",
    protocol: "all",
    cidrBlock,
  }));
}

/** Every default ends with a zero, so its twin has the next number. */
function overIpv6(rule: NetworkAclRule): NetworkAclRule {
  return {
    ...rule,
    name: `${rule.name}-ipv6`,
    number: rule.number + 1,
    cidrBlock: rule.cidrBlock === anywhere ? "::/0" : vpcIpv6Block,
    ...(rule.protocol === "icmp" && { protocol: "icmpv6", icmp: [2, 0] }), // packet too big
  };
}

/** Ports of SSH and Remote Desktop, which nothing lets in from the internet. */
const administration = [
  { name: "deny-ssh", number: 1000, ports: [22, 22] },
  { name: "deny-rdp", number: 1010, ports: [3389, 3389] },
] as const;

/** What a tier lets by that traffic only passes on its way: all but administration from the internet. */
const passing: readonly NetworkAclRule[] = [
  ...administration.map(({ name, number, ports }): NetworkAclRule => ({
    name,
    number,
    direction: "ingress",
    action: "deny",
    protocol: "tcp",
    ports,
    cidrBlock: anywhere,
  })),
  ...(["ingress", "egress"] as const).map((direction): NetworkAclRule => ({
    name: "passing",
    number: 2000,
    direction,
    action: "allow",
    protocol: "all",
    cidrBlock: anywhere,
  })),
];

/**
 * The default entries of a tier's network ACL. Numbers below 1000 are free for entries that deny.
 *
 * - public: HTTPS, HTTP and answers, in and out, and word of packets too large; everything within the VPC.
 * - private: everything within the VPC; out to HTTPS and HTTP, and the answers to that back in, as above.
 * - isolated: within the VPC only.
 * - transit: within the VPC, and what comes from connected networks.
 * - firewall: everything but SSH and Remote Desktop. Traffic only passes on its way, and is judged before and behind.
 */
export function defaultRules(tier: Tier, vpcCidrBlock: string): readonly NetworkAclRule[] {
  const vpc = [withinVpc("ingress", vpcCidrBlock), withinVpc("egress", vpcCidrBlock)];
  switch (tier) {
    case "public":
      return [
        ...web("ingress"),
        ...returnTraffic("ingress"),
        pathMtu,
        ...web("egress"),
        ...returnTraffic("egress"),
        ...vpc,
      ];
    case "private":
      return [...returnTraffic("ingress"), pathMtu, ...web("egress"), ...vpc];
    case "isolated":
      return vpc;
    case "transit":
      return vpc;
    case "firewall":
      return passing;
  }
}
