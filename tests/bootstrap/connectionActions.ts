import { forService, virtualInterfaces, type Actions } from "./actionWords";

/** What connections of networks need. */
export const connectionActions: Readonly<Record<string, Actions>> = {
  ...forService("directconnect", {
    Connection: [
      "DescribeConnections DescribeTags",
      "CreateConnection UpdateConnection DeleteConnection TagResource UntagResource",
    ],
    ConnectionAssociation: [
      "DescribeConnections",
      "AssociateConnectionWithLag DisassociateConnectionFromLag",
    ],
    ConnectionConfirmation: ["DescribeConnections", "ConfirmConnection"],
    Gateway: [
      "DescribeDirectConnectGateways DescribeTags",
      "CreateDirectConnectGateway UpdateDirectConnectGateway DeleteDirectConnectGateway TagResource UntagResource",
    ],
    GatewayAssociation: [
      "DescribeDirectConnectGatewayAssociations",
      "CreateDirectConnectGatewayAssociation UpdateDirectConnectGatewayAssociation DeleteDirectConnectGatewayAssociation",
    ],
    LinkAggregationGroup: [
      "DescribeLags DescribeTags",
      "CreateLag UpdateLag DeleteLag DeleteConnection DisassociateConnectionFromLag TagResource UntagResource",
    ],
    MacsecKeyAssociation: ["DescribeConnections", "AssociateMacSecKey DisassociateMacSecKey"],
    ...virtualInterfaces("Private", "Public", "Transit"),
  }),
  ...forService("ec2transitgateway", {
    Route: ["ec2:SearchTransitGatewayRoutes", "ec2:CreateTransitGatewayRoute ec2:DeleteTransitGatewayRoute"],
    RouteTable: [
      "ec2:DescribeTransitGatewayRouteTables",
      "ec2:CreateTransitGatewayRouteTable ec2:DeleteTransitGatewayRouteTable ec2:CreateTags ec2:DeleteTags",
    ],
    RouteTableAssociation: [
      "ec2:GetTransitGatewayRouteTableAssociations ec2:DescribeTransitGatewayAttachments",
      "ec2:AssociateTransitGatewayRouteTable ec2:DisassociateTransitGatewayRouteTable",
    ],
    RouteTablePropagation: [
      "ec2:GetTransitGatewayRouteTablePropagations",
      "ec2:EnableTransitGatewayRouteTablePropagation ec2:DisableTransitGatewayRouteTablePropagation",
    ],
    TransitGateway: [
      "ec2:DescribeTransitGateways",
      "ec2:CreateTransitGateway ec2:ModifyTransitGateway ec2:DeleteTransitGateway ec2:CreateTags ec2:DeleteTags",
    ],
    VpcAttachment: [
      "ec2:DescribeTransitGatewayVpcAttachments ec2:DescribeTransitGateways",
      "ec2:CreateTransitGatewayVpcAttachment ec2:ModifyTransitGatewayVpcAttachment ec2:DeleteTransitGatewayVpcAttachment " +
        "ec2:CreateTags ec2:DeleteTags",
    ],
    VpcAttachmentAccepter: [
      "ec2:DescribeTransitGatewayVpcAttachments ec2:DescribeTransitGateways",
      "ec2:AcceptTransitGatewayVpcAttachment ec2:DeleteTransitGatewayVpcAttachment ec2:CreateTags ec2:DeleteTags",
    ],
  }),
  ...forService("secretsmanager", {
    Secret: [
      "DescribeSecret GetResourcePolicy",
      "CreateSecret UpdateSecret DeleteSecret TagResource UntagResource GetRandomPassword",
    ],
    SecretVersion: ["ListSecretVersionIds", "GetSecretValue PutSecretValue UpdateSecretVersionStage"],
  }),
};
