import { arn, type Facts, globalArn, type RuleTable, text } from "../facts";
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
    tunnel1CgwInsideAddress: (facts) => insideAddress(facts, 1, 2),
    tunnel1VgwInsideAddress: (facts) => insideAddress(facts, 1, 1),
    tunnel2CgwInsideAddress: (facts) => insideAddress(facts, 2, 2),
    tunnel2VgwInsideAddress: (facts) => insideAddress(facts, 2, 1),
    tunnel1BgpAsn: "64512",
    tunnel2BgpAsn: "64512",
    presharedKeyArn: (facts) =>
      keysInSecret(facts) ? `${arnOfSecret(facts)}:secret:s2svpn!${facts.id}-${random(facts.seed, 6)}` : "",
    tunnel1PresharedKey: (facts) => (keysInSecret(facts) ? "REDACTED" : random(`${facts.seed}1`, 32)),
    tunnel2PresharedKey: (facts) => (keysInSecret(facts) ? "REDACTED" : random(`${facts.seed}2`, 32)),
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

/** Whether AWS keeps the keys of a VPN in AWS Secrets Manager; it then answers REDACTED in their place. */
function keysInSecret(facts: Facts): boolean {
  return text(facts, "presharedKeyStorage") === "SecretsManager";
}

function arnOfSecret({ partition, region, account }: Facts): string {
  return `arn:${partition}:secretsmanager:${region}:${account}`;
}

/** An address inside a tunnel: the first of its /30 is AWS's, the second the device's. */
function insideAddress(facts: Facts, tunnel: 1 | 2, host: 1 | 2): string {
  const block = text(facts, `tunnel${tunnel}InsideCidr`) || `169.254.${tunnel + 9}.0/30`;
  const octets = block.split("/")[0]?.split(".").map(Number) ?? [];
  return [...octets.slice(0, 3), (octets[3] ?? 0) + host].join(".");
}
