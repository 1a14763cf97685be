import { aclNumbers } from "../../components/response/aclNumbers";
import type { AclEntry, AclFacts, Addresses } from "./facts";

/**
 * Whether a network ACL has room for the entries by which an instance's addresses are denied: by its quota, which counts IPv4
 * and IPv6 each by themselves, and by its numbers, which must stand before the entries that allow traffic. Where endpoints are,
 * each IPv4 address needs a second entry, which lets it reach Systems Manager.
 */
export function fitsInto(acl: AclFacts, addresses: Addresses, quota: number): boolean {
  const needed = { ipv4: addresses.ipv4 * entriesOfAddress(acl), ipv6: addresses.ipv6 };
  return [acl.ingress, acl.egress].every(
    (entries) =>
      (["ipv4", "ipv6"] as const).every(
        (family) => needed[family] === 0 || needed[family] <= freeRules(entries, family, quota),
      ) && needed.ipv4 + needed.ipv6 <= freeNumbers(entries),
  );
}

/** How many instances with one IPv4 address each the network ACLs of a VPC have room for. */
export function instancesAtOnce(acls: readonly AclFacts[], quota: number): number {
  const rooms = acls.flatMap((acl) =>
    [acl.ingress, acl.egress].map((entries) => {
      const free = Math.min(freeRules(entries, "ipv4", quota), freeNumbers(entries));
      return Math.max(0, Math.floor(free / entriesOfAddress(acl)));
    }),
  );
  return Math.min(...rooms);
}

function entriesOfAddress({ holdsEndpoints }: AclFacts): number {
  return holdsEndpoints ? 2 : 1;
}

/** How many more entries of a family the quota allows. AWS's own last one counts. */
function freeRules(entries: readonly AclEntry[], family: keyof Addresses, quota: number): number {
  return quota - 1 - entries.filter((entry) => entry.family === family).length;
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
