import { partitionOf } from "../account";
import type { Flow } from "./flows";
import { crossingRules, crossings } from "./networkFirewallFlows";

/** A rule group that AWS keeps, for instance of domains of botnets. */
export interface ManagedRuleGroup {
  /** Its name, which ends with `StrictOrder`. https://docs.aws.amazon.com/network-firewall/latest/developerguide/nwfw-managed-rule-groups.html */
  readonly name: string;
  /** Position, 1000 to 9000: the lowest decides first. Fixed, so that adding another moves none. */
  readonly priority: number;
  /** Whether it only reports what it would drop. */
  readonly alertOnly: boolean;
}

/** What a network firewall lets through. */
export interface FirewallRules {
  /**
   * What becomes of a connection from inside that no rule decides: dropped, or let through; logged in both cases. With `ALERT`
   * the allowed domains have no effect, so that the log shows everything that leaves.
   */
  readonly defaultAction: "DROP" | "ALERT";
  /** Domains that may be reached over TLS and HTTP; `.example.com` is that domain with its subdomains. */
  readonly allowedDomains: readonly string[];
  /** Domains that may not, in the same form. They are asked first. */
  readonly deniedDomains: readonly string[];
  /** Rule groups that AWS keeps. */
  readonly managedRuleGroups: readonly ManagedRuleGroup[];
  /** Own rules in Suricata's language, one a line, in the order in which they are asked. */
  readonly suricataRules: string;
  /** Flows of the network: those that cross the border are let through, others from outside are not. */
  readonly flows: readonly Flow[];
  /** Blocks of the prefix lists by name. */
  readonly prefixLists: Readonly<Record<string, readonly string[]>>;
}

/** A rule group to be created. */
export interface RuleGroupPlan {
  /** What it holds; part of its name. */
  readonly key: string;
  readonly description: string;
  readonly priority: number;
  /** How many rules it has room for. Changing it replaces the group. */
  readonly capacity: number;
  readonly source:
    | {
        readonly kind: "domains";
        readonly type: "ALLOWLIST" | "DENYLIST";
        readonly domains: readonly string[];
      }
    | { readonly kind: "suricata"; readonly rules: string };
}

/** Room in each group. All four leave more than 25,000 of the 30,000 that a policy may have to managed groups. */
export const capacities = { domains: 1000, suricata: 1000, flows: 500 } as const;

/** Managed groups that fit beside the own ones: a policy has 20 at most. Source: "Quotas", Network Firewall developer guide. */
export const managedGroupLimit = 16;

/**
 * The rule groups of the policy, in the order in which they are asked: denied domains, the managed groups, own rules, the
 * network's flows, allowed domains. An empty one is left out; it would not be accepted.
 */
export function planRuleGroups(rules: FirewallRules): RuleGroupPlan[] {
  const groups: RuleGroupPlan[] = [
    domainGroup("denied-domains", "Domains that may not be reached", 100, "DENYLIST", rules.deniedDomains),
    ruleGroup("own-rules", "Own rules", 9500, capacities.suricata, rules.suricataRules),
    ruleGroup(
      "flows",
      "Flows of the network that cross its border",
      10_000,
      capacities.flows,
      crossingRules(crossings(rules.flows, rules.prefixLists)),
    ),
    // AWS ends an allow list with rules that drop all other TLS and HTTP, whatever the default action.
    ...(rules.defaultAction === "DROP"
      ? [
          domainGroup(
            "allowed-domains",
            "Domains that may be reached",
            11_000,
            "ALLOWLIST",
            rules.allowedDomains,
          ),
        ]
      : []),
  ];
  return groups.filter(({ source }) =>
    source.kind === "domains" ? source.domains.length > 0 : source.rules.trim() !== "",
  );
}

function domainGroup(
  key: string,
  description: string,
  priority: number,
  type: "ALLOWLIST" | "DENYLIST",
  domains: readonly string[],
): RuleGroupPlan {
  return {
    key,
    description,
    priority,
    capacity: capacities.domains,
    source: { kind: "domains", type, domains },
  };
}

function ruleGroup(
  key: string,
  description: string,
  priority: number,
  capacity: number,
  rules: string,
): RuleGroupPlan {
  return { key, description, priority, capacity, source: { kind: "suricata", rules } };
}

/** ARN of a rule group that AWS keeps. */
export function managedRuleGroupArn(region: string, name: string): string {
  return `arn:${partitionOf(region)}:network-firewall:${region}:aws-managed:stateful-rulegroup/${name}`;
}

/**
 * The stateful default actions. They wait until the client has sent its server name or host, also where that takes several
 * packets, and let answers and the opening of connections pass: AWS's own default for new policies.
 * Source: "Strict evaluation order", Network Firewall developer guide.
 */
export function defaultActions({ defaultAction }: Pick<FirewallRules, "defaultAction">): string[] {
  const alert = "aws:alert_established_app_layer_to_server";
  return defaultAction === "DROP" ? ["aws:drop_established_app_layer_to_server", alert] : [alert];
}
