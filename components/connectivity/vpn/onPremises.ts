import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Traffic with on-premises that a security group lets through. */
export interface OnPremisesAccess {
  readonly securityGroupId: pulumi.Input<string>;
  /** Whether on-premises starts the connections (`ingress`) or the group's members do (`egress`). */
  readonly direction: "ingress" | "egress";
  readonly protocol: "tcp" | "udp";
  /** Destination port, 1 to 65535. */
  readonly port: number;
}

/** Creates the prefix list of the blocks on-premises. It has room for exactly them: each counts as a rule where it is used. */
export function createPrefixList(
  name: string,
  prefixes: readonly string[],
  opts: pulumi.CustomResourceOptions,
): aws.ec2.ManagedPrefixList {
  return new aws.ec2.ManagedPrefixList(
    `${name}-on-premises`,
    {
      name: "on-premises",
      addressFamily: "IPv4",
      maxEntries: prefixes.length,
      entries: prefixes.map((cidr) => ({ cidr, description: "on-premises" })),
      tags: { Name: `${name}-on-premises` },
    },
    opts,
  );
}

/** Creates the rules that let the wanted traffic through. A rule names the list, so it follows when a block is added. */
export function createAccess(
  name: string,
  access: Readonly<Record<string, OnPremisesAccess>>,
  prefixListId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const [key, { securityGroupId, direction, protocol, port }] of Object.entries(access)) {
    const Rule = direction === "ingress" ? aws.vpc.SecurityGroupIngressRule : aws.vpc.SecurityGroupEgressRule;
    new Rule(
      `${name}-access-${key}`,
      {
        securityGroupId,
        prefixListId,
        ipProtocol: protocol,
        fromPort: port,
        toPort: port,
        description: `${direction === "ingress" ? "From" : "To"} on-premises`,
      },
      opts,
    );
  }
}
