import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { conversionPurpose, isolationPurpose } from "./names";

export interface IsolationGroupsArgs {
  /** The VPC of the groups: every VPC with instances needs its own. */
  readonly vpcId: pulumi.Input<string>;
  /** Security group of the VPC's interface endpoints, which a contained instance still reaches. */
  readonly endpointsGroupId: pulumi.Input<string>;
  /** Prefix list of S3's addresses, where the VPC has a gateway endpoint for S3. @default S3 by an interface only */
  readonly s3PrefixListId?: pulumi.Input<string>;
}

/**
 * The two security groups of incident response in a VPC, found by their tag `purpose`.
 *
 * `isolation` is what a contained instance is left with: nothing comes in, and HTTPS goes out to AWS's endpoints in the VPC,
 * so that Systems Manager and the upload of its memory still work.
 *
 * `conversion` lets everything through, and an interface is in it for the moment before isolation: AWS goes on with tracked
 * connections after their rule is gone, but not with those of a rule that tracks nothing because it lets everything through
 * in both directions. Source: "Amazon EC2 security group connection tracking", untracked connections, Amazon EC2 user guide.
 */
export class IsolationGroups extends Component {
  /** Ids of the groups by their purpose. */
  public readonly ids: Readonly<
    Record<typeof isolationPurpose | typeof conversionPurpose, pulumi.Output<string>>
  >;

  public constructor(name: string, args: IsolationGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:IsolationGroups", name, args, opts);
    const child = { parent: this };
    const isolation = createIsolation(name, args, child);
    const conversion = createConversion(name, args.vpcId, child);
    this.ids = { isolation: isolation.id, conversion: conversion.id };
    this.registerOutputs({ ids: this.ids });
  }
}

const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

function createIsolation(
  name: string,
  { vpcId, endpointsGroupId, s3PrefixListId }: IsolationGroupsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  const group = new aws.ec2.SecurityGroup(
    `${name}-isolation`,
    {
      vpcId,
      description: "Contained instances",
      tags: { Name: `${name}-isolation`, purpose: isolationPurpose },
    },
    opts,
  );
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-isolation-to-endpoints`,
    {
      ...https,
      securityGroupId: group.id,
      referencedSecurityGroupId: endpointsGroupId,
      description: "To endpoints",
    },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-endpoints-from-isolation`,
    {
      ...https,
      securityGroupId: endpointsGroupId,
      referencedSecurityGroupId: group.id,
      description: "From isolation",
    },
    opts,
  );
  if (s3PrefixListId !== undefined) {
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-isolation-to-s3`,
      { ...https, securityGroupId: group.id, prefixListId: s3PrefixListId, description: "To S3" },
      opts,
    );
  }
  return group;
}

/** Its rules stand in the group itself, so that a policy sees at once what they are for. */
function createConversion(
  name: string,
  vpcId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  const everything = {
    protocol: "-1",
    fromPort: 0,
    toPort: 0,
    cidrBlocks: ["0.0.0.0/0"],
    ipv6CidrBlocks: ["::/0"],
    description: "Everything, so that nothing is tracked",
  };
  return new aws.ec2.SecurityGroup(
    `${name}-conversion`,
    {
      vpcId,
      description: "Ends tracked connections before isolation",
      ingress: [everything],
      egress: [everything],
      tags: { Name: `${name}-conversion`, purpose: conversionPurpose },
    },
    opts,
  );
}
