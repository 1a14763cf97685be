import type * as aws from "@pulumi/aws";
import { either, family } from "../family";

export const vpc = family<aws.ec2.VpcArgs>("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc");
export const subnet = family<aws.ec2.SubnetArgs>(
  "aws:ec2/subnet:Subnet",
  "aws:ec2/defaultSubnet:DefaultSubnet",
);
export const flowLog = family<aws.ec2.FlowLogArgs>("aws:ec2/flowLog:FlowLog");

const securityGroup = family<aws.ec2.SecurityGroupArgs>("aws:ec2/securityGroup:SecurityGroup");
export const defaultSecurityGroup = family<aws.ec2.DefaultSecurityGroupArgs>(
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
);
/** Groups, with their rules inline or apart. */
export const anySecurityGroup = either(securityGroup, defaultSecurityGroup);
/** One rule of a group, in either direction. */
export const securityGroupRule = family<aws.ec2.SecurityGroupRuleArgs>(
  "aws:ec2/securityGroupRule:SecurityGroupRule",
);
export const ingressRule = family<aws.vpc.SecurityGroupIngressRuleArgs>(
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
);
export const egressRule = family<aws.vpc.SecurityGroupEgressRuleArgs>(
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
);
export const prefixList = family<aws.ec2.ManagedPrefixListArgs>(
  "aws:ec2/managedPrefixList:ManagedPrefixList",
);
export const prefixListEntry = family<aws.ec2.ManagedPrefixListEntryArgs>(
  "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
);

const networkAcl = family<aws.ec2.NetworkAclArgs>("aws:ec2/networkAcl:NetworkAcl");
const defaultNetworkAcl = family<aws.ec2.DefaultNetworkAclArgs>(
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
);
/** ACLs, with their entries inline or apart. */
export const anyNetworkAcl = either(networkAcl, defaultNetworkAcl);
export const networkAclRule = family<aws.ec2.NetworkAclRuleArgs>("aws:ec2/networkAclRule:NetworkAclRule");

/** Ways out of a VPC that name the VPC itself. */
export const internetGateway = family<aws.ec2.InternetGatewayArgs>("aws:ec2/internetGateway:InternetGateway");
export const internetGatewayAttachment = family<aws.ec2.InternetGatewayAttachmentArgs>(
  "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
);
export const egressOnlyInternetGateway = family<aws.ec2.EgressOnlyInternetGatewayArgs>(
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
);
export const carrierGateway = family<aws.ec2.CarrierGatewayArgs>("aws:ec2/carrierGateway:CarrierGateway");
export const vpnGateway = family<aws.ec2.VpnGatewayArgs>("aws:ec2/vpnGateway:VpnGateway");
export const vpnGatewayAttachment = family<aws.ec2.VpnGatewayAttachmentArgs>(
  "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment",
);
export const peeringConnection = family<aws.ec2.VpcPeeringConnectionArgs>(
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
);
export const transitGatewayAttachment = family<aws.ec2transitgateway.VpcAttachmentArgs>(
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
);
export const coreNetworkAttachment = family<aws.networkmanager.VpcAttachmentArgs>(
  "aws:networkmanager/vpcAttachment:VpcAttachment",
);
/** Ways out of a VPC that name one of its subnets. */
export const natGateway = family<aws.ec2.NatGatewayArgs>("aws:ec2/natGateway:NatGateway");
export const clientVpnAssociation = family<aws.ec2clientvpn.NetworkAssociationArgs>(
  "aws:ec2clientvpn/networkAssociation:NetworkAssociation",
);

/** Further blocks of a VPC. */
export const vpcBlock = family<aws.ec2.VpcIpv4CidrBlockAssociationArgs>(
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
);

export const vpcEndpoint = family<aws.ec2.VpcEndpointArgs>("aws:ec2/vpcEndpoint:VpcEndpoint");
export const vpcEndpointPolicy = family<aws.ec2.VpcEndpointPolicyArgs>(
  "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
);

/** What stands before a VPC's name resolution. */
export const queryLogAssociation = family<aws.route53.ResolverQueryLogConfigAssociationArgs>(
  "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation",
);
export const dnsFirewallAssociation = family<aws.route53.ResolverFirewallRuleGroupAssociationArgs>(
  "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
);

export const transitGateway = family<aws.ec2transitgateway.TransitGatewayArgs>(
  "aws:ec2transitgateway/transitGateway:TransitGateway",
);

export const networkFirewall = family<aws.networkfirewall.FirewallArgs>(
  "aws:networkfirewall/firewall:Firewall",
);
export const networkFirewallPolicy = family<aws.networkfirewall.FirewallPolicyArgs>(
  "aws:networkfirewall/firewallPolicy:FirewallPolicy",
);
export const networkFirewallRuleGroup = family<aws.networkfirewall.RuleGroupArgs>(
  "aws:networkfirewall/ruleGroup:RuleGroup",
);
export const networkFirewallTls = family<aws.networkfirewall.TlsInspectionConfigurationArgs>(
  "aws:networkfirewall/tlsInspectionConfiguration:TlsInspectionConfiguration",
);
export const networkFirewallLogging = family<aws.networkfirewall.LoggingConfigurationArgs>(
  "aws:networkfirewall/loggingConfiguration:LoggingConfiguration",
);
