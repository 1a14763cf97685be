import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { refuseProblems, type ArgumentProblem } from "../problems";
import { planProblems, tierNames, type Tier, type Tiers } from "./addressPlan";
import { CrosswalkNetwork, type CrosswalkNetworkArgs } from "./crosswalkNetwork";
import { FlowLogs, type FlowLogsArgs } from "./flowLogs";
import { createInternetRoutes } from "./internetRoutes";
import { createNetworkAcl } from "./networkAcl";
import { aclProblems, aclSizeProblems, tierRules, type AclExtent } from "./networkAclRules";
import type { InspectionArgs } from "./networkFirewall";
import { createInspection, inspectionProblems, planInspected } from "./networkFirewallSite";
import { createSubnets, createVpc, emptyDefaults, type VpcSettings, type ZoneSubnets } from "./vpc";

export interface NetworkArgs extends VpcSettings, AclExtent {
  /** IPv4 block of the VPC in canonical notation, /16 to /22. Changing it replaces the VPC. */
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
  /** Allocation ids of Elastic IPs for the NAT gateways, by zone letter; one is created for a gateway without. @default {} */
  readonly natGatewayAddresses?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Where the flow logs go. */
  readonly flowLogs: Omit<FlowLogsArgs, "vpcId">;
  /**
   * Inspection of everything between the public tier and the internet by a network firewall, and so of what the private tier
   * sends through the NAT gateways. Needs the public and the firewall tier. Its endpoint in each zone costs by the hour, far
   * more than a NAT gateway, and by the gigabyte. Changing it interrupts connections for seconds. @default none
   */
  readonly inspection?: InspectionArgs;
}

/**
 * A VPC with its subnets, routes, network ACLs and flow logs. Its default security group, default network ACL and main
 * route table are emptied, so that what is attached to nothing else can reach nothing.
 */
export class Network extends Component {
  /** Id of the VPC. */
  public readonly vpcId: pulumi.Output<string>;
  private readonly subnets: ReadonlyMap<Tier, ZoneSubnets>;
  private readonly routeTables: ReadonlyMap<string, pulumi.Output<string>>;

  /**
   * Puts what a `Network` has beyond its subnets and routes onto a VPC of Pulumi Crosswalk: network ACLs, flow logs, emptied
   * defaults.
   */
  public static fromCrosswalk(
    name: string,
    vpc: awsx.ec2.Vpc,
    args: CrosswalkNetworkArgs,
    opts?: pulumi.ComponentResourceOptions,
  ): CrosswalkNetwork {
    return new CrosswalkNetwork(name, vpc, args, opts);
  }

  public constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:Network", name, args, opts);
    refuseProblems("Network", name, networkProblems(args));
    const child = { parent: this };
    const dualStack = args.dualStack ?? false;
    const vpc = createVpc(name, args, child);
    emptyDefaults(name, vpc, child);
    const plan = planInspected(args, args.inspection?.leavingZones);
    this.subnets = createSubnets(name, vpc, plan, args.tiers, dualStack, child);
    const firewall =
      args.inspection &&
      createInspection(`${name}-inspection`, vpc, plan, this.subnets, args, args.inspection, child);
    const routes = { ...args, dualStack, firewall };
    this.routeTables = createInternetRoutes(name, vpc, this.subnets, routes, child);
    for (const [tier, subnets] of this.subnets) {
      createNetworkAcl(`${name}-${tier}`, vpc, tierRules(tier, args.cidrBlock, args), subnets, child);
    }
    new FlowLogs(`${name}-flow-logs`, { ...args.flowLogs, vpcId: vpc.id }, child);
    this.vpcId = vpc.id;
    this.registerOutputs({ vpcId: this.vpcId });
  }

  /** Ids of a tier's subnets, in the order of the zones given; empty when the network has no such tier. */
  public subnetIds(tier: Tier): pulumi.Output<string>[] {
    return [...(this.subnets.get(tier)?.values() ?? [])].map((subnet) => subnet.id);
  }

  /**
   * Ids of the route tables by a stable key: `public`, `private-a` and so on; of one tier, or of all but the firewall tier,
   * where nothing starts. With inspection, the public tier has a table for each zone.
   */
  public routeTableIds(tier?: Tier): Readonly<Record<string, pulumi.Output<string>>> {
    const entries = [...this.routeTables].filter(([key]) => tier === undefined || key.split("-")[0] === tier);
    return Object.fromEntries(entries);
  }
}

function networkProblems(args: NetworkArgs): ArgumentProblem[] {
  const problems = [
    ...planProblems(args.cidrBlock, args.availabilityZones, args.tiers),
    ...aclProblems(args.deniedBlocks ?? []),
    ...aclSizeProblems(tierNames(args.tiers), args.cidrBlock, args),
  ];
  if (args.natGatewayStrategy !== "None" && !args.tiers.public) {
    problems.push({
      argument: "natGatewayStrategy",
      rule: `${args.natGatewayStrategy} needs the public tier, got ${tierNames(args.tiers).join(", ")}`,
      remedy: "add that tier or set None",
    });
  }
  return [...problems, ...(args.inspection ? inspectionProblems(args, args.inspection) : [])];
}
