import { arn, type Facts, type RuleTable, text, type TypeRules } from "../facts";
import { regionCode } from "../regions";
import { random } from "../templates";
import { isList, isObject, type Value } from "../values";

/** Rules of a type of EC2 whose ARN ends in the id, such as `vpc/vpc-…`. */
export function ec2(resource: string, outputs: TypeRules["outputs"] = {}): TypeRules {
  return { outputs: { arn: arn("ec2", `${resource}/{id}`), ownerId: "{account}", ...outputs } };
}

/** An address of the range for benchmarks (RFC 2544), so that nobody's real address appears. */
export function publicAddress(seed: string): string {
  const [a = 0, b = 0, c = 0] = Buffer.from(random(`${seed}\naddress`, 6), "hex");
  return `198.${String(18 + (a % 2))}.${String(b)}.${String(1 + (c % 254))}`;
}

/** What comes with a VPC has an id derived from the VPC's, so that `aws.ec2.DefaultSecurityGroup` finds it. */
const ofVpc = (prefix: string, vpcId: string): string => `${prefix}-${random(`${vpcId}\n${prefix}`, 17)}`;

export const network: RuleTable = {
  "aws:ec2/vpc:Vpc": {
    // resourceVPCCustomizeDiff in the provider's internal/service/ec2/vpc_.go.
    renewed: { assignGeneratedIpv6CidrBlock: ["ipv6AssociationId", "ipv6CidrBlock"] },
    ...ec2("vpc", {
      defaultNetworkAclId: ({ id }) => ofVpc("acl", id),
      defaultRouteTableId: ({ id }) => ofVpc("rtb", id),
      defaultSecurityGroupId: ({ id }) => ofVpc("sg", id),
      mainRouteTableId: ({ id }) => ofVpc("rtb", id),
      dhcpOptionsId: "dopt-{hex:17}",
      ipv6AssociationId: (facts) =>
        facts.get("assignGeneratedIpv6CidrBlock") === true ? `vpc-cidr-assoc-${random(facts.seed, 17)}` : "",
      ipv6CidrBlock: (facts) =>
        facts.get("assignGeneratedIpv6CidrBlock") === true ? ipv6Block(facts.id) : "",
      enableDnsSupport: () => true,
      instanceTenancy: "default",
    }),
  },
  "aws:ec2/defaultVpc:DefaultVpc": ec2("vpc", { cidrBlock: "172.31.0.0/16", instanceTenancy: "default" }),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    ...ec2("security-group", { name: "default", description: "default VPC security group" }),
    id: (facts) => ofVpc("sg", text(facts, "vpcId")),
  },
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": { ...ec2("network-acl"), id: "{defaultNetworkAclId}" },
  "aws:ec2/defaultRouteTable:DefaultRouteTable": { ...ec2("route-table"), id: "{defaultRouteTableId}" },
  "aws:ec2/subnet:Subnet": ec2("subnet", {
    availabilityZone: "{region}a",
    availabilityZoneId: zoneId,
    ipv6CidrBlockAssociationId: "",
    privateDnsHostnameTypeOnLaunch: "ip-name",
  }),
  "aws:ec2/securityGroup:SecurityGroup": ec2("security-group", { vpcId: "vpc-{hex:17}" }),
  "aws:ec2/securityGroupRule:SecurityGroupRule": {
    id: "sgrule-{digits:10}",
    outputs: { securityGroupRuleId: "sgr-{hex:17}" },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("security-group-rule"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("security-group-rule"),
  "aws:ec2/internetGateway:InternetGateway": ec2("internet-gateway"),
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": { id: "eigw-{hex:17}" },
  "aws:ec2/eip:Eip": ec2("elastic-ip", {
    allocationId: "{id}",
    domain: "vpc",
    publicIp: ({ id }) => publicAddress(id),
    publicDns: publicName,
    networkBorderGroup: "{region}",
    publicIpv4Pool: "amazon",
  }),
  "aws:ec2/natGateway:NatGateway": {
    outputs: {
      associationId: "eipassoc-{hex:17}",
      networkInterfaceId: "eni-{hex:17}",
      publicIp: (facts) =>
        text(facts, "allocationId") === "" ? "" : publicAddress(text(facts, "allocationId")),
    },
  },
  "aws:ec2/routeTable:RouteTable": ec2("route-table"),
  "aws:ec2/route:Route": {
    id: "r-{routeTableId}{digits:10}",
    outputs: { state: "active", origin: "CreateRoute" },
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: "rtbassoc-{hex:17}" },
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": {
    id: "rtbassoc-{hex:17}",
    outputs: { originalRouteTableId: (facts) => ofVpc("rtb", text(facts, "vpcId")) },
  },
  "aws:ec2/networkAcl:NetworkAcl": ec2("network-acl"),
  "aws:ec2/networkAclRule:NetworkAclRule": { id: "nacl-{digits:10}" },
  "aws:ec2/flowLog:FlowLog": ec2("vpc-flow-log"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpc-endpoint", {
    cidrBlocks: (facts) => (kindOf(facts) === "Gateway" ? ["192.0.2.0/24"] : []),
    dnsEntries: endpointNames,
    ipAddressType: "ipv4",
    networkInterfaceIds: endpointInterfaces,
    prefixListId: (facts) => (kindOf(facts) === "Gateway" ? prefixListId(text(facts, "serviceName")) : ""),
    serviceRegion: "{region}",
    state: "available",
    vpcEndpointType: "Gateway",
  }),
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": { id: "vpc-cidr-assoc-{hex:17}" },
  "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation": { id: "vpc-cidr-assoc-{hex:17}" },
  "aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr": { id: "{cidr}_{ipamPoolId}" },
  "aws:ec2/vpcIpamPoolCidrAllocation:VpcIpamPoolCidrAllocation": {
    id: "ipam-pool-alloc-{hex:32}_{ipamPoolId}",
  },
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": {
    id: "a-{vpcEndpointId}{digits:10}",
  },
  "aws:ec2/vpcEndpointService:VpcEndpointService": ec2("vpc-endpoint-service", {
    serviceName: "com.amazonaws.vpce.{region}.{id}",
    baseEndpointDnsNames: ({ id, region, dnsSuffix }) => [`${id}.${region}.vpce.${dnsSuffix}`],
    state: "Available",
  }),
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": {
    outputs: { acceptStatus: "active", peerOwnerId: "{account}", peerRegion: "{region}" },
  },
  "aws:ec2/managedPrefixList:ManagedPrefixList": ec2("prefix-list", { version: { counter: "number" } }),
  "aws:ec2/networkInterface:NetworkInterface": ec2("network-interface", {
    interfaceType: "interface",
    macAddress: "02:00:00:00:00:00",
  }),
  "aws:networkfirewall/firewall:Firewall": { outputs: { firewallStatuses } },
  "aws:networkfirewall/loggingConfiguration:LoggingConfiguration": { id: "{firewallArn}" },
  "aws:networkfirewall/ruleGroup:RuleGroup": {
    id: (facts) => `${firewallArn(facts)}:${text(facts, "type").toLowerCase()}-rulegroup/${facts.name}`,
  },
};

