import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { refuseProblems } from "../problems";
import {
  planProblems,
  planSubnets,
  tierNames,
  type PlannedSubnet,
  type Tier,
  type Tiers,
} from "./addressPlan";
import { FlowLogs } from "./flowLogs";
import { createInternetRoutes } from "./internetRoutes";
import { createNetworkAcl } from "./networkAcl";
import { defaultRules } from "./networkAclRules";

export interface NetworkArgs {
  /** IPv4 block of the VPC in canonical notation, /16 to /23. Changing it replaces the VPC. */
  readonly cidrBlock: string;
  /** Availability zones with subnets. Removing one removes its subnets and renames nothing. */
  readonly availabilityZones: readonly string[];
  /** Tiers of subnets in each zone. With the `public` tier, the network has an internet gateway. */
  readonly tiers: Tiers;
  /**
   * NAT gateways of the private tier: one per zone, one for all (in the first zone given), or none. Each costs by the hour
   * and by the gigabyte. Anything but `None` needs the public tier.
   */
  readonly natGatewayStrategy: awsx.ec2.NatGatewayStrategy;
  /** What the VPC is for; becomes its tag `purpose`. */
  readonly purpose: string;
  /** ARN of the bucket that takes the flow logs. */
  readonly flowLogBucketArn: pulumi.Input<string>;
}

/** Subnets of one tier by the letter of their zone. */
export type ZoneSubnets = ReadonlyMap<string, aws.ec2.Subnet>;

/**
 * A VPC with its subnets, routes, network ACLs and flow logs. Its default security group, default network ACL and main
 * route table are emptied, so that what is attached to nothing else can reach nothing.
 */
export class Network extends Component {
  /** Id of the VPC. */
  public readonly vpcId: pulumi.Output<string>;
  private readonly subnets: ReadonlyMap<Tier, ZoneSubnets>;

  public constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:Network", name, args, opts);
    refuseProblems("Network", name, networkProblems(args));
    const child = { parent: this };
    const vpc = createVpc(name, args, child);
    emptyDefaults(name, vpc, child);
    const plan = planSubnets(args.cidrBlock, args.availabilityZones, args.tiers);
    this.subnets = new Map(
      tierNames(args.tiers).map((tier) => [tier, createSubnets(name, vpc, plan, tier, child)]),
    );
    createInternetRoutes(name, vpc, this.subnets, args.natGatewayStrategy, child);
    for (const [tier, subnets] of this.subnets) {
      createNetworkAcl(`${name}-${tier}`, vpc.id, defaultRules(tier, args.cidrBlock), subnets, child);
    }
    new FlowLogs(`${name}-flow-logs`, { vpcId: vpc.id, bucketArn: args.flowLogBucketArn }, child);
    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }

  /** Ids of a tier's subnets, in the order of the zones given; empty when the network has no such tier. */
  public subnetIds(tier: Tier): pulumi.Output<string>[] {
    return [...(this.subnets.get(tier)?.values() ?? [])].map((subnet) => subnet.id);
  }
}

function networkProblems(args: NetworkArgs): string[] {
  const problems = planProblems(args.cidrBlock, args.availabilityZones, args.tiers);
  if (args.natGatewayStrategy !== "None" && !args.tiers.public) {
    problems.push(
      `natGatewayStrategy: ${args.natGatewayStrategy} needs the public tier, got ${tierNames(args.tiers).join(", ")}; ` +
        "add that tier or set None",
    );
  }
  return problems;
}

function createVpc(name: string, args: NetworkArgs, opts: pulumi.CustomResourceOptions): aws.ec2.Vpc {
  return new aws.ec2.Vpc(
    `${name}-vpc`,
    {
      cidrBlock: args.cidrBlock,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: name, purpose: args.purpose },
    },
    opts,
  );
}

/** Takes over what AWS creates with every VPC, and takes everything out of it. */
function emptyDefaults(name: string, vpc: aws.ec2.Vpc, opts: pulumi.CustomResourceOptions): void {
  const tags = { Name: `${name}-default-unused` };
  new aws.ec2.DefaultSecurityGroup(`${name}-default`, { vpcId: vpc.id, ingress: [], egress: [], tags }, opts);
  new aws.ec2.DefaultNetworkAcl(
    `${name}-default`,
    { defaultNetworkAclId: vpc.defaultNetworkAclId, ingress: [], egress: [], tags },
    // A subnet is behind this ACL until its own is attached; that is no change to undo.
    { ...opts, ignoreChanges: ["subnetIds"] },
  );
  new aws.ec2.DefaultRouteTable(
    `${name}-default`,
    { defaultRouteTableId: vpc.defaultRouteTableId, routes: [], tags },
    opts,
  );
}

function createSubnets(
  name: string,
  vpc: aws.ec2.Vpc,
  plan: readonly PlannedSubnet[],
  tier: Tier,
  opts: pulumi.CustomResourceOptions,
): ZoneSubnets {
  const planned = plan.filter((subnet) => subnet.tier === tier);
  return new Map(
    planned.map(({ zone, availabilityZone, cidrBlock }) => [
      zone,
      new aws.ec2.Subnet(
        `${name}-${tier}-${zone}`,
        {
          vpcId: vpc.id,
          availabilityZone,
          cidrBlock,
          mapPublicIpOnLaunch: false,
          tags: { Name: `${name}-${tier}-${zone}`, tier },
        },
        opts,
      ),
    ]),
  );
}
