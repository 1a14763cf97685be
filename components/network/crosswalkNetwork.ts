import type * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import type { Tier } from "./addressPlan";
import { FlowLogs, type FlowLogsArgs } from "./flowLogs";
import { createNetworkAcl } from "./networkAcl";
import { tierRules, type AclExtent } from "./networkAclRules";
import { emptyDefaults, type ZoneSubnets } from "./vpc";

/** The tiers that Crosswalk knows. */
export type CrosswalkTier = Extract<Tier, "public" | "private" | "isolated">;

export interface CrosswalkNetworkArgs extends AclExtent {
  /** The `cidrBlock` of the Crosswalk VPC. */
  readonly cidrBlock: string;
  /** The `availabilityZoneNames` of the Crosswalk VPC, in the same order. */
  readonly availabilityZones: readonly string[];
  /** Types of its `subnetSpecs`, in lower case. Each type has one subnet in each zone. */
  readonly tiers: readonly CrosswalkTier[];
  /** Where the flow logs go. */
  readonly flowLogs: Omit<FlowLogsArgs, "vpcId">;
}

/**
 * What a `Network` has and a VPC of Pulumi Crosswalk lacks: network ACLs, flow logs, and defaults that let nothing through.
 * Subnets, routes and gateways stay Crosswalk's.
 */
export class CrosswalkNetwork extends Component {
  /** Id of the VPC. */
  public readonly vpcId: pulumi.Output<string>;

  public constructor(
    name: string,
    vpc: awsx.ec2.Vpc,
    args: CrosswalkNetworkArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("network:CrosswalkNetwork", name, args, opts);
    const child = { parent: this };
    emptyDefaults(name, vpc.vpc, child);
    for (const tier of args.tiers) {
      const subnets = zoneSubnets(vpc, tier, args.availabilityZones);
      createNetworkAcl(`${name}-${tier}`, vpc.vpc, tierRules(tier, args.cidrBlock, args), subnets, child);
    }
    new FlowLogs(`${name}-flow-logs`, { ...args.flowLogs, vpcId: vpc.vpcId }, child);
    this.vpcId = vpc.vpcId;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}

/** Crosswalk lists the subnets of a type in the order of the zones. */
function zoneSubnets(
  vpc: awsx.ec2.Vpc,
  tier: CrosswalkTier,
  availabilityZones: readonly string[],
): ZoneSubnets {
  const idsOf = {
    public: vpc.publicSubnetIds,
    private: vpc.privateSubnetIds,
    isolated: vpc.isolatedSubnetIds,
  };
  return new Map(
    availabilityZones.map((zone, index) => [
      zone.slice(-1),
      { id: idsOf[tier].apply((ids) => idAt(ids, index, tier, zone)) },
    ]),
  );
}

function idAt(ids: readonly string[], index: number, tier: Tier, zone: string): string {
  const id = ids[index];
  if (id === undefined) {
    throw new Error(
      `The Crosswalk VPC has ${ids.length} ${tier} subnets, none of them for ${zone}; give its own availabilityZoneNames ` +
        "and the types of its subnetSpecs",
    );
  }
  return id;
}
