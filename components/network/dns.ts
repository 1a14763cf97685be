import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { createDnsFirewall, type DnsFirewallArgs } from "./dnsFirewall";
import { createHybridDns, type HybridDnsArgs } from "./hybridDns";

export interface DnsArgs {
  /** The VPC whose queries are resolved. */
  readonly vpcId: pulumi.Input<string>;
  /** ARN of the bucket that takes the query logs. Its policy must let log delivery write to it. */
  readonly queryLogBucketArn: pulumi.Input<string>;
  /** What the DNS firewall looks for, and what it does then. */
  readonly firewall: DnsFirewallArgs;
  /** Name resolution between the VPC and on-premises. @default none */
  readonly hybrid?: HybridDnsArgs;
}

/**
 * Name resolution of a VPC through Route 53 Resolver: every query is logged, queries for known bad or suspicious names are
 * stopped, and names on-premises are asked for there.
 */
export class Dns extends Component {
  public constructor(name: string, args: DnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:Dns", name, args, opts);
    const child = { parent: this };
    logQueries(name, args, child);
    createDnsFirewall(`${name}-firewall`, args.vpcId, args.firewall, child);
    if (args.hybrid) createHybridDns(name, args.vpcId, args.hybrid, child);
    this.registerOutputs({});
  }
}

function logQueries(name: string, args: DnsArgs, opts: pulumi.CustomResourceOptions): void {
  const config = new aws.route53.ResolverQueryLogConfig(
    `${name}-query-log`,
    { name: `${name}-query-log`, destinationArn: args.queryLogBucketArn },
    opts,
  );
  new aws.route53.ResolverQueryLogConfigAssociation(
    `${name}-query-log`,
    { resolverQueryLogConfigId: config.id, resourceId: args.vpcId },
    opts,
  );
}
