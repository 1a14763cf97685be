import type { NetworkAcl, NetworkAclEntry } from "@aws-sdk/client-ec2";
import { aclQuota, familyOf } from "../../../components/network/networkAclRules";
import { aclNumbers } from "../../../components/response/aclNumbers";
import type { Change } from "./change";

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
  const first = firstNumbers(blocks, blocked.length > 0);
  const changes: Change[] = [];
  const warnings: string[] = [];
  for (const egress of [false, true]) {
    const own = entries.filter((entry) => entry.Egress === egress);
    const taken = new Set(own.map(({ RuleNumber }) => RuleNumber ?? 0));
    const added: string[] = [];
    for (const wanted of wantedEntries(blocks, holdsEndpoints, egress, first)) {
      const title = describe(wanted, egress);
      const number = freeNumber(own, taken, wanted, blocked);
      if (number === "there") continue;
      if (number === undefined) {
        warnings.push(`${id}: no number is free for "${title}" before the entries that allow traffic`);
        continue;
      }
      taken.add(number);
      added.push(wanted.block);
      changes.push({ resource: id, change: `add entry ${number}`, to: title });
    }
    warnings.push(...tooMany(id, egress, own, added));
  }
  return { changes, warnings };
}

/** AWS counts the entries of IPv4 and of IPv6 each by themselves, its own last one among them. */
function tooMany(
  id: string,
  egress: boolean,
  own: readonly NetworkAclEntry[],
  added: readonly string[],
): readonly string[] {
  return (["IPv4", "IPv6"] as const).flatMap((family) => {
    const countIn = (blocks: readonly string[]) =>
      blocks.filter((block) => familyOf(block) === family).length;
    const more = countIn(added);
    const count = countIn(own.map(({ CidrBlock, Ipv6CidrBlock = "" }) => CidrBlock ?? Ipv6CidrBlock)) + more;
    if (more === 0 || count <= aclQuota.default) return [];
    return [
      `${id} would have ${count} ${egress ? "outbound" : "inbound"} entries of ${family}; AWS allows ${aclQuota.default} by default`,
    ];
  });
}

interface FirstNumbers {
  readonly allows: number;
  readonly denies: number;
}

/** Numbers at which the entries of the first block begin. */
function firstNumbers({ ipv4 }: Blocks, ownersFirst: boolean): FirstNumbers {
  if (ownersFirst) return { allows: 1, denies: 1 + ipv4.length };
  const octet = Number(ipv4[0]?.split(/[./]/)[3] ?? 0);
  return { allows: aclNumbers.allows + octet, denies: aclNumbers.denies + octet };
}

/** An early entry that allows more than a single address is the account's own, so that denies must stand before it. */
function opensEarly({ RuleAction, RuleNumber = 0, CidrBlock, Ipv6CidrBlock }: NetworkAclEntry): boolean {
  if (RuleAction !== "allow" || RuleNumber >= aclNumbers.owners) return false;
  const isWide = (block: string | undefined, length: string) =>
    block !== undefined && !block.endsWith(length);
  return isWide(CidrBlock, "/32") || isWide(Ipv6CidrBlock, "/128");
}

function wantedEntries(
  { ipv4, ipv6 }: Blocks,
  holdsEndpoints: boolean,
  egress: boolean,
  { allows, denies }: FirstNumbers,
): readonly Wanted[] {
  const allow = egress ? ("answers" as const) : ("HTTPS" as const);
  return [
    ...(holdsEndpoints ? ipv4.map((block, index) => ({ block, allow, start: allows + index })) : []),
    ...ipv4.map((block, index) => ({ block, start: denies + index })),
    ...ipv6.map((block, index) => ({ block, start: denies + ipv4.length + index })),
  ];
}

function freeNumber(
  entries: readonly NetworkAclEntry[],
  taken: ReadonlySet<number>,
  wanted: Wanted,
  blocked: readonly number[],
): number | "there" | undefined {
  for (let number = wanted.start; number < wanted.start + aclNumbers.tried; number += 1) {
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
