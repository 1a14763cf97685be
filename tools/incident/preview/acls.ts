import type { NetworkAcl, NetworkAclEntry } from "@aws-sdk/client-ec2";
import type { Change } from "./change";

/** Numbers that ACLs of the landing zone keep free. */
const keptFree = 500;
/** Entries from this number on are behind those of a containment. */
const ownersFrom = 1000;
/** How many numbers are tried for an entry. */
const numbersTried = 60;
/** Entries of an ACL in one direction, unless AWS has granted more. */
const defaultQuota = 20;

export interface Blocks {
  /** In CIDR notation, a single address each. */
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

interface Wanted {
  readonly block: string;
  readonly allow?: "HTTPS" | "answers";
  /** Number that is tried first. */
  readonly start: number;
}

/**
 * The entries that a containment would add to a network ACL, under the numbers that it would find free.
 *
 * @param holdsEndpoints Whether interface endpoints are in a subnet of the ACL: Systems Manager then stays within reach.
 */
export function aclChanges(
  acl: NetworkAcl,
  blocks: Blocks,
  holdsEndpoints: boolean,
): { readonly changes: readonly Change[]; readonly warnings: readonly string[] } {
  const entries = acl.Entries ?? [];
  const id = acl.NetworkAclId ?? "";
  const blocked = entries.filter(opensEarly).map(({ RuleNumber }) => RuleNumber ?? 0);
  const start = blocked.length > 0 ? 1 : keptFree;
  const changes: Change[] = [];
  const warnings: string[] = [];
  for (const egress of [false, true]) {
    const own = entries.filter((entry) => entry.Egress === egress);
    const taken = new Set(own.map(({ RuleNumber }) => RuleNumber ?? 0));
    for (const wanted of wantedEntries(blocks, holdsEndpoints, egress, start)) {
      const title = describe(wanted, egress);
      const number = freeNumber(own, taken, wanted, blocked);
      if (number === "there") continue;
      if (number === undefined) {
        warnings.push(`${id}: no number is free for "${title}" before the entries that allow traffic`);
        continue;
      }
      taken.add(number);
      changes.push({ resource: id, change: `add entry ${number}`, to: title });
    }
    // The last entry, 32767 for IPv4, is AWS's own and does not count.
    const count = [...taken].filter((number) => number < 32_767).length;
    if (count > defaultQuota) {
      warnings.push(
        `${id} would have ${count} ${direction(egress)} entries; AWS allows ${defaultQuota} by default`,
      );
    }
  }
  return { changes, warnings };
}

/** An early entry that allows more than a single address is the account's own, so that denies must stand before it. */
function opensEarly({ RuleAction, RuleNumber = 0, CidrBlock, Ipv6CidrBlock }: NetworkAclEntry): boolean {
  if (RuleAction !== "allow" || RuleNumber >= ownersFrom) return false;
  const isWide = (block: string | undefined, length: string) =>
    block !== undefined && !block.endsWith(length);
  return isWide(CidrBlock, "/32") || isWide(Ipv6CidrBlock, "/128");
}

function wantedEntries(
  { ipv4, ipv6 }: Blocks,
  holdsEndpoints: boolean,
  egress: boolean,
  start: number,
): readonly Wanted[] {
  const allow = egress ? ("answers" as const) : ("HTTPS" as const);
  return [
    ...(holdsEndpoints ? ipv4.map((block, index) => ({ block, allow, start: start + index })) : []),
    ...ipv4.map((block, index) => ({ block, start: start + ipv4.length + index })),
    ...ipv6.map((block, index) => ({ block, start: start + 2 * ipv4.length + index })),
  ];
}

function freeNumber(
  entries: readonly NetworkAclEntry[],
  taken: ReadonlySet<number>,
  wanted: Wanted,
  blocked: readonly number[],
): number | "there" | undefined {
  for (let number = wanted.start; number < wanted.start + numbersTried; number += 1) {
    if (entries.some((entry) => entry.RuleNumber === number && isSame(entry, wanted))) return "there";
    if (blocked.includes(number)) return undefined;
    if (!taken.has(number)) return number;
  }
  return undefined;
}

function isSame(
  { CidrBlock, Ipv6CidrBlock, RuleAction }: NetworkAclEntry,
  { block, allow }: Wanted,
): boolean {
  return (CidrBlock ?? Ipv6CidrBlock) === block && RuleAction === (allow ? "allow" : "deny");
}

function describe({ block, allow }: Wanted, egress: boolean): string {
  const what = { HTTPS: "allow tcp/443", answers: "allow tcp/1024-65535", none: "deny all" }[allow ?? "none"];
  return `${what} ${egress ? "out to" : "in from"} ${block}`;
}

function direction(egress: boolean): string {
  return egress ? "outbound" : "inbound";
}
