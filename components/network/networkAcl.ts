import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { NetworkAclRule } from "./networkAclRules";

/** Creates a network ACL with its entries, and puts it before the given subnets. */
export function createNetworkAcl(
  name: string,
  vpcId: pulumi.Input<string>,
  rules: readonly NetworkAclRule[],
  subnets: ReadonlyMap<string, aws.ec2.Subnet>,
  opts: pulumi.CustomResourceOptions,
): void {
  const acl = new aws.ec2.NetworkAcl(name, { vpcId, tags: { Name: name } }, opts);
  const entries = rules.map((rule) => createEntry(name, acl, rule, opts));
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
  acl: aws.ec2.NetworkAcl,
  rule: NetworkAclRule,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.NetworkAclRule {
  const [fromPort, toPort] = rule.ports ?? [0, 0];
  return new aws.ec2.NetworkAclRule(
    `${name}-${rule.direction}-${rule.name}`,
    {
      networkAclId: acl.id,
      ruleNumber: rule.number,
      egress: rule.direction === "egress",
      ruleAction: rule.action,
      protocol: protocolNumbers[rule.protocol],
      cidrBlock: rule.cidrBlock,
      fromPort,
      toPort,
    },
    opts,
  );
}

/** The provider reads protocols back as numbers, so a name would be a difference on every run. */
const protocolNumbers = { tcp: "6", udp: "17", all: "-1" } as const;
