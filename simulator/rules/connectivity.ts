import { arn, globalArn, type RuleTable, text } from "../facts";
import { random } from "../templates";
import { ec2, publicAddress } from "./network";

const twoIds = "{transitGatewayRouteTableId}_{transitGatewayAttachmentId}";

/** Transit gateways, VPN and Direct Connect. */
export const connectivity: RuleTable = {
  "aws:ec2/vpnGateway:VpnGateway": ec2("vpn-gateway", { amazonSideAsn: "64512" }),
  "aws:ec2/customerGateway:CustomerGateway": ec2("customer-gateway"),
  "aws:ec2/vpnConnection:VpnConnection": ec2("vpn-connection", {
    tunnel1Address: ({ id }) => publicAddress(`${id}1`),
    tunnel2Address: ({ id }) => publicAddress(`${id}2`),
    tunnel1CgwInsideAddress: "169.254.10.2",
    tunnel1VgwInsideAddress: "169.254.10.1",
    tunnel2CgwInsideAddress: "169.254.11.2",
    tunnel2VgwInsideAddress: "169.254.11.1",
    tunnel1BgpAsn: "64512",
    tunnel2BgpAsn: "64512",
    tunnel1PresharedKey: "{alnum:32}",
    tunnel2PresharedKey: "{alnum:32}",
    transitGatewayAttachmentId: (facts) =>
      text(facts, "transitGatewayId") === "" ? "" : `tgw-attach-${random(facts.seed, 17)}`,
  }),
  "aws:ec2/vpnConnectionRoute:VpnConnectionRoute": { id: "{destinationCidrBlock}:{vpnConnectionId}" },
  "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": { id: "vpn-attachment-{hex:8}" },
  "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": { id: "{vpnGatewayId}_{routeTableId}" },
  "aws:ec2transitgateway/transitGateway:TransitGateway": ec2("transit-gateway", {
    amazonSideAsn: () => 64512,
    associationDefaultRouteTableId: "tgw-rtb-{hex:17}",
    propagationDefaultRouteTableId: "tgw-rtb-{hex:17}",
  }),
  "aws:ec2transitgateway/routeTable:RouteTable": ec2("transit-gateway-route-table"),
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ec2("transit-gateway-attachment", {
    vpcOwnerId: "{account}",
  }),
  "aws:ec2transitgateway/route:Route": { id: "{transitGatewayRouteTableId}_{destinationCidrBlock}" },
  "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": { id: twoIds },
  "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": { id: twoIds },
  "aws:ec2transitgateway/prefixListReference:PrefixListReference": {
    id: "{transitGatewayRouteTableId}_{prefixListId}",
  },
  "aws:directconnect/connection:Connection": {
    id: "dxcon-{alnum:8}",
    outputs: { arn: arn("directconnect", "dxcon/{id}") },
  },
  "aws:directconnect/linkAggregationGroup:LinkAggregationGroup": {
    id: "dxlag-{alnum:8}",
    outputs: { arn: arn("directconnect", "dxlag/{id}") },
  },
  "aws:directconnect/gateway:Gateway": { outputs: { arn: globalArn("directconnect", "dx-gateway/{id}") } },
  "aws:directconnect/gatewayAssociation:GatewayAssociation": { id: "ga-{dxGatewayId}{associatedGatewayId}" },
  "aws:directconnect/macsecKeyAssociation:MacsecKeyAssociation": { id: "{secretArn}_{connectionId}" },
  ...virtualInterfaces("privateVirtualInterface:PrivateVirtualInterface"),
  ...virtualInterfaces("publicVirtualInterface:PublicVirtualInterface"),
  ...virtualInterfaces("transitVirtualInterface:TransitVirtualInterface"),
};

function virtualInterfaces(type: string): RuleTable {
  const rules = { id: "dxvif-{alnum:8}", outputs: { arn: arn("directconnect", "dxvif/{id}") } };
  return { [`aws:directconnect/${type}`]: rules };
}
