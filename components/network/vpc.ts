import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ipv6Subnet, tierNames, type PlannedSubnet, type Tier, type Tiers } from "./addressPlan";

/** What the rest of a network needs to know of its VPC. */
export type VpcFacts = Pick<
  aws.ec2.Vpc,
  "defaultNetworkAclId" | "defaultRouteTableId" | "id" | "ipv6CidrBlock"
>;

/** Subnets of one tier by the letter of their zone. */
export type ZoneSubnets = ReadonlyMap<string, Pick<aws.ec2.Subnet, "id">>;

export interface VpcSettings {
  /** IPv4 block in canonical notation. */
  readonly cidrBlock: string;
  /** Id of the IPAM pool that must contain the block, and then records who has it. @default none */
  readonly ipamPoolId?: string;
  /** Whether the VPC has an IPv6 block beside its IPv4 block, given by Amazon. @default false */
  readonly dualStack?: boolean;
  /** What the VPC is for; becomes its tag `purpose`. */
  readonly purpose: string;
}

/** Creates the VPC itself. */
export function createVpc(
  name: string,
  settings: VpcSettings,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.Vpc {
  return new aws.ec2.Vpc(
    `${name}-vpc`,
    {
      cidrBlock: settings.cidrBlock,
      ipv4IpamPoolId: settings.ipamPoolId,
      assignGeneratedIpv6CidrBlock: settings.dualStack === true ? true : undefined,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: name, purpose: settings.purpose },
    },
    opts,
  );
}

/** Takes over what AWS creates with every VPC, and takes everything out of it. */
export function emptyDefaults(name: string, vpc: VpcFacts, opts: pulumi.CustomResourceOptions): void {
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

/** Creates the planned subnets, by tier and zone. None gives public addresses by itself. */
export function createSubnets(
  name: string,
  vpc: aws.ec2.Vpc,
  plan: readonly PlannedSubnet[],
  tiers: Tiers,
  dualStack: boolean,
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<Tier, ZoneSubnets> {
  return new Map(
    tierNames(tiers).map((tier) => [
      tier,
      new Map(
        plan
          .filter((subnet) => subnet.tier === tier)
          .map((subnet) => [subnet.zone, createSubnet(name, vpc, subnet, dualStack, opts)]),
      ),
    ]),
  );
}

function createSubnet(
  name: string,
  vpc: aws.ec2.Vpc,
  { tier, zone, availabilityZone, cidrBlock, ipv6Index }: PlannedSubnet,
  dualStack: boolean,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.Subnet {
  return new aws.ec2.Subnet(
    `${name}-${tier}-${zone}`,
    {
      vpcId: vpc.id,
      availabilityZone,
      cidrBlock,
      mapPublicIpOnLaunch: false,
      ...(dualStack && {
        ipv6CidrBlock: vpc.ipv6CidrBlock.apply((block) => ipv6Subnet(block, ipv6Index)),
        assignIpv6AddressOnCreation: true,
      }),
      tags: { Name: `${name}-${tier}-${zone}`, tier },
    },
    opts,
  );
}
