import { isOpen } from "../../../shared/cidr";
import type { Facts } from "../../../shared/facts";
import {
  anySecurityGroup,
  egressRule,
  ingressRule,
  prefixList,
  prefixListEntry,
  securityGroupRule,
} from "../../../shared/families/network";
import { about, judge, type Finding, type Located } from "../../../shared/finding";
import {
  describeIngress,
  inlineIngress,
  openSources,
  opensOnly,
  ruleIngress,
  separateIngress,
  type Ingress,
} from "../../../shared/ingress";
import { on, rule } from "../../../shared/rule";
import type { Join, Member, Stack } from "../../../shared/stack";
import { purposes, tagOf } from "../../../shared/tags";
import { all, any, not, type Truth } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const noOpenIngress = rule({
  name: "ec2-no-open-ingress",
  must: "Nothing is open to the internet but the public ports of a load balancer, and the group of a containment's moment.",
  fix:
    "Name the source: another security group, a prefix list or a CIDR block. For a public load balancer, open only the " +
    `configured public ports and tag its group purpose=${purposes.loadBalancer}. A group tagged ` +
    `purpose=${purposes.conversion} lets everything through, so a stack attaches it to nothing.`,
  resources: [
    on(anySecurityGroup, (group, facts) =>
      inlineIngress(group).flatMap((ingress) =>
        judgeIngress(ingress, isForLoadBalancer(group), facts, isForConversion(group)),
      ),
    ),
    // Which group a separate rule belongs to, only the whole stack tells. What no group may open is found here already.
    on(securityGroupRule, (properties, facts) =>
      ruleIngress(properties).flatMap((ingress) => judgeForbiddenPorts(ingress, facts)),
    ),
    on(ingressRule, (properties, facts) =>
      separateIngress(properties).flatMap((ingress) => judgeForbiddenPorts(ingress, facts)),
    ),
    on(prefixList, (list) =>
      list
        .at("entries")
        .items()
        .flatMap((entry) => judgeEntry(entry.at("cidr"))),
    ),
    on(prefixListEntry, (entry) => judgeEntry(entry.at("cidr"))),
  ],
  stack: (stack, facts) => {
    const groups = stack.join(securityGroupRule, "securityGroupId", anySecurityGroup);
    const groupsOfIngress = stack.join(ingressRule, "securityGroupId", anySecurityGroup);
    return [
      ...stack
        .all(securityGroupRule)
        .flatMap((member) => judgePublicPorts(member, ruleIngress(member.properties), groups, facts)),
      ...stack
        .all(ingressRule)
        .flatMap((member) =>
          judgePublicPorts(member, separateIngress(member.properties), groupsOfIngress, facts),
        ),
      ...attachments(stack),
    ];
  },
});

function judgeIngress(
  ingress: Ingress,
  forLoadBalancer: Truth,
  facts: Facts,
  forConversion: Truth = "no",
): Finding[] {
  const allowed = any(all(forLoadBalancer, opensOnly(ingress, facts.publicPorts)), forConversion);
  const opened = describeIngress(ingress);
  return openSources(ingress).flatMap(({ source, open }) =>
    judge(
      all(open, not(allowed)),
      source,
      `${opened} is open to the internet`,
      `${opened} from ${source.text() ?? "an unknown block"}`,
    ),
  );
}

/** Ports that no group may open. */
function judgeForbiddenPorts(ingress: Ingress, facts: Facts): Finding[] {
  return opensOnly(ingress, facts.publicPorts) === "no" ? judgeIngress(ingress, "no", facts) : [];
}

/** Ports that the group of a load balancer may open. */
function judgePublicPorts<A>(
  member: Member<A>,
  ingress: readonly Ingress[],
  groups: Join<A>,
  facts: Facts,
): Located[] {
  const group = groups.targetOf(member);
  const elsewhere = groups.unresolved.includes(member) ? "unknown" : "no";
  const forLoadBalancer = group === undefined ? elsewhere : isForLoadBalancer(group.properties);
  const candidates = ingress.filter((one) => opensOnly(one, facts.publicPorts) !== "no");
  return about(
    member,
    candidates.flatMap((one) => judgeIngress(one, forLoadBalancer, facts)),
  );
}

function isForLoadBalancer<T>(group: Value<T>): Truth {
  return tagOf(group, "purpose").is(purposes.loadBalancer);
}

/**
 * The group that an interface is in for the moment before its isolation: it is open, so that connections through it are not
 * tracked. Only a containment puts an interface into it.
 */
function isForConversion<T>(group: Value<T>): Truth {
  return tagOf(group, "purpose").is(purposes.conversion);
}

/** Whatever a stack itself puts into such a group. */
function attachments(stack: Stack): Located[] {
  const groups = new Set(
    stack
      .all(anySecurityGroup)
      .filter(({ properties }) => isForConversion(properties) !== "no")
      .map(({ urn }) => urn),
  );
  if (groups.size === 0) return [];
  const others = stack.ofTypes((type) => type.startsWith("aws:") && !rulesOfGroups.includes(type));
  return others.flatMap((member) =>
    member.properties.keys().flatMap((property) => {
      const attached = member.sources(property).some(({ urn }) => groups.has(urn));
      const reason = "it belongs to a group that lets everything through";
      return attached ? about(member, judge("yes", member.properties.at(property), reason)) : [];
    }),
  );
}

const rulesOfGroups = [...securityGroupRule.tokens, ...ingressRule.tokens, ...egressRule.tokens];

function judgeEntry(block: Value<unknown>): Finding[] {
  const reason = "a prefix list that holds the internet hides it from every rule that names the list";
  return judge(isOpen(block), block, reason, block.text() ?? "an unknown block");
}
