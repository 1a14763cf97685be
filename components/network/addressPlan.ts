import { parseCidr } from "cidr-tools";

/** A tier of subnets: with a route to the internet, with a way out only, or with neither. */
export type Tier = "public" | "private" | "isolated";

/** One subnet of the plan. */
export interface PlannedSubnet {
  readonly tier: Tier;
  /** Availability zone, for instance `eu-central-1a`. */
  readonly availabilityZone: string;
  /** Last letter of the zone: the stable key in names. */
  readonly zone: string;
  readonly cidrBlock: string;
}

/** Letters that a zone's name may end with; each has a fixed eighth of the VPC's block. */
const zoneLetters = "abcdefgh";

/** A tier's place in its zone's block: the private tier has one half, the two others a quarter each. */
const places: Readonly<Record<Tier, { readonly extraBits: number; readonly quarter: number }>> = {
  private: { extraBits: 1, quarter: 0 },
  public: { extraBits: 2, quarter: 2 },
  isolated: { extraBits: 2, quarter: 3 },
};

/** AWS's smallest subnet. Source: "Subnet sizing", Amazon VPC user guide. */
const longestPrefix = 28;

/** Addresses that AWS keeps in every subnet: the first four and the last. Source: same. */
export const reservedAddresses = 5;

/**
 * Divides a VPC's block: an eighth for each possible zone, a to h; of each eighth, half for the private tier, a quarter for
 * the public and a quarter for the isolated one. A subnet's place depends on its own zone and tier alone, so adding or
 * removing a zone or a tier never moves another subnet.
 *
 * @param cidrBlock The VPC's block, in canonical notation.
 * @param availabilityZones Zones to have subnets in.
 * @param tiers Tiers to have in each zone.
 */
export function planSubnets(
  cidrBlock: string,
  availabilityZones: readonly string[],
  tiers: readonly Tier[],
): PlannedSubnet[] {
  return tiers.flatMap((tier) =>
    availabilityZones.map((availabilityZone) => {
      const zone = availabilityZone.slice(-1);
      return { tier, availabilityZone, zone, cidrBlock: subnetBlock(cidrBlock, zone, tier) };
    }),
  );
}

/** What makes the plan impossible, one sentence each. */
export function planProblems(
  cidrBlock: string,
  availabilityZones: readonly string[],
  tiers: readonly Tier[],
): string[] {
  const length = prefixLength(cidrBlock);
  return [
    ...availabilityZones
      .filter((zone) => !zoneLetters.includes(zone.slice(-1)))
      .map(
        (zone) => `availabilityZones: ${zone} must end with a letter from a to h; name a zone, not a region`,
      ),
    ...tiers
      .filter((tier) => length + 3 + places[tier].extraBits > longestPrefix)
      .map(
        (tier) =>
          `cidrBlock: ${cidrBlock} is too small, its ${tier} subnets would be /${length + 3 + places[tier].extraBits} and ` +
          `AWS allows /${longestPrefix} at most; take /${longestPrefix - 3 - places[tier].extraBits} or larger`,
      ),
  ];
}

/** How many addresses a subnet leaves for network interfaces. */
export function usableAddresses(cidrBlock: string): number {
  return 2 ** (32 - prefixLength(cidrBlock)) - reservedAddresses;
}

function subnetBlock(cidrBlock: string, zone: string, tier: Tier): string {
  const { start } = parseCidr(cidrBlock);
  const length = prefixLength(cidrBlock);
  const quarterSize = 1n << BigInt(32 - length - 5);
  const quarters = BigInt(zoneLetters.indexOf(zone) * 4 + places[tier].quarter);
  return `${dotted(start + quarters * quarterSize)}/${length + 3 + places[tier].extraBits}`;
}

function prefixLength(cidrBlock: string): number {
  return Number(parseCidr(cidrBlock).prefix);
}

function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => Number((address >> shift) & 255n)).join(".");
}
