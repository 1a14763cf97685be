import type * as pulumi from "@pulumi/pulumi";
import type { Tier } from "../../components/network/addressPlan";
import type { Network } from "../../components/network/network";

/** Ids of the route tables of some tiers, by a stable key. */
export function routeTablesOf(
  network: Network,
  tiers: readonly Tier[],
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(tiers.flatMap((tier) => Object.entries(network.routeTableIds(tier))));
}
