import * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import { LogBucket } from "../../components/logging/logBucket";
import { Dns } from "../../components/network/dns";
import { Network } from "../../components/network/network";
import { SecurityGroups } from "../../components/network/securityGroups";
import { defaultFlows } from "../../components/network/flows";

/** A VPC of Pulumi Crosswalk with the network ACLs, flow logs, DNS and security groups of the landing zone. */
export function crosswalk(account: { id: string; region: string }): {
  vpcId: unknown;
  securityGroupIds: unknown;
} {
  const cidrBlock = "10.40.0.0/16";
  const availabilityZones = ["a", "b"].map((letter) => `${account.region}${letter}`);
  const vpc = new awsx.ec2.Vpc(
    "shop",
    {
      cidrBlock,
      availabilityZoneNames: availabilityZones,
      natGateways: { strategy: "Single" },
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
    },
    { transforms: [withoutPublicAddresses] },
  );
  const logs = new LogBucket("shop-logs", { account, retentionDays: 365 });
  const network = Network.fromCrosswalk("shop-network", vpc, {
    cidrBlock,
    availabilityZones,
    tiers: ["public", "private", "isolated"],
    flowLogs: { account, bucketArn: logs.arn },
  });
  new Dns("shop-dns", {
    vpcId: network.vpcId,
    queryLogBucketArn: logs.arn,
    firewall: {
      kind: "threats",
      action: "ALERT",
      managedDomainLists: [],
      blockedDomains: [],
      failOpen: true,
    },
  });
  const groups = new SecurityGroups("shop-security", {
    vpcId: network.vpcId,
    flows: defaultFlows,
    prefixListIds: {},
    ipv6: false,
  });
  return { vpcId: network.vpcId, securityGroupIds: groups.groupIds() };
}

/** Crosswalk's public subnets give every instance a public address; the policy pack refuses that. */
function withoutPublicAddresses({
  type,
  props,
  opts,
}: pulumi.ResourceTransformArgs): pulumi.ResourceTransformResult | undefined {
  if (type !== "aws:ec2/subnet:Subnet") return undefined;
  return { props: { ...props, mapPublicIpOnLaunch: false }, opts };
}
