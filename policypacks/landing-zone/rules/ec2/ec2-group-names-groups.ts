import { isWithin } from "../../../shared/cidr";
import {
  anySecurityGroup,
  egressRule,
  ingressRule,
  securityGroupRule,
  vpc,
  vpcBlock,
} from "../../../shared/families/network";
import type { Family } from "../../../shared/family";
import { about, judge, type Located } from "../../../shared/finding";
import { eitherRule, inlineRules, separateRule, type GroupRule } from "../../../shared/groupRules";
import { rule } from "../../../shared/rule";
import type { Member, Stack } from "../../../shared/stack";
import { all, any, type Truth } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const namesGroups = rule({
  name: "ec2-group-names-groups",
  must: "Security groups of a VPC name one another, never addresses inside the VPC.",
  fix: "Name the other end's security group: referencedSecurityGroupId, or securityGroups of a rule inside a group.",
  stack: (stack) => {
    const groups = stack.all(anySecurityGroup);
    return [
      ...groups.flatMap((group) => judgeRules(group, inlineRules(group.properties), group, stack)),
      ...separateRules(stack, securityGroupRule, (properties) => eitherRule(properties)),
      ...separateRules(stack, ingressRule, (properties) => separateRule(properties)),
      ...separateRules(stack, egressRule, (properties) => separateRule(properties)),
    ];
  },
});

function separateRules<A extends { securityGroupId: unknown }>(
  stack: Stack,
  family: Family<A>,
  read: (properties: Value<A>) => GroupRule,
): Located[] {
  const groups = stack.join(family, "securityGroupId", anySecurityGroup);
  return stack.all(family).flatMap((member) => {
    const group = groups.unresolved.includes(member) ? "untold" : groups.targetOf(member);
    return judgeRules(member, [read(member.properties)], group, stack);
  });
}

/** @param group The group of the rules, if it is in the stack. */
function judgeRules(
  member: Member<unknown>,
  rules: readonly GroupRule[],
  group: Member<unknown> | "untold" | undefined,
  stack: Stack,
): Located[] {
  const { networks, certain } = networksOf(group, stack);
  const inside = networks.map((network) => blocksOf(network, stack));
  return about(
    member,
    rules
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) =>
        judge(
          all(certain, any(...inside.map((blocks) => isInside(block, blocks)))),
          block,
          "the rule names addresses inside its VPC, not the group that has them",
          block.text() ?? "an unknown block",
        ),
      ),
  );
}

/** The VPC of a group: one for certain, or any of the stack, or none of which the stack knows what is inside. */
function networksOf(
  group: Member<unknown> | "untold" | undefined,
  stack: Stack,
): { readonly networks: readonly Member<unknown>[]; readonly certain: Truth } {
  const vpcs = stack.join(anySecurityGroup, "vpcId", vpc);
  const network = group === "untold" || group === undefined ? undefined : vpcs.targetOf(group);
  if (network !== undefined) return { networks: [network], certain: "yes" };
  const untold = group === "untold" || vpcs.unresolved.some(({ urn }) => urn === group?.urn);
  return { networks: untold ? stack.all(vpc) : [], certain: "unknown" };
}

/** The blocks of a VPC, by the kind of address. */
interface Blocks {
  readonly ipv4: readonly Value<unknown>[];
  readonly ipv6: readonly Value<unknown>[];
}

function blocksOf(network: Member<unknown>, stack: Stack): Blocks {
  const added = stack.join(vpcBlock, "vpcId", vpc).of(network);
  return {
    ipv4: [network, ...added].map((member) => wantedOrGiven(member, "cidrBlock")),
    ipv6: [wantedOrGiven(network, "ipv6CidrBlock")],
  };
}

/** A block that IPAM or Amazon chooses is none that the program asks for: the outputs tell it. */
function wantedOrGiven(member: Member<unknown>, property: string): Value {
  const wanted = member.properties.loosely().at(property);
  return wanted.isAbsent ? member.outputs.at(property) : wanted;
}

function isInside(block: Value<unknown>, { ipv4, ipv6 }: Blocks): Truth {
  const isIpv6 = block.text()?.includes(":");
  const candidates = [...(isIpv6 === true ? [] : ipv4), ...(isIpv6 === false ? [] : ipv6)];
  return any(...candidates.map((one) => isWithin(block, one)));
}
