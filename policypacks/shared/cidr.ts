import type { Truth } from "./truth";
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

function prefixOf(text: string): number | undefined {
  const prefix = /\/(\d{1,3})$/.exec(text.trim())?.[1];
  return prefix === undefined ? undefined : Number(prefix);
}