/** Id of the prefix list that AWS keeps for a service with gateway endpoints. */
export function prefixListId(serviceName: string): string {
  return `pl-${random(serviceName, 8)}`;
}

/** A block of 56 bits of the range for documentation (RFC 3849). */
function ipv6Block(seed: string): string {
  const digits = random(`${seed}\nipv6`, 6);
  return `2001:db8:${digits.slice(0, 4)}:${digits.slice(4)}00::/56`;
}

function publicName({ id, region, dnsSuffix }: Facts): string {
  const where = region === "us-east-1" ? "compute-1" : `${region}.compute`;
  return `ec2-${publicAddress(id).replaceAll(".", "-")}.${where}.${dnsSuffix}`;
}

function zoneId(facts: Facts): Value {
  const zone = text(facts, "availabilityZone");
  if (!zone.startsWith(facts.region)) return "";
  return `${regionCode(facts.region)}-az${String(zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0) + 1)}`;
}

function kindOf(facts: Facts): string {
  return text(facts, "vpcEndpointType");
}

/** One network interface for each subnet of an interface endpoint. */
function endpointInterfaces(facts: Facts): Value {
  const subnets = facts.get("subnetIds");
  if (!isList(subnets) || kindOf(facts) !== "Interface") return [];
  return subnets.map((subnet) => `eni-${random(`${facts.seed}\n${JSON.stringify(subnet)}`, 17)}`);
}

function endpointNames(facts: Facts): Value {
  if (kindOf(facts) !== "Interface") return [];
  const service = text(facts, "serviceName").split(".").slice(3).join(".");
  const host = `${facts.id}-${random(`${facts.seed}\ndns`, 8)}.${service}.${facts.region}.vpce.${facts.dnsSuffix}`;
  return [{ dnsName: host, hostedZoneId: `Z${random(`${facts.region}${service}`, 13).toUpperCase()}` }];
}

function firewallArn({ partition, region, account }: Facts): string {
  return `arn:${partition}:network-firewall:${region}:${account}`;
}

/**
 * A firewall endpoint for each subnet: routes lead to `firewallStatuses[0].syncStates[…].attachments[0].endpointId`. The inputs
 * do not tell the subnets' zones, so these are counted from a.
 */
function firewallStatuses(facts: Facts): Value {
  const mappings = facts.get("subnetMappings");
  const subnets = isList(mappings)
    ? mappings.map((mapping) => (isObject(mapping) ? mapping["subnetId"] : null))
    : [];
  const syncStates = subnets.map((subnetId = null, index) => ({
    availabilityZone: `${facts.region}${String.fromCharCode("a".charCodeAt(0) + index)}`,
    attachments: [
      { endpointId: `vpce-${random(`${facts.seed}\n${JSON.stringify(subnetId)}`, 17)}`, subnetId },
    ],
  }));
  return [{ syncStates, transitGatewayAttachmentSyncStates: [], capacityUsageSummaries: [] }];
}
