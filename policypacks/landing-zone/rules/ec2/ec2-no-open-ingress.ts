import { isOpen } from "../../../shared/cidr";
import type { Facts } from "../../../shared/facts";
import {
  anySecurityGroup,
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
import type { Join, Member } from "../../../shared/stack";
import { purposes, tagOf } from "../../../shared/tags";
import { all, not, type Truth } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const noOpenIngress = rule({
  name: "ec2-no-open-ingress",
  must: "Nothing is open to the internet but the public ports of a load balancer.",
  fix:
    "Name the source: another security group, a prefix list or a CIDR block. For a public load balancer, open only the " +
    `configured public ports and tag its group purpose=${purposes.loadBalancer}.`,
  resources: [
    on(anySecurityGroup, (group, facts) =>
      inlineIngress(group).flatMap((ingress) => judgeIngress(ingress, isForLoadBalancer(group), facts)),
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
    ];
  },
});

function judgeIngress(ingress: Ingress, forLoadBalancer: Truth, facts: Facts): Finding[] {
  const allowed = all(forLoadBalancer, opensOnly(ingress, facts.publicPorts));
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

function judgeEntry(block: Value<unknown>): Finding[] {
  const reason = "a prefix list that holds the internet hides it from every rule that names the list";
  return judge(isOpen(block), block, reason, block.text() ?? "an unknown block");
}
