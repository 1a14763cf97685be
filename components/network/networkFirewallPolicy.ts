import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { publicNet } from "./networkFirewallFlows";
import {
  defaultActions,
  managedRuleGroupArn,
  planRuleGroups,
  type FirewallRules,
  type RuleGroupPlan,
} from "./networkFirewallRules";

/** How a firewall, its policy and its rule groups are encrypted. */
export interface Encryption {
  readonly type: "CUSTOMER_KMS";
  readonly keyId: pulumi.Input<string>;
}

export interface FirewallPolicyArgs extends FirewallRules {
  readonly account: Account;
  readonly homeBlocks: readonly pulumi.Input<string>[];
  readonly publicBlocks: readonly pulumi.Input<string>[];
}

/**
 * Creates the rule groups and the policy that asks them in strict order. Everything goes to the stateful engine. AWS gives the
 * groups random endings to their names, so that one can be replaced while the policy uses it.
 */
export function createFirewallPolicy(
  name: string,
  args: FirewallPolicyArgs,
  encryptionConfiguration: Encryption,
  opts: pulumi.CustomResourceOptions,
): aws.networkfirewall.FirewallPolicy {
  const own = planRuleGroups(args).map((plan) => ({
    priority: plan.priority,
    resourceArn: createRuleGroup(`${name}-${plan.key}`, plan, args, encryptionConfiguration, opts).arn,
  }));
  const managed = args.managedRuleGroups.map(({ name: group, priority, alertOnly }) => ({
    priority,
    resourceArn: managedRuleGroupArn(args.account.region, group),
    override: alertOnly ? { action: "DROP_TO_ALERT" } : undefined,
  }));
  return new aws.networkfirewall.FirewallPolicy(
    name,
    {
      firewallPolicy: {
        statelessDefaultActions: ["aws:forward_to_sfe"],
        statelessFragmentDefaultActions: ["aws:forward_to_sfe"],
        statefulEngineOptions: {
          ruleOrder: "STRICT_ORDER",
          // A connection older than its firewall is reset, so that the client opens another at once. It is not let through.
          streamExceptionPolicy: "REJECT",
        },
        statefulDefaultActions: defaultActions(args),
        statefulRuleGroupReferences: [...own, ...managed],
        policyVariables: {
          ruleVariables: [{ key: "HOME_NET", ipSet: { definitions: [...args.homeBlocks] } }],
        },
      },
      encryptionConfiguration,
      tags: { Name: name },
    },
    opts,
  );
}

function createRuleGroup(
  name: string,
  { description, capacity, source }: RuleGroupPlan,
  { publicBlocks }: FirewallPolicyArgs,
  encryptionConfiguration: Encryption,
  opts: pulumi.CustomResourceOptions,
): aws.networkfirewall.RuleGroup {
  return new aws.networkfirewall.RuleGroup(
    name,
    {
      type: "STATEFUL",
      description,
      capacity,
      ruleGroup: {
        statefulRuleOptions: { ruleOrder: "STRICT_ORDER" },
        rulesSource: rulesSource(source),
        // Domain lists name no variable but HOME_NET, which the policy sets.
        ...(source.kind === "suricata" && {
          ruleVariables: { ipSets: [{ key: publicNet, ipSet: { definitions: [...publicBlocks] } }] },
        }),
      },
      encryptionConfiguration,
      tags: { Name: name },
    },
    opts,
  );
}

function rulesSource(
  source: RuleGroupPlan["source"],
): aws.types.input.networkfirewall.RuleGroupRuleGroupRulesSource {
  switch (source.kind) {
    case "domains":
      return {
        rulesSourceList: {
          generatedRulesType: source.type,
          targetTypes: ["HTTP_HOST", "TLS_SNI"],
          targets: [...source.domains],
        },
      };
    case "suricata":
      return { rulesString: source.rules };
  }
}
