import { parseCidr } from "cidr-tools";
import type { ArgumentProblem } from "../problems";

/**
 * A tier of subnets:
 *
 * - public: with a route to the internet, for load balancers and NAT gateways;
 * - private: with a way out only, for applications;
 * - isolated: with no route out of the VPC, for databases;
 * - firewall: for the endpoints of a network firewall, between the public tier and the internet;
 * - transit: for the attachment of a transit gateway.
 */
export type Tier = "public" | "private" | "isolated" | "firewall" | "transit";

/** How the subnets of a tier are cut. */
export interface TierPlan {
  /** Prefix length of its subnets; by default they fill the tier's place. A longer one leaves room for later. */
  readonly prefixLength?: number;
}

/** The tiers of a network. */
export type Tiers = Readonly<Partial<Record<Tier, TierPlan>>>;

/** One subnet of the plan. */
export interface PlannedSubnet {
  readonly tier: Tier;
  /** Availability zone, for instance `eu-central-1a`. */
  readonly availabilityZone: string;
  /** Last letter of the zone: the stable key in names. */
  readonly zone: string;
  readonly cidrBlock: string;
  /** Number of the subnet's /64 in the VPC's IPv6 block, 0 to 127. */
  readonly ipv6Index: number;
}

/** Letters that a zone's name may end with; each has a fixed eighth of the VPC's block. */
const zoneLetters = "abcdefgh";

/** A tier's place in its zone's block, counted in sixteenths: where it starts, and how many bits it is longer than the block. */
const places: Readonly<Record<Tier, { readonly sixteenth: number; readonly extraBits: number }>> = {
  public: { sixteenth: 12, extraBits: 3 },
  private: { sixteenth: 0, extraBits: 1 },
  isolated: { sixteenth: 8, extraBits: 2 },
  firewall: { sixteenth: 14, extraBits: 4 },
  transit: { sixteenth: 15, extraBits: 4 },
};

/** AWS's smallest subnet. Source: "Subnet sizing", Amazon VPC user guide. */
const longestPrefix = 28;

/** Addresses that AWS keeps in every subnet: the first four and the last. Source: same. */
export const reservedAddresses = 5;

/** The tiers that a network has, public first. */
export function tierNames(tiers: Tiers): Tier[] {
  return (Object.keys(places) as Tier[]).filter((tier) => tiers[tier] !== undefined);
}

/**
 * Divides a VPC's block: an eighth for each possible zone, a to h; of each eighth, half for the private tier, a quarter for
 * the isolated, an eighth for the public and a sixteenth each for the firewall and the transit tier. A subnet starts where its place starts, whatever its length. So adding or
 * removing a zone or a tier, or changing a tier's length, never moves another subnet.
 *
 * @param cidrBlock The VPC's block, in canonical notation.
 * @param availabilityZones Zones to have subnets in.
 * @param tiers Tiers to have in each zone.
 */
export function planSubnets(
  cidrBlock: string,
  availabilityZones: readonly string[],
  tiers: Tiers,
): PlannedSubnet[] {
  return tierNames(tiers).flatMap((tier) =>
    availabilityZones.map((availabilityZone) => {
      const zone = availabilityZone.slice(-1);
      const place = zoneLetters.indexOf(zone) * 16 + places[tier].sixteenth;
      const placeSize = 1n << BigInt(32 - prefixLengthOf(cidrBlock) - 7);
      const start = parseCidr(cidrBlock).start + BigInt(place) * placeSize;
      const length = tiers[tier]?.prefixLength ?? placeLength(cidrBlock, tier);
      return { tier, availabilityZone, zone, cidrBlock: `${dotted(start)}/${length}`, ipv6Index: place };
    }),
  );
}

/** What makes the plan impossible. */
export function planProblems(
  cidrBlock: string,
  availabilityZones: readonly string[],
  tiers: Tiers,
): ArgumentProblem[] {
  return [
    ...availabilityZones
      .filter((zone) => !zoneLetters.includes(zone.slice(-1)))
      .map((zone) => ({
        argument: "availabilityZones",
        rule: `${zone} must end with a letter from a to h`,
        remedy: "name a zone, not a region",
      })),
    ...tierNames(tiers).flatMap((tier) => tierProblems(cidrBlock, tier, tiers[tier]?.prefixLength)),
  ];
}

function tierProblems(cidrBlock: string, tier: Tier, prefixLength: number | undefined): ArgumentProblem[] {
  const room = placeLength(cidrBlock, tier);
  if (room > longestPrefix) {
    return [
      {
        argument: "cidrBlock",
        rule: `${cidrBlock} is too small, its ${tier} subnets would be /${room} and AWS allows /${longestPrefix} at most`,
        remedy: `take /${longestPrefix - 3 - places[tier].extraBits} or larger`,
      },
    ];
  }
  if (prefixLength !== undefined && (prefixLength < room || prefixLength > longestPrefix)) {
    return [
      {
        argument: `tiers.${tier}.prefixLength`,
        rule: `${tier === "isolated" ? "an" : "a"} ${tier} subnet of ${cidrBlock} has room for /${room}, and AWS allows /${longestPrefix} at most`,
        remedy: `take ${room} to ${longestPrefix}`,
      },
    ];
  }
  return [];
}

/** How many addresses a subnet leaves for network interfaces. */
export function usableAddresses(cidrBlock: string): number {
  return 2 ** (32 - prefixLengthOf(cidrBlock)) - reservedAddresses;
}

/**
 * A subnet's /64 of the VPC's IPv6 block, which AWS gives as a /56.
 *
 * @param ipv6CidrBlock The VPC's block, for instance `2a05:d014:1f3:5a00::/56`.
 * @param index Number of the /64, 0 to 255.
 */
export function ipv6Subnet(ipv6CidrBlock: string, index: number): string {
  const { start } = parseCidr(ipv6CidrBlock);
  const network = (start >> 64n) + BigInt(index);
  const groups = [48n, 32n, 16n, 0n].map((shift) => ((network >> shift) & 0xffffn).toString(16));
  return `${groups.join(":")}::/64`;
}

function placeLength(cidrBlock: string, tier: Tier): number {
  return prefixLengthOf(cidrBlock) + 3 + places[tier].extraBits;
}

function prefixLengthOf(cidrBlock: string): number {
  return Number(parseCidr(cidrBlock).prefix);
}

function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => Number((address >> shift) & 255n)).join(".");
}
