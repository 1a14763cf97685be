import { dnsFirewallAssociation, vpc } from "../../../shared/families/network";
import { about, judgeExistence } from "../../../shared/finding";
import { rule } from "../../../shared/rule";
import { all, truth } from "../../../shared/truth";

export const dnsFirewall = rule({
  name: "vpc-dns-firewall",
  must: "Every VPC has a DNS firewall before its name resolution.",
  fix: "Add an aws.route53.ResolverFirewallRuleGroupAssociation for the VPC; one rule group serves many VPCs.",
  stack: (stack) => {
    const firewalls = stack.join(dnsFirewallAssociation, "vpcId", vpc);
    return stack.all(vpc).flatMap((member) => {
      const open = all(truth(firewalls.of(member).length === 0), firewalls.absence);
      return about(
        member,
        judgeExistence(open, "no DNS firewall filters the queries of this VPC", "no-firewall"),
      );
    });
  },
});
