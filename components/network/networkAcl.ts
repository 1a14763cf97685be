import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { vpcIpv6Block, type NetworkAclRule } from "./networkAclRules";
import type { VpcFacts, ZoneSubnets } from "./vpc";

/** Creates a network ACL with its entries, and puts it before the given subnets. */
export function createNetworkAcl(
  name: string,
  vpc: VpcFacts,
  rules: readonly NetworkAclRule[],
  subnets: ZoneSubnets,
  opts: pulumi.CustomResourceOptions,
): void {
  const acl = new aws.ec2.NetworkAcl(name, { vpcId: vpc.id, tags: { Name: name } }, opts);
  const entries = rules.map((rule) => createEntry(name, vpc, acl, rule, opts));
  for (const [zone, subnet] of subnets) {
    new aws.ec2.NetworkAclAssociation(
      `${name}-${zone}`,
      { networkAclId: acl.id, subnetId: subnet.id },
      // An ACL without entries denies everything: the subnets wait until it has them.
      { ...opts, dependsOn: entries },
    );
  }
}

function createEntry(
  name: string,
  vpc: VpcFacts,
  acl: aws.ec2.NetworkAcl,
  rule: NetworkAclRule,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.NetworkAclRule {
  return new aws.ec2.NetworkAclRule(
    `${name}-${rule.direction}-${rule.name}`,
    {
      networkAclId: acl.id,
      ruleNumber: rule.number,
      egress: rule.direction === "egress",
      ruleAction: rule.action,
      protocol: protocolNumbers[rule.protocol],
      ...block(vpc, rule.cidrBlock),
      ...ports(rule),
    },
    opts,
  );
}

function ports({ ports: range, icmp }: NetworkAclRule): Partial<aws.ec2.NetworkAclRuleArgs> {
  if (icmp) return { icmpType: icmp[0], icmpCode: icmp[1] };
  const [fromPort, toPort] = range ?? [0, 0];
  return { fromPort, toPort };
}

function block(vpc: VpcFacts, cidrBlock: string): Partial<aws.ec2.NetworkAclRuleArgs> {
  if (cidrBlock === vpcIpv6Block) return { ipv6CidrBlock: vpc.ipv6CidrBlock };
  return cidrBlock.includes(":") ? { ipv6CidrBlock: cidrBlock } : { cidrBlock };
}

/** The provider reads protocols back as numbers, so a name would be a difference on every run. */
const protocolNumbers = { tcp: "6", udp: "17", icmp: "1", icmpv6: "58", all: "-1" } as const;
