import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/account";
import { Dns } from "../../components/network/dns";
import { chosenServices } from "../../components/network/endpointServices";
import { Network } from "../../components/network/network";
import { PrefixLists } from "../../components/network/prefixLists";
import { SecurityGroups } from "../../components/network/securityGroups";
import { VpcEndpoints } from "../../components/network/vpcEndpoints";
import type { WorkloadConfig } from "../../config/workload";
import { connectedBlocks } from "./connections";

/** The account's VPC with its security groups and prefix lists. */
export interface WorkloadNetwork {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
}

/** Creates the account's VPC with its security groups and prefix lists. */
export function createNetwork(
  name: string,
  account: Account,
  config: WorkloadConfig,
  logBucketArn: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): WorkloadNetwork {
  const { endpoints, ...vpc } = config.network;
  const network = new Network(
    `${name}-network`,
    {
      cidrBlock: vpc.cidr,
      availabilityZones: vpc.availabilityZones,
      ipamPoolId: vpc.ipamPoolId,
      dualStack: vpc.dualStack,
      tiers: vpc.tiers,
      natGatewayStrategy: vpc.natGatewayStrategy,
      natGatewayAddresses: vpc.natGatewayAddresses,
      deniedBlocks: vpc.deniedBlocks,
      connectedBlocks: connectedBlocks(config),
      purpose: "workload",
      flowLogs: {
        account,
        bucketArn: logBucketArn,
        logGroupRetentionDays: vpc.flowLogs.cloudWatchRetentionDays,
      },
    },
    opts,
  );
  const prefixLists = new PrefixLists(
    `${name}-prefix-lists`,
    { lists: vpc.prefixLists, sharedWith: vpc.prefixListsSharedWith },
    opts,
  );
  const securityGroups = new SecurityGroups(
    `${name}-security`,
    { vpcId: network.vpcId, flows: vpc.flows, prefixListIds: prefixLists.ids, ipv6: vpc.dualStack },
    opts,
  );
  new Dns(
    `${name}-dns`,
    {
      vpcId: network.vpcId,
      queryLogBucketArn: logBucketArn,
      firewall: { kind: "threats", ...config.dns },
    },
    opts,
  );
  new VpcEndpoints(
    `${name}-private`,
    {
      served: { account, organizationId: config.organizationId },
      vpcId: network.vpcId,
      gatewayServices: endpoints.gateway,
      routeTableIds: network.routeTableIds(),
      interfaceServices: chosenServices(endpoints.interface),
      subnetIds: network.subnetIds("private"),
      securityGroupId: securityGroups.groupIds().endpoints,
    },
    opts,
  );
  return { network, securityGroups };
}
