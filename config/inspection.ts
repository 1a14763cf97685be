import { z } from "zod";
import { firewallProblems } from "../components/network/networkFirewallProblems";
import type { FirewallRules } from "../components/network/networkFirewallRules";
import { refuse } from "./fields";

const managedRuleGroup = z.strictObject({
  name: z
    .string()
    .describe("Name of the group, which ends with `StrictOrder`, for instance `MalwareDomainsStrictOrder`."),
  priority: z
    .number()
    .int()
    .describe("Position, 1000 to 9000; the lowest decides first. Fixed, so that adding another moves none."),
  alertOnly: z
    .boolean()
    .default(false)
    .describe("Whether the group only reports what it would drop. A way to try it out."),
});

const protection = z
  .strictObject({
    deletion: z
      .boolean()
      .default(false)
      .describe(
        "Whether AWS and Pulumi refuse to delete the firewall. Then its removal takes two deployments: one that sets this " +
          "to false, and one that removes. `true` is advised once the firewall is in production.",
      ),
    subnetChange: z
      .boolean()
      .default(false)
      .describe("Whether AWS refuses to change the firewall's zones, until a deployment sets this to false."),
    policyChange: z
      .boolean()
      .default(true)
      .describe(
        "Whether AWS refuses to give the firewall another policy. Changing the rules of its own is not hindered.",
      ),
  })
  .prefault({})
  .describe("What AWS refuses to do to the firewall.");

/** Inspection of a workload's traffic with the internet. */
export const inspection = z
  .strictObject({
    defaultAction: z
      .enum(["DROP", "ALERT"])
      .default("DROP")
      .describe(
        "What becomes of a connection from inside that no rule decides: `DROP` stops and logs it, `ALERT` logs it only and " +
          "leaves `allowedDomains` aside. Start with `ALERT`, read the alert logs for a while, then drop.",
      ),
    allowedDomains: z
      .array(z.string())
      .default([])
      .describe(
        "Domains that may be reached over TLS (by server name) and HTTP (by host), at most 490. `.example.com` is that " +
          "domain with all its subdomains.",
      ),
    deniedDomains: z
      .array(z.string())
      .default([])
      .describe("Domains that may never be reached, in the same form. They are asked first."),
    managedRuleGroups: z
      .array(managedRuleGroup)
      .default([])
      .describe(
        "Rule groups that AWS keeps, at most 16; together with the 3,500 of the stack's own, their capacities must not " +
          "exceed 30,000.",
      ),
    suricataRules: z
      .string()
      .default("")
      .describe(
        "Own rules in Suricata's language, one a line, asked in their order after the managed groups. They may name " +
          "`$HOME_NET`, `$EXTERNAL_NET` and `$PUBLIC_NET`.",
      ),
    leavingZones: z
      .array(z.string())
      .default([])
      .describe(
        "Zones that keep an endpoint and nothing else: how a zone is removed. One deployment moves it here from " +
          "`network.availabilityZones`, the next one removes it: AWS ends an endpoint only when no route leads to it.",
      ),
    protection,
  })
  .optional()
  .describe(
    "AWS Network Firewall between the public tier and the internet; what the private tier sends through the NAT gateways " +
      "passes it too. Needs `network.tiers.public` and `network.tiers.firewall`. Without it, there is none. It is expensive: " +
      "each zone's endpoint is charged by the hour, several times a NAT gateway, and every gigabyte once more. Turning it on " +
      "or off interrupts connections for seconds.",
  );

interface Inspected {
  readonly region: string;
  readonly network: Pick<FirewallRules, "flows" | "prefixLists"> & {
    readonly availabilityZones: readonly string[];
    readonly tiers: { readonly public?: unknown; readonly firewall?: unknown };
  };
  readonly inspection?: z.output<typeof inspection>;
}

/** What the inspection and the rest of the configuration break together, and the inspection by itself. */
export function checkInspection(
  { region, network, inspection: wanted }: Inspected,
  context: z.core.$RefinementCtx,
): void {
  if (!wanted) return;
  for (const tier of ["public", "firewall"] as const) {
    if (network.tiers[tier] === undefined) {
      refuse(
        context,
        `inspection stands between the firewall tier, the public tier and the internet, and there is no ${tier} tier`,
        `add network.tiers.${tier}, or remove inspection`,
        ["inspection"],
      );
    }
  }
  for (const [index, zone] of wanted.leavingZones.entries()) {
    const path = ["inspection", "leavingZones", String(index)];
    if (network.availabilityZones.includes(zone)) {
      refuse(context, "is still one of network.availabilityZones", "name the zone in one place", path);
    } else if (zone.slice(0, -1) !== region || !/[a-h]$/.test(zone)) {
      refuse(context, `must be a zone of ${region}`, "name the zone as before it left", path);
    }
  }
  const { flows, prefixLists } = network;
  for (const { argument, rule, remedy } of firewallProblems({ ...wanted, flows, prefixLists })) {
    refuse(context, rule, remedy, [argument === "flows" ? "network" : "inspection", ...argument.split(".")]);
  }
}
