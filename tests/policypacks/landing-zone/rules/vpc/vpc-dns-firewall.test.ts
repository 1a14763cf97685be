import { dnsFirewall } from "../../../../../policypacks/landing-zone/rules/vpc/vpc-dns-firewall";
import { add, cases, change, remove } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

describe("vpc-dns-firewall", () => {
  const vpc = resource("aws:ec2/vpc:Vpc", "network");
  const firewall = resource(
    "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
    "firewall",
    { firewallRuleGroupId: "rslvr-frg-1", vpcId: output("network", "id"), priority: 101 },
  );
  const missing = "no DNS firewall filters the queries of this VPC";

  cases(dnsFirewall, [vpc, firewall])
    .accepts("a VPC with a DNS firewall")
    .rejects("a VPC without a DNS firewall", remove("firewall"), [`network: ${missing}`])
    .rejects("a second VPC without a DNS firewall", add(resource("aws:ec2/vpc:Vpc", "other")), [
      `other: ${missing}`,
    ])
    .rejects("the account's default VPC", add(resource("aws:ec2/defaultVpc:DefaultVpc", "legacy")), [
      `legacy: ${missing}`,
    ])
    .rejects("a DNS firewall of a VPC elsewhere", change("firewall", { vpcId: "vpc-elsewhere" }), [
      `network: ${missing}`,
    ])
    .cannotJudge("a DNS firewall whose VPC is not known yet", change("firewall", { vpcId: unknown }), [
      `network: cannot tell before the update whether ${missing}`,
    ]);
});
