import { containsCidr } from "cidr-tools";
import { internet, isGroup, type Flow } from "./flows";

/** The part of a wanted flow that crosses the border between the VPC and the internet. */
export interface Crossing {
  /** Who starts and who answers, for instance `internet to load-balancer`. */
  readonly name: string;
  readonly direction: "in" | "out";
  readonly protocol: "tcp" | "udp";
  /** Blocks beyond the border. @default every address outside the VPC */
  readonly blocks?: readonly string[];
  /** Destination ports. */
  readonly ports: readonly number[];
}

/**
 * What crosses the border because a flow wants it: in from the internet or a prefix list, out to a prefix list. A flow out to
 * the internet at large is none of these: there, the names that are asked for decide.
 */
export function crossings(
  flows: readonly Flow[],
  prefixLists: Readonly<Record<string, readonly string[]>>,
): Crossing[] {
  return flows.flatMap(({ from, to, protocol = "tcp", ports }): Crossing[] => {
    const isInward = isGroup(to);
    if (isInward === isGroup(from)) return []; // Within the VPC.
    const beyond = isInward ? from : to;
    const blocks = prefixLists[beyond];
    if (blocks === undefined && !(isInward && beyond === internet)) return [];
    const direction = isInward ? "in" : "out";
    return [{ name: `${from} to ${to}`, direction, protocol, ports, ...(blocks && { blocks }) }];
  });
}

/** A connection across the border. */
export interface BorderConnection {
  readonly direction: Crossing["direction"];
  /** The address beyond the border. */
  readonly address: string;
  readonly protocol: Crossing["protocol"];
  /** Destination port. */
  readonly port: number;
}

/** The crossing that lets a connection through, if any does. */
export function crossingFor(
  all: readonly Crossing[],
  { direction, address, protocol, port }: BorderConnection,
): Crossing | undefined {
  return all.find(
    (crossing) =>
      crossing.direction === direction &&
      crossing.protocol === protocol &&
      crossing.ports.includes(port) &&
      (crossing.blocks?.some((block) => containsCidr(block, address)) ?? true),
  );
}

/** Name of the rule variable that holds the blocks of the public tier. */
export const publicNet = "PUBLIC_NET";

/**
 * The crossings as Suricata rules, followed by the refusal of every other connection that starts outside. Only the public tier
 * can be reached from outside. A security group keeps its own state and judges as well.
 *
 * The refusal is for TCP and UDP: ICMP tells senders that a packet is too large for the path.
 */
export function crossingRules(all: readonly Crossing[]): string {
  const passes = all.map(({ name, protocol, direction, blocks, ports }): Rule =>
    direction === "in"
      ? ["pass", protocol, outside(blocks), `$${publicNet} ${list(ports)}`, name]
      : ["pass", protocol, "$HOME_NET", `${outside(blocks)} ${list(ports)}`, name],
  );
  const refusals = (["tcp", "udp"] as const).map((protocol): Rule => [
    "drop",
    protocol,
    "$EXTERNAL_NET",
    "$HOME_NET any",
    "no flow wants this from outside",
  ]);
  return [...passes, ...refusals]
    .map(
      ([action, protocol, source, destination, message], index) =>
        `${action} ${protocol} ${source} any -> ${destination} (msg:"${message}"; flow:to_server; sid:${index + 1}; rev:1;)`,
    )
    .join("\n");
}

type Rule = readonly [
  action: "pass" | "drop",
  protocol: Crossing["protocol"],
  source: string,
  destination: string,
  message: string,
];

function outside(blocks: readonly string[] | undefined): string {
  return blocks === undefined ? "$EXTERNAL_NET" : list(blocks);
}

function list(items: readonly (string | number)[]): string {
  return items.length === 1 ? String(items[0]) : `[${items.join(",")}]`;
}
