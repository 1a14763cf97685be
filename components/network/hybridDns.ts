import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface HybridDnsArgs {
  /** Subnets for the interfaces of the endpoints, two or more in different zones. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Id of the prefix list of the networks on-premises. */
  readonly onPremisesPrefixListId: pulumi.Input<string>;
  /** Domains that name servers on-premises answer for, for instance `corp.example.com`. */
  readonly domains: readonly string[];
  /** IPv4 addresses of those name servers. */
  readonly nameServers: readonly string[];
}

/** DNS over UDP, and over TCP for answers too large for it. */
const protocols = ["udp", "tcp"] as const;

/**
 * Resolves names across a connection to on-premises: an inbound endpoint answers name servers there, an outbound endpoint
 * asks them for the domains that are theirs. Each endpoint costs by the hour and interface.
 */
export function createHybridDns(
  name: string,
  vpcId: pulumi.Input<string>,
  args: HybridDnsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const inbound = createGroup(`${name}-inbound`, "DNS queries from on-premises", vpcId, opts);
  const outbound = createGroup(`${name}-outbound`, "DNS queries to on-premises", vpcId, opts);
  openDns(`${name}-inbound`, aws.vpc.SecurityGroupIngressRule, inbound, args, opts);
  openDns(`${name}-outbound`, aws.vpc.SecurityGroupEgressRule, outbound, args, opts);
  createEndpoint(`${name}-inbound`, "INBOUND", inbound, args, opts);
  const endpoint = createEndpoint(`${name}-outbound`, "OUTBOUND", outbound, args, opts);
  for (const domain of args.domains) forward(name, domain, vpcId, endpoint, args, opts);
}

function createGroup(
  name: string,
  description: string,
  vpcId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(name, { vpcId, description, tags: { Name: name, purpose: "dns" } }, opts);
}

function openDns(
  name: string,
  Rule: typeof aws.vpc.SecurityGroupIngressRule | typeof aws.vpc.SecurityGroupEgressRule,
  group: aws.ec2.SecurityGroup,
  { onPremisesPrefixListId }: HybridDnsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const ipProtocol of protocols) {
    new Rule(
      `${name}-${ipProtocol}`,
      {
        securityGroupId: group.id,
        ipProtocol,
        fromPort: 53,
        toPort: 53,
        prefixListId: onPremisesPrefixListId,
        description: "Name servers on-premises",
      },
      opts,
    );
  }
}

function createEndpoint(
  name: string,
  direction: "INBOUND" | "OUTBOUND",
  group: aws.ec2.SecurityGroup,
  { subnetIds }: HybridDnsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.route53.ResolverEndpoint {
  return new aws.route53.ResolverEndpoint(
    name,
    {
      name,
      direction,
      securityGroupIds: [group.id],
      ipAddresses: subnetIds.map((subnetId) => ({ subnetId })),
      protocols: ["Do53"],
    },
    opts,
  );
}

function forward(
  name: string,
  domain: string,
  vpcId: pulumi.Input<string>,
  endpoint: aws.route53.ResolverEndpoint,
  { nameServers }: HybridDnsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const key = `${name}-forward-${domain.replaceAll(".", "-")}`;
  const rule = new aws.route53.ResolverRule(
    key,
    {
      name: key,
      ruleType: "FORWARD",
      domainName: domain,
      resolverEndpointId: endpoint.id,
      targetIps: nameServers.map((ip) => ({ ip, port: 53 })),
    },
    opts,
  );
  new aws.route53.ResolverRuleAssociation(key, { name: key, resolverRuleId: rule.id, vpcId }, opts);
}
