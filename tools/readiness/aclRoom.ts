import type { AclEntry, AclFacts } from "./facts";

/** How many numbers a containment tries, from its first one on. */
const triedNumbers = 60;

/** The numbers that ACLs of the landing zone keep free begin here. */
const keptFree = 500;

/** Entries below this number that allow more than one address make containment begin at number 1. */
const early = 1000;

/**
 * Whether a network ACL has room for the entries by which an instance's addresses are denied: by its quota, and by its numbers,
 * which must stand before the entries that allow traffic. Where endpoints are, each address needs a second entry, which
 * lets it reach Systems Manager.
 */
export function fitsInto(
  { holdsEndpoints, ingress, egress }: AclFacts,
  addresses: number,
  quota: number,
): boolean {
  const needed = addresses * (holdsEndpoints ? 2 : 1);
  return [ingress, egress].every(
    (entries) => entries.length + needed <= quota && freeNumbers(entries) >= needed,
  );
}

/** How many numbers are free where containment puts its entries. */
export function freeNumbers(entries: readonly AclEntry[]): number {
  const blocking = entries
    .filter(({ allows, wide, number }) => allows && wide && number < early)
    .map(({ number }) => number);
  const start = blocking.length > 0 ? 1 : keptFree;
  const end = Math.min(start + triedNumbers, ...blocking);
  const taken = new Set(entries.map(({ number }) => number));
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index).filter(
    (number) => !taken.has(number),
  ).length;
}
