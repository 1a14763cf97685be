import type * as aws from "@pulumi/aws";
import { isEverything, isOpen } from "./cidr";
import { isTcp } from "./ingress";
import { all, any, not, type Truth } from "./truth";
import type { Value } from "./value";

/** An ingress entry of a network ACL, however it is written. */
export interface AclEntry {
  readonly number: Value<unknown>;
  readonly action: Value<unknown>;
  readonly protocol: Value<unknown>;
  readonly fromPort: Value<unknown>;
  readonly toPort: Value<unknown>;
  readonly ipv4: Value<unknown>;
  readonly ipv6: Value<unknown>;
}

type InlineAcl = aws.ec2.NetworkAclArgs | aws.ec2.DefaultNetworkAclArgs;

export function inlineEntries(acl: Value<InlineAcl>): AclEntry[] {
  return acl
    .at("ingress")
    .items()
    .map((entry) => ({
      number: entry.at("ruleNo"),
      action: entry.at("action"),
      protocol: entry.at("protocol"),
      fromPort: entry.at("fromPort"),
      toPort: entry.at("toPort"),
      ipv4: entry.at("cidrBlock"),
      ipv6: entry.at("ipv6CidrBlock"),
    }));
}

/** The ingress entry that an `aws.ec2.NetworkAclRule` is, if any. */
export function ruleEntry(rule: Value<aws.ec2.NetworkAclRuleArgs>): AclEntry[] {
  if (rule.at("egress").is(true) === "yes") return [];
  return [
    {
      number: rule.at("ruleNumber"),
      action: rule.at("ruleAction"),
      protocol: rule.at("protocol"),
      fromPort: rule.at("fromPort"),
      toPort: rule.at("toPort"),
      ipv4: rule.at("cidrBlock"),
      ipv6: rule.at("ipv6CidrBlock"),
    },
  ];
}

/** Whether an entry lets the internet reach a TCP port through one of its blocks. */
interface Opening {
  readonly block: Value<unknown>;
  readonly opens: Truth;
}

/**
 * How an entry opens a TCP port to the internet. The entry with the lowest number that fits decides, so one that denies
 * the port to everybody before makes the opening harmless.
 */
export function openings(entry: AclEntry, siblings: readonly AclEntry[], port: number): Opening[] {
  return (["ipv4", "ipv6"] as const)
    .filter((family) => !entry[family].isAbsent)
    .map((family) => {
      const denied = siblings.map((sibling) =>
        all(
          precedes(sibling.number, entry.number),
          sibling.action.is("deny"),
          coversTcp(sibling, port),
          isEverything(sibling[family]),
        ),
      );
      const opens = all(
        entry.action.is("allow"),
        coversTcp(entry, port),
        isOpen(entry[family]),
        not(any(...denied)),
      );
      return { block: entry[family], opens };
    });
}

function coversTcp({ protocol, fromPort, toPort }: AclEntry, port: number): Truth {
  const inRange = all(
    fromPort.isNumber((from) => from <= port),
    toPort.isNumber((to) => to >= port),
  );
  return any(protocol.isOneOf(["-1", "all", -1]), all(isTcp(protocol), inRange));
}

function precedes(one: Value<unknown>, other: Value<unknown>): Truth {
  const limit = other.number();
  return limit === undefined ? "unknown" : one.isNumber((number) => number < limit);
}
