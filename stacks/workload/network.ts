import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/account";
import { Dns } from "../../components/network/dns";
import { chosenServices } from "../../components/network/endpointServices";
import { Network } from "../../components/network/network";
import { PrefixLists } from "../../components/network/prefixLists";
import { SecurityGroups } from "../../components/network/securityGroups";
import { VpcEndpoints } from "../../components/network/vpcEndpoints";
import { captureMemory } from "../../components/response/evidencePaths";
import { onPremises } from "../../components/network/flows";
import { prefixListsOf } from "../../config/onPremises";
import type { WorkloadConfig } from "../../config/workload";
import { connectedBlocks } from "./connectedBlocks";

/** Zones with an interface of each DNS endpoint: two are enough to survive the loss of one. */
const dnsEndpointZones = 2;

/** The account's VPC with its security groups and prefix lists. */
export interface WorkloadNetwork {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
  /** Ids of the prefix lists by name. */
  readonly prefixListIds: PrefixLists["ids"];
  /** Id of the prefix list of S3, where the VPC has a gateway endpoint for it. */
  readonly s3PrefixListId?: pulumi.Output<string>;
}

/** Creates the account's VPC with its security groups and prefix lists. */
export function createNetwork(
  name: string,
  account: Account,
  config: WorkloadConfig,
  logBucketArn: pulumi.Input<string>,
  evidenceBucketArn: pulumi.Input<string>,
  opts: pulumi.ComponentResourceOptions,
): WorkloadNetwork {
  const { endpoints, ...vpc } = config.network;
  const { onPremises: onPremisesDns, ...firewall } = config.dns;
  // Networks on-premises are reached past the firewall, so their prefix list is not among these.
  const crossing = { flows: vpc.flows, prefixLists: vpc.prefixLists };
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
      inspection: config.inspection && { ...config.inspection, account, logBucketArn, ...crossing },
    },
    opts,
  );
  const prefixLists = new PrefixLists(
    `${name}-prefix-lists`,
    { lists: prefixListsOf(config), sharedWith: vpc.prefixListsSharedWith },
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
      firewall: { kind: "threats", ...firewall },
      hybrid: onPremisesDns && {
        ...onPremisesDns,
        subnetIds: network.subnetIds("private").slice(0, dnsEndpointZones),
        onPremisesPrefixListId: prefixLists.idOf(onPremises),
      },
    },
    opts,
  );
  const privateWays = new VpcEndpoints(
    `${name}-private`,
    {
      served: { account, organizationId: config.organizationId },
      vpcId: network.vpcId,
      gatewayServices: endpoints.gateway,
      routeTableIds: network.routeTableIds(),
      interfaceServices: chosenServices(endpoints.interface),
      subnetIds: network.subnetIds("private"),
      securityGroupId: securityGroups.groupIds().endpoints,
      furtherStatements: { s3: captureMemory(account, evidenceBucketArn) },
    },
    opts,
  );
  const { s3PrefixListId } = privateWays;
  return { network, securityGroups, prefixListIds: prefixLists.ids, s3PrefixListId };
}
