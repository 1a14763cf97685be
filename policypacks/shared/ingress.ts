import type * as aws from "@pulumi/aws";
import { isOpen } from "./cidr";
import { all, truth, type Truth } from "./truth";
import type { Value } from "./value";

/** A rule that lets something into a security group, however it is written. */
export interface Ingress {
  /** CIDR blocks, IPv4 and IPv6. */
  readonly sources: readonly Value<unknown>[];
  readonly protocol: Value<unknown>;
  readonly fromPort: Value<unknown>;
  readonly toPort: Value<unknown>;
}

type InlineGroup = aws.ec2.SecurityGroupArgs | aws.ec2.DefaultSecurityGroupArgs;

/** The rules inside a group. */
export function inlineIngress(group: Value<InlineGroup>): Ingress[] {
  return group
    .at("ingress")
    .items()
    .map((entry) => ({
      sources: [...entry.at("cidrBlocks").items(), ...entry.at("ipv6CidrBlocks").items()],
      protocol: entry.at("protocol"),
      fromPort: entry.at("fromPort"),
      toPort: entry.at("toPort"),
    }));
}

/** The rule that an `aws.ec2.SecurityGroupRule` is, if it is one of ingress. */
export function ruleIngress(rule: Value<aws.ec2.SecurityGroupRuleArgs>): Ingress[] {
  if (rule.at("type").is("egress") === "yes") return [];
  return [
    {
      sources: [...rule.at("cidrBlocks").items(), ...rule.at("ipv6CidrBlocks").items()],
      protocol: rule.at("protocol"),
      fromPort: rule.at("fromPort"),
      toPort: rule.at("toPort"),
    },
  ];
}

/** The rule that an `aws.vpc.SecurityGroupIngressRule` is. */
export function separateIngress(rule: Value<aws.vpc.SecurityGroupIngressRuleArgs>): Ingress[] {
  return [
    {
      sources: [rule.at("cidrIpv4"), rule.at("cidrIpv6")],
      protocol: rule.at("ipProtocol"),
      fromPort: rule.at("fromPort"),
      toPort: rule.at("toPort"),
    },
  ];
}

/** The sources of a rule that are the internet, or may be. */
export function openSources({
  sources,
}: Ingress): { readonly source: Value<unknown>; readonly open: Truth }[] {
  return sources.map((source) => ({ source, open: isOpen(source) })).filter(({ open }) => open !== "no");
}

/** Whether a rule is for TCP and opens none but the given ports. */
export function opensOnly({ protocol, fromPort, toPort }: Ingress, ports: readonly number[]): Truth {
  const from = fromPort.number();
  const to = toPort.number();
  if (from === undefined || to === undefined) {
    // Either end may already tell.
    const ends = [fromPort, toPort].map((end) => end.isNumber((port) => ports.includes(port)));
    return all(isTcp(protocol), ...ends);
  }
  const inside = ports.filter((port) => port >= from && port <= to);
  return all(isTcp(protocol), truth(to >= from && new Set(inside).size === to - from + 1));
}

export function isTcp(protocol: Value<unknown>): Truth {
  return protocol.isOneOf(["tcp", "TCP", "6", 6]);
}

/** What a rule opens, for messages: `tcp 22`, `udp 1000-2000`, `all traffic`. */
export function describeIngress({ protocol, fromPort, toPort }: Ingress): string {
  const name = protocol.text();
  if (name === "-1" || name === "all") return "all traffic";
  const from = fromPort.number();
  const to = toPort.number();
  if (name === undefined || from === undefined || to === undefined) return "unknown ports";
  return from === to ? `${name} ${from}` : `${name} ${from}-${to}`;
}
