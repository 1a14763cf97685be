import {
  defaultSecurityGroup,
  egressRule,
  ingressRule,
  securityGroupRule,
  vpc,
} from "../../../shared/families/network";
import type { Family } from "../../../shared/family";
import { about, judge, judgeExistence, type Located } from "../../../shared/finding";
import { on, rule } from "../../../shared/rule";
import type { Stack } from "../../../shared/stack";
import { not, truth } from "../../../shared/truth";

export const defaultSecurityGroupEmpty = rule({
  name: "ec2-default-security-group-empty",
  must: "The default security group of every VPC admits and sends nothing.",
  fix: "Add an aws.ec2.DefaultSecurityGroup with ingress and egress empty for the VPC, and no rules elsewhere.",
  resources: [
    on(defaultSecurityGroup, (group) =>
      (["ingress", "egress"] as const).flatMap((direction) => {
        const rules = group.at(direction);
        return judge(not(rules.isEmptyList()), rules, `the default security group has ${direction} rules`);
      }),
    ),
  ],
  stack: (stack) => [
    ...judgeVpcs(stack),
    ...judgeRules(stack, securityGroupRule),
    ...judgeRules(stack, ingressRule),
    ...judgeRules(stack, egressRule),
  ],
});

function judgeVpcs(stack: Stack): Located[] {
  const groups = stack.join(defaultSecurityGroup, "vpcId", vpc);
  return stack.all(vpc).flatMap((member) => {
    const missing = groups.of(member).length > 0 ? "no" : groups.absence;
    const reason = "the default security group of this VPC is left as AWS made it: open among its members";
    return about(member, judgeExistence(missing, reason, "no-default-security-group"));
  });
}

/** Rules apart from the group, whether they name it or the VPC's `defaultSecurityGroupId`. */
function judgeRules<A extends { securityGroupId: unknown }>(stack: Stack, rules: Family<A>): Located[] {
  const groups = stack.join(rules, "securityGroupId", defaultSecurityGroup);
  const vpcs = stack.join(rules, "securityGroupId", vpc);
  return stack.all(rules).flatMap((member) => {
    const isOfDefault = groups.targetOf(member) !== undefined || vpcs.targetOf(member) !== undefined;
    const reason = "the rule belongs to a default security group";
    return about(member, judgeExistence(truth(isOfDefault), reason, "rule-of-default-group"));
  });
}
