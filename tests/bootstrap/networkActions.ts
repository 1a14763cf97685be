import { forService, resolver, type Actions } from "./actionWords";

/** What networks need. */
export const networkActions: Readonly<Record<string, Actions>> = {
  ...forService("ec2", {
    CustomerGateway: [
      "DescribeCustomerGateways",
      "CreateCustomerGateway DeleteCustomerGateway CreateTags DeleteTags",
    ],
    DefaultNetworkAcl: [
      "DescribeNetworkAcls",
      "DeleteNetworkAclEntry CreateNetworkAclEntry CreateTags DeleteTags",
    ],
    DefaultRouteTable: ["DescribeRouteTables", "DeleteRoute CreateRoute ReplaceRoute CreateTags DeleteTags"],
    DefaultSecurityGroup: [
      "DescribeSecurityGroups",
      "RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateTags DeleteTags",
    ],
    EgressOnlyInternetGateway: [
      "DescribeEgressOnlyInternetGateways",
      "CreateEgressOnlyInternetGateway DeleteEgressOnlyInternetGateway CreateTags DeleteTags",
    ],
    Eip: [
      "DescribeAddresses DescribeAddressesAttribute",
      "AllocateAddress ReleaseAddress DisassociateAddress CreateTags DeleteTags",
    ],
    FlowLog: [
      "DescribeFlowLogs",
      "CreateFlowLogs DeleteFlowLogs CreateTags DeleteTags logs:CreateLogDelivery logs:DeleteLogDelivery iam:PassRole",
    ],
    InternetGateway: [
      "DescribeInternetGateways",
      "CreateInternetGateway AttachInternetGateway DetachInternetGateway DeleteInternetGateway CreateTags DeleteTags",
    ],
    ManagedPrefixList: [
      "DescribeManagedPrefixLists GetManagedPrefixListEntries",
      "CreateManagedPrefixList ModifyManagedPrefixList DeleteManagedPrefixList CreateTags DeleteTags",
    ],
    NatGateway: ["DescribeNatGateways", "CreateNatGateway DeleteNatGateway CreateTags DeleteTags"],
    NetworkAcl: [
      "DescribeNetworkAcls",
      "CreateNetworkAcl DeleteNetworkAcl DeleteNetworkAclEntry CreateTags DeleteTags",
    ],
    NetworkAclAssociation: ["DescribeNetworkAcls", "ReplaceNetworkAclAssociation"],
    NetworkAclRule: [
      "DescribeNetworkAcls",
      "CreateNetworkAclEntry ReplaceNetworkAclEntry DeleteNetworkAclEntry",
    ],
    Route: ["DescribeRouteTables", "CreateRoute ReplaceRoute DeleteRoute"],
    RouteTable: [
      "DescribeRouteTables",
      "CreateRouteTable DeleteRouteTable DisassociateRouteTable CreateTags DeleteTags",
    ],
    RouteTableAssociation: [
      "DescribeRouteTables",
      "AssociateRouteTable ReplaceRouteTableAssociation DisassociateRouteTable",
    ],
    SecurityGroup: [
      "DescribeSecurityGroups DescribeNetworkInterfaces",
      "CreateSecurityGroup DeleteSecurityGroup RevokeSecurityGroupEgress RevokeSecurityGroupIngress CreateTags DeleteTags",
    ],
    Subnet: [
      "DescribeSubnets DescribeNetworkInterfaces",
      "CreateSubnet ModifySubnetAttribute AssociateSubnetCidrBlock DisassociateSubnetCidrBlock DeleteSubnet CreateTags " +
        "DeleteTags",
    ],
    Vpc: [
      "DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups",
      "CreateVpc ModifyVpcAttribute AssociateVpcCidrBlock DisassociateVpcCidrBlock DeleteVpc CreateTags DeleteTags",
    ],
    VpcEndpoint: [
      "DescribeVpcEndpoints DescribePrefixLists",
      "CreateVpcEndpoint ModifyVpcEndpoint DeleteVpcEndpoints CreateTags DeleteTags route53:AssociateVPCWithHostedZone",
    ],
    VpcEndpointRouteTableAssociation: ["DescribeVpcEndpoints", "ModifyVpcEndpoint"],
    VpnConnection: [
      "DescribeVpnConnections DescribeTransitGatewayAttachments",
      "CreateVpnConnection ModifyVpnConnection ModifyVpnConnectionOptions ModifyVpnTunnelOptions DeleteVpnConnection " +
        "CreateTags DeleteTags",
    ],
    VpnConnectionRoute: ["DescribeVpnConnections", "CreateVpnConnectionRoute DeleteVpnConnectionRoute"],
    VpnGateway: [
      "DescribeVpnGateways",
      "CreateVpnGateway AttachVpnGateway DetachVpnGateway DeleteVpnGateway CreateTags DeleteTags",
    ],
    VpnGatewayRoutePropagation: [
      "DescribeRouteTables",
      "EnableVgwRoutePropagation DisableVgwRoutePropagation",
    ],
  }),
  ...forService("ram", {
    PrincipalAssociation: [
      "GetResourceShareAssociations",
      "AssociateResourceShare DisassociateResourceShare",
    ],
    ResourceAssociation: ["GetResourceShareAssociations", "AssociateResourceShare DisassociateResourceShare"],
    ResourceShare: [
      "GetResourceShares ListResourceSharePermissions",
      "CreateResourceShare UpdateResourceShare DeleteResourceShare TagResource UntagResource",
    ],
  }),
  ...forService("route53", {
    ResolverEndpoint: resolver(
      "GetResolverEndpoint ListResolverEndpointIpAddresses ListTagsForResource",
      "CreateResolverEndpoint UpdateResolverEndpoint AssociateResolverEndpointIpAddress " +
        "DisassociateResolverEndpointIpAddress DeleteResolverEndpoint TagResource UntagResource " +
        "ec2:CreateNetworkInterface ec2:DeleteNetworkInterface",
    ),
    ResolverFirewallConfig: resolver("GetFirewallConfig ListFirewallConfigs", "UpdateFirewallConfig"),
    ResolverFirewallDomainList: resolver(
      "GetFirewallDomainList ListFirewallDomains ListTagsForResource",
      "CreateFirewallDomainList UpdateFirewallDomains DeleteFirewallDomainList TagResource UntagResource",
    ),
    ResolverFirewallRule: resolver(
      "ListFirewallRules",
      "CreateFirewallRule UpdateFirewallRule DeleteFirewallRule",
    ),
    ResolverFirewallRuleGroup: resolver(
      "GetFirewallRuleGroup ListTagsForResource",
      "CreateFirewallRuleGroup DeleteFirewallRuleGroup TagResource UntagResource",
    ),
    ResolverFirewallRuleGroupAssociation: resolver(
      "GetFirewallRuleGroupAssociation ListTagsForResource",
      "AssociateFirewallRuleGroup UpdateFirewallRuleGroupAssociation DisassociateFirewallRuleGroup",
    ),
    ResolverQueryLogConfig: resolver(
      "GetResolverQueryLogConfig ListTagsForResource",
      "CreateResolverQueryLogConfig DeleteResolverQueryLogConfig TagResource UntagResource logs:CreateLogDelivery " +
        "logs:DeleteLogDelivery",
    ),
    ResolverQueryLogConfigAssociation: resolver(
      "GetResolverQueryLogConfigAssociation",
      "AssociateResolverQueryLogConfig DisassociateResolverQueryLogConfig",
    ),
    ResolverRule: resolver(
      "GetResolverRule ListTagsForResource",
      "CreateResolverRule UpdateResolverRule DeleteResolverRule TagResource UntagResource",
    ),
    ResolverRuleAssociation: resolver(
      "GetResolverRuleAssociation",
      "AssociateResolverRule DisassociateResolverRule",
    ),
  }),
  ...forService("networkfirewall", {
    Firewall: [
      "network-firewall:DescribeFirewall network-firewall:ListTagsForResource",
      "network-firewall:CreateFirewall network-firewall:DeleteFirewall network-firewall:AssociateFirewallPolicy " +
        "network-firewall:AssociateSubnets network-firewall:DisassociateSubnets " +
        "network-firewall:UpdateFirewallDeleteProtection network-firewall:UpdateFirewallDescription " +
        "network-firewall:UpdateFirewallEncryptionConfiguration " +
        "network-firewall:UpdateFirewallPolicyChangeProtection network-firewall:UpdateSubnetChangeProtection " +
        "network-firewall:TagResource network-firewall:UntagResource",
    ],
    FirewallPolicy: [
      "network-firewall:DescribeFirewallPolicy network-firewall:ListTagsForResource",
      "network-firewall:CreateFirewallPolicy network-firewall:UpdateFirewallPolicy " +
        "network-firewall:DeleteFirewallPolicy network-firewall:TagResource network-firewall:UntagResource",
    ],
    LoggingConfiguration: [
      "network-firewall:DescribeLoggingConfiguration",
      "network-firewall:UpdateLoggingConfiguration",
    ],
    RuleGroup: [
      "network-firewall:DescribeRuleGroup network-firewall:ListTagsForResource",
      "network-firewall:CreateRuleGroup network-firewall:UpdateRuleGroup network-firewall:DeleteRuleGroup " +
        "network-firewall:TagResource network-firewall:UntagResource",
    ],
  }),
  ...forService("vpc", {
    SecurityGroupEgressRule: [
      "ec2:DescribeSecurityGroupRules",
      "ec2:AuthorizeSecurityGroupEgress ec2:ModifySecurityGroupRules ec2:RevokeSecurityGroupEgress ec2:CreateTags",
    ],
    SecurityGroupIngressRule: [
      "ec2:DescribeSecurityGroupRules",
      "ec2:AuthorizeSecurityGroupIngress ec2:ModifySecurityGroupRules ec2:RevokeSecurityGroupIngress ec2:CreateTags",
    ],
  }),
};
