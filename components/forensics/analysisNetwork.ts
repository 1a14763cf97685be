import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { Network } from "../network/network";
import { reachBucket, sessionManagerServices, VpcEndpoints } from "../network/vpcEndpoints";

export interface AnalysisNetworkArgs {
  /** The forensics account. */
  readonly account: Account;
  /** IPv4 block of the VPC, /16 to /22. */
  readonly cidrBlock: string;
  /** Availability zones with subnets. */
  readonly availabilityZones: readonly string[];
  /** ARN of the bucket that takes the flow logs. */
  readonly flowLogBucketArn: pulumi.Input<string>;
  /** ARN of the evidence bucket: the only one that can be reached from the network. */
  readonly evidenceBucketArn: pulumi.Input<string>;
}

/**
 * The isolated VPC in which evidence is analysed. No route leads out of it: no internet or NAT gateway, no peering, no VPN.
 * Workstations reach Session Manager, KMS, CloudWatch Logs, STS and the evidence bucket through interface endpoints, and
 * one another not at all.
 */
export class AnalysisNetwork extends Component {
  /** Id of the VPC. */
  public readonly vpcId: pulumi.Output<string>;
  /** Ids of the subnets for workstations, one per zone. */
  public readonly subnetIds: pulumi.Output<string>[];
  /** Id of the security group of workstations: out to the endpoints, and nothing in. */
  public readonly workstationGroupId: pulumi.Output<string>;

  public constructor(name: string, args: AnalysisNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("forensics:AnalysisNetwork", name, args, opts);
    const child = { parent: this };
    const network = new Network(
      `${name}-network`,
      {
        cidrBlock: args.cidrBlock,
        availabilityZones: args.availabilityZones,
        tiers: { isolated: {} },
        natGatewayStrategy: "None",
        purpose: "forensics",
        flowLogBucketArn: args.flowLogBucketArn,
      },
      child,
    );
    const workstations = new aws.ec2.SecurityGroup(
      `${name}-workstations`,
      {
        vpcId: network.vpcId,
        description: "Forensic workstations",
        tags: { Name: `${name}-workstations`, purpose: "forensics" },
      },
      child,
    );
    new VpcEndpoints(
      `${name}-endpoints`,
      {
        account: args.account,
        vpcId: network.vpcId,
        subnetIds: network.subnetIds("isolated"),
        services: [...sessionManagerServices, "s3", "sts"],
        clients: { workstations: workstations.id },
        statements: { s3: [reachBucket(args.account, args.evidenceBucketArn)] },
      },
      child,
    );
    this.vpcId = network.vpcId;
    this.subnetIds = network.subnetIds("isolated");
    this.workstationGroupId = workstations.id;
    this.registerOutputs({
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      workstationGroupId: this.workstationGroupId,
    });
  }
}
