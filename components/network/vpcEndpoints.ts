import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import type { GatewayService, InterfaceService } from "./endpointServices";
import { readServiceBuckets, serveTrusted, type Served } from "./endpointStatements";

export interface VpcEndpointsArgs {
  /** Whose principals and resources the endpoints serve. */
  readonly served: Served;
  /** The VPC that gets the endpoints. */
  readonly vpcId: pulumi.Input<string>;
  /** Services to reach by a route. A gateway endpoint costs nothing. */
  readonly gatewayServices: readonly GatewayService[];
  /** Ids of the route tables that get those routes, by a stable key. */
  readonly routeTableIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Services to reach by interfaces in the subnets. Each costs by the hour and zone, and by the gigabyte. */
  readonly interfaceServices: readonly InterfaceService[];
  /** Subnets that get an interface of each service: one per availability zone at most. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Security group of the interfaces. */
  readonly securityGroupId: pulumi.Input<string>;
  /** What the policy of the S3 endpoints says instead of serving trusted principals and AWS's own buckets. */
  readonly s3Statements?: () => readonly Statement[];
  /** What the policies say beside that, by service. @default nothing */
  readonly furtherStatements?: Readonly<
    Partial<Record<InterfaceService | GatewayService, readonly Statement[]>>
  >;
}

/**
 * Private ways to AWS services. Each endpoint has a policy: it serves trusted principals, reaching trusted resources.
 */
export class VpcEndpoints extends Component {
  /** Id of the prefix list of S3's addresses in the region; only with the gateway endpoint for S3. */
  public readonly s3PrefixListId?: pulumi.Output<string>;

  public constructor(name: string, args: VpcEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:VpcEndpoints", name, args, opts);
    const child = { parent: this };
    const gateways = args.gatewayServices.map((service) => createGateway(name, service, args, child));
    this.s3PrefixListId = gateways[args.gatewayServices.indexOf("s3")]?.prefixListId;
    for (const service of args.interfaceServices) {
      // The private names of the S3 interface need the gateway endpoint, if there is to be one, to be there first.
      createInterface(name, service, args, service === "s3" ? { ...child, dependsOn: gateways } : child);
    }
    this.registerOutputs({});
  }
}

function createGateway(
  name: string,
  service: GatewayService,
  args: VpcEndpointsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.VpcEndpoint {
  const endpoint = new aws.ec2.VpcEndpoint(
    `${name}-${service}-gateway`,
    {
      vpcId: args.vpcId,
      vpcEndpointType: "Gateway",
      serviceName: serviceName(service, args),
      policy: serialized(policyDocument(...statementsFor(service, args))),
      tags: { Name: `${name}-${service}` },
    },
    opts,
  );
  for (const [key, routeTableId] of Object.entries(args.routeTableIds)) {
    new aws.ec2.VpcEndpointRouteTableAssociation(
      `${name}-${service}-gateway-${key}`,
      { vpcEndpointId: endpoint.id, routeTableId },
      opts,
    );
  }
  return endpoint;
}

function createInterface(
  name: string,
  service: InterfaceService,
  args: VpcEndpointsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.ec2.VpcEndpoint(
    `${name}-${service}`,
    {
      vpcId: args.vpcId,
      vpcEndpointType: "Interface",
      serviceName: serviceName(service, args),
      subnetIds: [...args.subnetIds],
      securityGroupIds: [args.securityGroupId],
      privateDnsEnabled: true,
      // S3 keeps its private names to resolver endpoints unless told otherwise, and most networks have none.
      ...(service === "s3" ? { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false } } : {}),
      policy: serialized(policyDocument(...statementsFor(service, args))),
      tags: { Name: `${name}-${service}` },
    },
    opts,
  );
}

function serviceName(service: string, { served }: VpcEndpointsArgs): string {
  const { region } = served.account;
  return `com.amazonaws.${region}.${service}`;
}

function statementsFor(
  service: InterfaceService | GatewayService,
  args: VpcEndpointsArgs,
): readonly Statement[] {
  const trusted = serveTrusted(args.served, service);
  const usual =
    service === "s3" ? (args.s3Statements?.() ?? [trusted, readServiceBuckets(args.served)]) : [trusted];
  return [...usual, ...(args.furtherStatements?.[service] ?? [])];
}
