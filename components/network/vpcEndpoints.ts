import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";

/** Services with an interface endpoint, by the last part of the endpoint service's name. */
export type EndpointService = "ec2messages" | "kms" | "logs" | "s3" | "ssm" | "ssmmessages" | "sts";

/** What Systems Manager needs to reach an instance in a network without a way out. */
export const sessionManagerServices: readonly EndpointService[] = [
  "ec2messages",
  "kms",
  "logs",
  "ssm",
  "ssmmessages",
];

export interface VpcEndpointsArgs {
  /** The account whose principals may use the endpoints. */
  readonly account: Account;
  /** The VPC that gets the endpoints. */
  readonly vpcId: pulumi.Input<string>;
  /** Subnets that get an interface of each endpoint: one per availability zone at most. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Services to reach. Each endpoint costs by the hour and zone, and by the gigabyte. */
  readonly services: readonly EndpointService[];
  /** Security groups that may use the endpoints, by a stable key. */
  readonly clients: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the principals may do through the endpoint of a service; without an entry, whatever their own policies allow. */
  readonly statements?: Partial<Record<EndpointService, readonly Statement[]>>;
}

/**
 * Interface endpoints: AWS services with private addresses in the VPC. Only the given security groups reach them, and only
 * the account's own principals are served.
 */
export class VpcEndpoints extends Component {
  /** Id of the security group in front of the endpoints. */
  public readonly securityGroupId: pulumi.Output<string>;

  public constructor(name: string, args: VpcEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:VpcEndpoints", name, args, opts);
    const child = { parent: this };
    const group = createGroup(name, args, child);
    for (const service of args.services) createEndpoint(name, service, group, args, child);
    this.securityGroupId = group.id;
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}

function createGroup(
  name: string,
  args: VpcEndpointsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  const group = new aws.ec2.SecurityGroup(
    `${name}-group`,
    {
      vpcId: args.vpcId,
      description: "Interface endpoints of AWS services",
      tags: { Name: name, purpose: "endpoints" },
    },
    opts,
  );
  for (const [client, clientGroupId] of Object.entries(args.clients)) {
    const rule = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-from-${client}`,
      {
        ...rule,
        securityGroupId: group.id,
        referencedSecurityGroupId: clientGroupId,
        description: `HTTPS from ${client}`,
      },
      opts,
    );
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-to-endpoints-${client}`,
      {
        ...rule,
        securityGroupId: clientGroupId,
        referencedSecurityGroupId: group.id,
        description: "HTTPS to the endpoints of AWS services",
      },
      opts,
    );
  }
  return group;
}

function createEndpoint(
  name: string,
  service: EndpointService,
  group: aws.ec2.SecurityGroup,
  args: VpcEndpointsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const statements = args.statements?.[service] ?? [serveAccount(args.account, service)];
  new aws.ec2.VpcEndpoint(
    `${name}-${service}`,
    {
      vpcId: args.vpcId,
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.${args.account.region}.${service}`,
      subnetIds: [...args.subnetIds],
      securityGroupIds: [group.id],
      privateDnsEnabled: true,
      // S3 keeps its private names to resolver endpoints unless told otherwise, and this VPC has none.
      ...(service === "s3" ? { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false } } : {}),
      policy: serialized(policyDocument(...statements)),
      tags: { Name: `${name}-${service}` },
    },
    opts,
  );
}

/** Lets the account's own principals do through the endpoint what their policies allow, and no one else anything. */
function serveAccount(account: Account, service: EndpointService): Statement {
  return {
    Sid: "ServeOwnAccount",
    Effect: "Allow",
    Principal: accountPrincipal(account),
    Action: `${service}:*`,
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": account.id } },
  };
}

/** Lets the account's principals read and write one bucket through the S3 endpoint, and reach no other. */
export function reachBucket(account: Account, bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "ReachBucket",
    Effect: "Allow",
    Principal: accountPrincipal(account),
    Action: [
      "s3:AbortMultipartUpload",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:ListBucket",
      "s3:PutObject",
    ],
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
    Condition: { StringEquals: { "aws:PrincipalAccount": account.id } },
  };
}
