import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { dnsSuffixOf, type Account } from "../account";
import { Component } from "../component";
import { Network } from "../network/network";
import { Dns } from "../network/dns";
import type { Statement } from "../iam/document";
import { chosenServices, type InterfaceService } from "../network/endpointServices";
import { reachBucket } from "../network/endpointStatements";
import { VpcEndpoints } from "../network/vpcEndpoints";

export interface AnalysisNetworkArgs {
  /** The forensics account. */
  readonly account: Account;
  /** IPv4 block of the VPC, /16 to /22. */
  readonly cidrBlock: string;
  /** Availability zones with subnets. */
  readonly availabilityZones: readonly string[];
  /** ARN of the bucket that takes the flow logs and the logs of DNS queries. */
  readonly logBucketArn: pulumi.Input<string>;
  /** ARN of the evidence bucket. No other can be reached from the network, but for what is given below. */
  readonly evidenceBucketArn: pulumi.Input<string>;
  /** What the endpoint for S3 lets through beside that. @default nothing */
  readonly furtherS3Statements?: () => readonly Statement[];
  /** Services that are reached beside those of workstations. @default none */
  readonly furtherServices?: readonly InterfaceService[];
}

/**
 * The isolated VPC in which evidence is analysed. No route leads out of it: no internet or NAT gateway, no peering, no VPN.
 * Workstations reach Session Manager, KMS, CloudWatch Logs, STS and the evidence bucket through interface endpoints, and
 * one another not at all. Only names of AWS are resolved, so that nothing leaves through a name server either.
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
        flowLogs: { account: args.account, bucketArn: args.logBucketArn },
      },
      child,
    );
    new Dns(
      `${name}-dns`,
      {
        vpcId: network.vpcId,
        queryLogBucketArn: args.logBucketArn,
        firewall: { kind: "allow-only", domains: [`*.${dnsSuffixOf(args.account.region)}`] },
      },
      child,
    );
    const workstations = createGroup(
      `${name}-workstations`,
      network,
      "Forensic workstations",
      "forensics",
      child,
    );
    const endpoints = createGroup(
      `${name}-endpoints`,
      network,
      "Endpoints of AWS services",
      "endpoints",
      child,
    );
    connect(`${name}-workstations-to-endpoints`, workstations, endpoints, child);
    new VpcEndpoints(
      `${name}-private`,
      {
        served: { account: args.account },
        vpcId: network.vpcId,
        gatewayServices: [],
        routeTableIds: {},
        interfaceServices: chosenServices(["session-manager", "s3", "sts", ...(args.furtherServices ?? [])]),
        subnetIds: network.subnetIds("isolated"),
        securityGroupId: endpoints.id,
        s3Statements: () => [
          reachBucket(args.account, args.evidenceBucketArn),
          ...(args.furtherS3Statements?.() ?? []),
        ],
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

function createGroup(
  name: string,
  network: Network,
  description: string,
  purpose: string,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    name,
    { vpcId: network.vpcId, description, tags: { Name: name, purpose } },
    opts,
  );
}

/** Opens HTTPS out of one group into the other, and nothing else. */
function connect(
  name: string,
  from: aws.ec2.SecurityGroup,
  to: aws.ec2.SecurityGroup,
  opts: pulumi.CustomResourceOptions,
): void {
  const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-egress`,
    {
      ...https,
      securityGroupId: from.id,
      referencedSecurityGroupId: to.id,
      description: "To the endpoints of AWS services",
    },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-ingress`,
    {
      ...https,
      securityGroupId: to.id,
      referencedSecurityGroupId: from.id,
      description: "From workstations",
    },
    opts,
  );
}
