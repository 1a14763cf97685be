import { containsCidr } from "cidr-tools";
import { isIP } from "node:net";
import { all, type Truth } from "./truth";
import type { Value } from "./value";

/** Longest prefixes that still stand for the internet: 0.0.0.0/1 is half of it, 2000::/3 all of IPv6 that is in use. */
const openPrefixes = { ipv4: 1, ipv6: 3 } as const;

/** Whether a CIDR block is the internet, or as good as. */
export function isOpen<T>(block: Value<T>): Truth {
  return block.isText((text) => {
    const prefix = prefixOf(text);
    return prefix !== undefined && prefix <= openPrefixes[text.includes(":") ? "ipv6" : "ipv4"];
  });
}

/** Whether a CIDR block leaves no address out. */
export function isEverything<T>(block: Value<T>): Truth {
  return block.isText((text) => prefixOf(text) === 0);
}

/** Shortest prefixes of a VPC's blocks. Source: "VPC CIDR blocks", Amazon VPC user guide. */
const vpcPrefixes = { ipv4: 16, ipv6: 44 } as const;

/** Whether a CIDR block or an address lies within a block of a VPC. What is larger than any such block does not. */
export function isWithin<T, V>(block: Value<T>, vpcBlock: Value<V>): Truth {
  const fits = block.isText(
    (text) =>
      isAddress(text) && (prefixOf(text) ?? Infinity) >= vpcPrefixes[text.includes(":") ? "ipv6" : "ipv4"],
  );
  const possible = all(fits, vpcBlock.isText(isAddress));
  if (possible !== "yes") return possible;
  return vpcBlock.isText((outer) => containsCidr(outer, block.text() ?? ""));
}

/** An address, or the block that begins with one. Of a VPC without IPv6, the provider gives an empty text as its block. */
function isAddress(text: string): boolean {
  return isIP(text.split("/")[0] ?? "") !== 0;
}

function prefixOf(text: string): number | undefined {
  const prefix = /\/(\d{1,3})$/.exec(text.trim())?.[1];
  return prefix === undefined ? undefined : Number(prefix);
}
