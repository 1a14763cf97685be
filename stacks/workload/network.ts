import type * as pulumi from "@pulumi/pulumi";
import { Network } from "../../components/network/network";
import { PrefixLists } from "../../components/network/prefixLists";
import { SecurityGroups } from "../../components/network/securityGroups";
import type { WorkloadConfig } from "../../config/workload";

/** The account's VPC with its security groups and prefix lists. */
export interface WorkloadNetwork {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
}

/** Creates the account's VPC with its security groups and prefix lists. */
export function createNetwork(
  name: string,
  config: WorkloadConfig["network"],
  flowLogBucketArn: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): WorkloadNetwork {
  const network = new Network(
    `${name}-network`,
    {
      cidrBlock: config.cidr,
      availabilityZones: config.availabilityZones,
      ipamPoolId: config.ipamPoolId,
      dualStack: config.dualStack,
      tiers: config.tiers,
      natGatewayStrategy: config.natGatewayStrategy,
      natGatewayAddresses: config.natGatewayAddresses,
      deniedBlocks: config.deniedBlocks,
      purpose: "workload",
      flowLogBucketArn,
    },
    opts,
  );
  const prefixLists = new PrefixLists(
    `${name}-prefix-lists`,
    { lists: config.prefixLists, sharedWith: config.prefixListsSharedWith },
    opts,
  );
  const securityGroups = new SecurityGroups(
    `${name}-security`,
    { vpcId: network.vpcId, flows: config.flows, prefixListIds: prefixLists.ids, ipv6: config.dualStack },
    opts,
  );
  return { network, securityGroups };
}
