import type { Tier } from "./addressPlan";

/** One entry of a network ACL. */
export interface NetworkAclRule {
  /** What it lets through or stops; part of the resource's name. */
  readonly name: string;
  /** Position, 1 to 32766: the lowest number that fits a packet decides. Fixed, so that inserting a rule moves no other. */
  readonly number: number;
  readonly direction: "ingress" | "egress";
  readonly action: "allow" | "deny";
  readonly protocol: "tcp" | "udp" | "all";
  /** First and last port; absent for all protocols. */
  readonly ports?: readonly [from: number, to: number];
  /** Where the packet comes from or goes to, in CIDR notation. */
  readonly cidrBlock: string;
}

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

function withinVpc(direction: "ingress" | "egress", cidrBlock: string): NetworkAclRule {
  return { name: "vpc", number: 1000, direction, action: "allow", protocol: "all", cidrBlock };
}

/**
 * The default entries of a tier's network ACL. Numbers below 1000 are free for entries that deny.
 *
 * - public: HTTPS, HTTP and answers, in and out; everything within the VPC.
 * - private: everything within the VPC; out to HTTPS and HTTP, and the answers to that back in.
 * - isolated: within the VPC only.
 */
export function defaultRules(tier: Tier, vpcCidrBlock: string): NetworkAclRule[] {
  const vpc = [withinVpc("ingress", vpcCidrBlock), withinVpc("egress", vpcCidrBlock)];
  switch (tier) {
    case "public":
      return [
        ...web("ingress"),
        ...returnTraffic("ingress"),
        ...web("egress"),
        ...returnTraffic("egress"),
        ...vpc,
      ];
    case "private":
      return [...returnTraffic("ingress"), ...web("egress"), ...vpc];
    case "isolated":
      return vpc;
  }
}
