import { createHash } from "node:crypto";
import { containsCidr, normalizeCidr, overlapCidr, parseCidr } from "cidr-tools";

/** A broken rule and how to mend it. */
export interface Fault {
  readonly rule: string;
  readonly remedy: string;
}

/** Ranges of autonomous system numbers that nobody owns. Source: RFC 6996. */
const privateAsns = [
  [64512, 65534],
  [4200000000, 4294967294],
] as const;

/** Numbers that no network may use, by their first and last. Source: IANA registry of special-purpose AS numbers. */
const specialAsns: readonly (readonly [first: number, last: number, meaning: string])[] = [
  [0, 0, "reserved (RFC 7607)"],
  [23456, 23456, "the placeholder AS_TRANS (RFC 6793)"],
  [64496, 64511, "kept for documentation (RFC 5398)"],
  [65535, 65535, "reserved (RFC 7300)"],
  [65536, 65551, "kept for documentation (RFC 5398)"],
  [65552, 131071, "reserved by IANA"],
  [4294967295, 4294967295, "reserved (RFC 7300)"],
];

/**
 * AWS's own numbers, which a customer's device cannot have: by number, the regions in which it is reserved, or all.
 * Source: `CreateCustomerGateway`, Amazon EC2 API reference; "Private gateway ASN", AWS Site-to-Site VPN FAQ.
 */
const awsAsns: ReadonlyMap<number, string | undefined> = new Map([
  [7224, undefined],
  [9059, "eu-west-1"],
  [10124, "ap-northeast-1"],
  [17493, "ap-southeast-1"],
  [17943, "ap-southeast-1"],
]);

/** AWS's side of a session, unless told otherwise. Source: `CreateVpnGateway`, Amazon EC2 API reference. */
export const defaultAwsAsn = 64512;

/** Whether the number is one of those that nobody owns. */
export function isPrivateAsn(asn: number): boolean {
  return privateAsns.some(([first, last]) => asn >= first && asn <= last);
}

/**
 * Why a number cannot be AWS's side of a session: a virtual private gateway, a transit gateway and a Direct Connect
 * gateway take private numbers only.
 */
export function awsAsnFault(asn: number): Fault | undefined {
  if (Number.isInteger(asn) && isPrivateAsn(asn)) return undefined;
  return {
    rule: "the AWS side's ASN must be private: 64512 to 65534, or 4200000000 to 4294967294",
    remedy: `choose a private number that the network does not use yet, such as ${defaultAwsAsn}`,
  };
}

/**
 * Why a number cannot be the customer's side of a session.
 *
 * @param region The AWS region at the other end: some numbers are AWS's own in one region only.
 */
export function customerAsnFault(asn: number, region: string): Fault | undefined {
  const remedy = "give the device's own public ASN, or a private one: 64512 to 65534";
  if (!Number.isInteger(asn) || asn < 0 || asn > 4294967295) {
    return { rule: "an ASN is a whole number from 1 to 4294967294", remedy };
  }
  const special = specialAsns.find(([first, last]) => asn >= first && asn <= last);
  if (special) return { rule: `no network may use this ASN: it is ${special[2]}`, remedy };
  if (awsAsns.has(asn) && [undefined, region].includes(awsAsns.get(asn))) {
    return { rule: `AWS keeps this ASN for itself in ${awsAsns.get(asn) ?? "every region"}`, remedy };
  }
  return undefined;
}

/** Why two numbers cannot be the two sides of an external session. */
export function sessionFault(awsAsn: number, customerAsn: number): Fault | undefined {
  if (awsAsn !== customerAsn) return undefined;
  return {
    rule: `the two sides of a BGP session need different ASNs, and AWS's side has ${awsAsn} too`,
    remedy: "change the number of one side",
  };
}

/** The range of the addresses inside tunnels and on virtual interfaces: link-local, never routed. */
export const insideRange = "169.254.0.0/16";

/**
 * Blocks that AWS keeps for itself.
 * Source: `VpnTunnelOptionsSpecification`, Amazon EC2 API reference.
 */
export const reservedInsideCidrs = [
  "169.254.0.0/30",
  "169.254.1.0/30",
  "169.254.2.0/30",
  "169.254.3.0/30",
  "169.254.4.0/30",
  "169.254.5.0/30",
  "169.254.169.252/30",
] as const;

const insidePattern = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/;

/**
 * Why a block cannot hold the two addresses of a BGP session.
 *
 * @param lengths Prefix lengths that the service takes: 30 for a VPN tunnel, 30 or 31 for a virtual interface.
 */
export function insideCidrFault(cidr: string, lengths: readonly number[] = [30]): Fault | undefined {
  const sizes = lengths.map((length) => `/${length}`).join(" or ");
  const example = `a ${sizes} block of ${plannedRange}, such as 169.254.64.0/${lengths[0] ?? 30}`;
  if (!isBlock(cidr) || !lengths.includes(Number(cidr.split("/")[1])) || !containsCidr(insideRange, cidr)) {
    return { rule: `must be a ${sizes} block within ${insideRange}`, remedy: `give ${example}` };
  }
  if (normalizeCidr(cidr) !== cidr) {
    return { rule: "must start at the first address of the block", remedy: `write ${normalizeCidr(cidr)}` };
  }
  const reserved = reservedInsideCidrs.find((block) => overlapCidr(block, cidr));
  if (reserved) return { rule: `AWS reserves ${reserved} for itself`, remedy: `give ${example}` };
  return undefined;
}

function isBlock(cidr: string): boolean {
  const [address = "", length = ""] = cidr.split("/");
  return (
    insidePattern.test(cidr) &&
    Number(length) <= 32 &&
    address.split(".").every((part) => Number(part) <= 255)
  );
}

/** The two addresses of a session. */
export interface SessionAddresses {
  readonly aws: string;
  readonly customer: string;
}

/**
 * The addresses in an inside block: AWS has the first one that can be used, the customer the next.
 *
 * @param cidr A /30 or /31 block in canonical notation.
 */
export function sessionAddresses(cidr: string): SessionAddresses {
  const { start, prefix } = parseCidr(cidr);
  const first = prefix === "31" ? start : start + 1n;
  return { aws: dotted(first), customer: dotted(first + 1n) };
}

/**
 * Where inside blocks are planned: a quarter of the range without any block that AWS reserves, and clear of the addresses
 * at which instances and containers find their metadata (169.254.169.254, 169.254.170.2, 169.254.170.23).
 */
export const plannedRange = "169.254.64.0/18";

/**
 * Chooses two neighbouring /30 blocks of {@link plannedRange} for what the seed names. They depend on the seed alone, so
 * that adding or removing a connection never moves another's addresses. Two seeds can meet in the same blocks (1 in 2048):
 * whoever plans several checks that and asks for other blocks.
 *
 * @param seed Names the connection among all that its device may have: account, region and the connection's stable key.
 */
export function planInsideCidrs(seed: string): readonly [string, string] {
  const { start, end } = parseCidr(plannedRange);
  const pairs = (end - start + 1n) / 8n;
  const place = BigInt(createHash("sha256").update(seed).digest().readUInt32BE(0)) % pairs;
  const first = start + place * 8n;
  return [`${dotted(first)}/30`, `${dotted(first + 4n)}/30`];
}

function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => Number((address >> shift) & 255n)).join(".");
}
