import { aclNumbers } from "../../components/response/aclNumbers";
import type { AclEntry, AclFacts, Addresses } from "./facts";

/**
 * Whether a network ACL has room for the entries by which an instance's addresses are denied: by its quota, which counts IPv4
 * and IPv6 each by themselves, and by its numbers, which must stand before the entries that allow traffic. Where endpoints are,
 * each IPv4 address needs a second entry, which lets it reach Systems Manager.
 */
export function fitsInto(
  { holdsEndpoints, ingress, egress }: AclFacts,
  addresses: Addresses,
  quota: number,
): boolean {
  const needed = { ipv4: addresses.ipv4 * (holdsEndpoints ? 2 : 1), ipv6: addresses.ipv6 };
  return [ingress, egress].every(
    (entries) =>
      (["ipv4", "ipv6"] as const).every(
        (family) =>
          needed[family] === 0 ||
          // AWS's own last entry counts.
          entries.filter((entry) => entry.family === family).length + 1 + needed[family] <= quota,
      ) && freeNumbers(entries) >= needed.ipv4 + needed.ipv6,
  );
}

/**
 * How many numbers are free where containment puts its entries. In an ACL of the landing zone the quota ends before they do:
 * more numbers are tried than an ACL can have entries.
 */
export function freeNumbers(entries: readonly AclEntry[]): number {
  const blocking = entries
    .filter(({ allows, wide, number }) => allows && wide && number < aclNumbers.owners)
    .map(({ number }) => number);
  if (blocking.length === 0) return Infinity;
  const end = Math.min(1 + aclNumbers.tried, ...blocking);
  const taken = entries.filter(({ number }) => number < end).length;
  return end - 1 - taken;
}
