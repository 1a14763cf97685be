import type { z } from "zod";
import { onPremises } from "../components/network/flows";
import { refuse } from "./fields";

/** The parts of a configuration that have to do with networks on-premises. */
export interface WithOnPremises {
  readonly network: {
    readonly flows: readonly { readonly from: string; readonly to: string }[];
    readonly prefixLists: Readonly<Record<string, readonly string[]>>;
    readonly tiers: { readonly private?: unknown };
  };
  readonly dns: { readonly onPremises?: unknown };
  readonly vpn?: { readonly onPremisesPrefixes: readonly string[] };
  readonly directConnect?: { readonly onPremisesPrefixes: readonly string[] };
}

/** IPv4 blocks on-premises, through whichever connection; each once. */
export function onPremisesPrefixes({ vpn, directConnect }: WithOnPremises): string[] {
  return [...new Set([...(vpn?.onPremisesPrefixes ?? []), ...(directConnect?.onPremisesPrefixes ?? [])])];
}

/** Blocks of all prefix lists by name. The connections fill the list `on-premises`. */
export function prefixListsOf(config: WithOnPremises): Record<string, readonly string[]> {
  const blocks = onPremisesPrefixes(config);
  return { ...config.network.prefixLists, ...(blocks.length > 0 && { [onPremises]: blocks }) };
}

/** What names on-premises without a connection to it, or names it twice. */
export function checkOnPremises(config: WithOnPremises, context: z.core.$RefinementCtx): void {
  const { network, dns } = config;
  const connected = onPremisesPrefixes(config).length > 0;
  const connect = "set onPremisesPrefixes of vpn or directConnect";
  if (connected && network.prefixLists[onPremises]) {
    refuse(
      context,
      "the VPN and Direct Connect fill this list",
      "put its blocks into their onPremisesPrefixes",
      ["network", "prefixLists", onPremises],
    );
  }
  for (const [index, { from, to }] of network.flows.entries()) {
    if ([from, to].includes(onPremises) && !connected && !network.prefixLists[onPremises]) {
      refuse(context, `there is no connection to ${onPremises}`, connect, [
        "network",
        "flows",
        String(index),
      ]);
    }
  }
  if (dns.onPremises !== undefined && !connected) {
    refuse(context, "there is no connection to name servers on-premises", connect, ["dns", "onPremises"]);
  }
  if (dns.onPremises !== undefined && !network.tiers.private) {
    refuse(context, "the endpoints stand in the private tier", "add network.tiers.private", [
      "dns",
      "onPremises",
    ]);
  }
}
