import type * as aws from "@pulumi/aws";
import type { Value } from "./value";

/** A rule of a security group, however it is written and in either direction. */
export interface GroupRule {
  readonly description: Value<unknown>;
  /** CIDR blocks of the other end, IPv4 and IPv6. */
  readonly blocks: readonly Value<unknown>[];
}

type Group = aws.ec2.SecurityGroupArgs | aws.ec2.DefaultSecurityGroupArgs;
type SeparateRule = aws.vpc.SecurityGroupIngressRuleArgs | aws.vpc.SecurityGroupEgressRuleArgs;

/** The rules inside a group. */
export function inlineRules(group: Value<Group>): GroupRule[] {
  return [...group.at("ingress").items(), ...group.at("egress").items()].map((entry) => ({
    description: entry.at("description"),
    blocks: [...entry.at("cidrBlocks").items(), ...entry.at("ipv6CidrBlocks").items()],
  }));
}

/** The rule that an `aws.ec2.SecurityGroupRule` is. */
export function eitherRule(rule: Value<aws.ec2.SecurityGroupRuleArgs>): GroupRule {
  return {
    description: rule.at("description"),
    blocks: [...rule.at("cidrBlocks").items(), ...rule.at("ipv6CidrBlocks").items()],
  };
}

/** The rule that an `aws.vpc.SecurityGroupIngressRule` or an `aws.vpc.SecurityGroupEgressRule` is. */
export function separateRule(rule: Value<SeparateRule>): GroupRule {
  return { description: rule.at("description"), blocks: [rule.at("cidrIpv4"), rule.at("cidrIpv6")] };
}
