import { containsCidr, overlapCidr, parseCidr } from "cidr-tools";
import type { PeerAddresses } from "./plan";

/**
 * Blocks that are not routed in the internet. The three blocks for documentation are left out: examples use them, and AWS
 * itself verifies who owns a prefix. Source: IANA IPv4 Special-Purpose Address Registry.
 */
const notPublic = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** Whether every address of a block, or an address with its length, is one of the internet's. */
export function isPublic(block: string): boolean {
  return !overlapCidr(block, notPublic);
}

/** Whether `outer` has every address of `inner`. */
export function covers(outer: string, inner: string): boolean {
  return containsCidr(outer, inner);
}

/** Whether two blocks share an address. */
export function overlaps(one: string, other: string): boolean {
  return overlapCidr(one, other);
}

/** Pairs of blocks of a list that share an address: the later one and the earlier one. */
export function overlapping(blocks: readonly string[]): (readonly [later: string, earlier: string])[] {
  return blocks.flatMap((later, index) =>
    blocks
      .slice(0, index)
      .flatMap((earlier) => (overlaps(later, earlier) ? [[later, earlier] as const] : [])),
  );
}

/** What makes the two addresses of a BGP session impossible: a rule that they break, or nothing. */
export function peerProblem({ amazonAddress, customerAddress }: PeerAddresses): string | undefined {
  const [amazon, customer] = [parseCidr(amazonAddress), parseCidr(customerAddress)];
  if (amazon.prefix !== customer.prefix || !["30", "31"].includes(amazon.prefix)) {
    return "both addresses have the same length, /30 or /31";
  }
  if (amazon.start !== customer.start) return "both addresses are in the same subnet";
  if (amazonAddress === customerAddress) return "the two addresses differ";
  if (amazon.prefix === "30" && [amazon, customer].some(({ ip, start, end }) => isEdge(ip, start, end))) {
    return "neither address is the first or the last of its /30";
  }
  return undefined;
}

function isEdge(ip: string, start: bigint, end: bigint): boolean {
  const { start: address } = parseCidr(`${ip}/32`);
  return address === start || address === end;
}
