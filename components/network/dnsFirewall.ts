import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** What is done about a query: answered and logged as an alert, or refused with "no such name". */
export type DnsAction = "ALERT" | "BLOCK";

/** A domain list that AWS keeps. */
export interface ManagedDomainList {
  /** What it is called here: part of names, a-z, 0-9 and hyphens. */
  readonly name: string;
  /** Its id, which differs from region to region: `aws route53resolver list-firewall-domain-lists` prints them. */
  readonly id: string;
  /** Position of its rule, 1000 to 9000; the lowest decides first. Fixed, so that adding another moves none. */
  readonly priority: number;
}

/** What a VPC may resolve: everything but bad and suspicious names, or nothing but some names. */
export type DnsFirewallArgs = ThreatFirewall | AllowOnlyFirewall;

/** Stops queries for bad and suspicious names. */
export interface ThreatFirewall {
  readonly kind: "threats";
  /** What is done about a query for a bad or suspicious name. */
  readonly action: DnsAction;
  /** Domain lists that AWS keeps. */
  readonly managedDomainLists: readonly ManagedDomainList[];
  /** Domains that are never resolved, for instance `*.example.com`. */
  readonly blockedDomains: readonly string[];
  /** Whether queries are answered while the firewall itself fails. Failing closed stops all name resolution then. */
  readonly failOpen: boolean;
}

/** One rule: its key in names, its position and what it matches. */
interface Rule {
  readonly key: string;
  readonly priority: number;
  readonly match: Partial<aws.route53.ResolverFirewallRuleArgs>;
}

/** Threats that the firewall finds by the shape of queries, without a list. */
const threats: readonly Rule[] = [
  { key: "dga", priority: 200, match: { dnsThreatProtection: "DGA", confidenceThreshold: "HIGH" } },
  {
    key: "tunneling",
    priority: 210,
    match: { dnsThreatProtection: "DNS_TUNNELING", confidenceThreshold: "HIGH" },
  },
];

/** Resolves nothing but some names. A network without a way out can otherwise still talk through name servers. */
export interface AllowOnlyFirewall {
  readonly kind: "allow-only";
  /** Domains that are resolved, for instance `*.amazonaws.com`. */
  readonly domains: readonly string[];
}

/** Creates a rule group and puts it before the VPC's name resolution. */
export function createDnsFirewall(
  name: string,
  vpcId: pulumi.Input<string>,
  args: DnsFirewallArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const group = new aws.route53.ResolverFirewallRuleGroup(`${name}-rules`, { name: `${name}-rules` }, opts);
  for (const { key, priority, match, verdict } of rulesOf(name, args, opts)) {
    new aws.route53.ResolverFirewallRule(
      `${name}-${key}`,
      { name: `${name}-${key}`, firewallRuleGroupId: group.id, priority, ...match, ...verdict },
      opts,
    );
  }
  new aws.route53.ResolverFirewallRuleGroupAssociation(
    `${name}-association`,
    // 101 is the first position that Firewall Manager leaves to others. Protected from mutation, the association could not
    // be removed by a deployment either: measured, "The DNS Firewall rule group association is under mutation protection".
    { name, firewallRuleGroupId: group.id, vpcId, priority: 101, mutationProtection: "DISABLED" },
    opts,
  );
  const failOpen = args.kind === "threats" && args.failOpen;
  new aws.route53.ResolverFirewallConfig(
    `${name}-config`,
    { resourceId: vpcId, firewallFailOpen: failOpen ? "ENABLED" : "DISABLED" },
    opts,
  );
}

const block = { action: "BLOCK", blockResponse: "NXDOMAIN" };

/** A rule with what is done about a query that matches. */
interface DecidedRule extends Rule {
  readonly verdict: Verdict;
}

type Verdict = Pick<aws.route53.ResolverFirewallRuleArgs, "action" | "blockResponse">;

function decided(rule: Rule, verdict: Verdict): DecidedRule {
  return { ...rule, verdict };
}

function rulesOf(name: string, args: DnsFirewallArgs, opts: pulumi.CustomResourceOptions): DecidedRule[] {
  switch (args.kind) {
    case "threats": {
      const action = args.action === "BLOCK" ? block : { action: "ALERT" };
      const rules = [
        ...listed(name, "blocked", 100, args.blockedDomains, opts),
        ...threats,
        ...args.managedDomainLists.map(managed),
      ];
      return rules.map((rule) => decided(rule, action));
    }
    case "allow-only":
      return [
        ...listed(name, "allowed", 100, args.domains, opts).map((rule) => decided(rule, { action: "ALLOW" })),
        ...listed(name, "everything", 200, ["*"], opts).map((rule) => decided(rule, block)),
      ];
  }
}

function managed({ name, id, priority }: ManagedDomainList): Rule {
  return { key: name, priority, match: { firewallDomainListId: id } };
}

function listed(
  name: string,
  key: string,
  priority: number,
  domains: readonly string[],
  opts: pulumi.CustomResourceOptions,
): Rule[] {
  if (domains.length === 0) return [];
  const list = new aws.route53.ResolverFirewallDomainList(
    `${name}-${key}`,
    { name: `${name}-${key}`, domains: domains.map(fullyQualified) },
    opts,
  );
  return [{ key, priority, match: { firewallDomainListId: list.id } }];
}

/** AWS answers with the closing dot, so a domain without it would be a difference after every refresh. */
function fullyQualified(domain: string): string {
  return domain.endsWith(".") ? domain : `${domain}.`;
}
