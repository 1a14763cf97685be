import type * as aws from "@pulumi/aws";
import { family } from "../family";

export const directConnectConnection = family<aws.directconnect.ConnectionArgs>(
  "aws:directconnect/connection:Connection",
);
export const directConnectGateway = family<aws.directconnect.GatewayArgs>(
  "aws:directconnect/gateway:Gateway",
);

/** Interfaces that lead to a gateway. */
export const gatewayInterface = family<
  aws.directconnect.PrivateVirtualInterfaceArgs | aws.directconnect.TransitVirtualInterfaceArgs
>(
  "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface",
  "aws:directconnect/transitVirtualInterface:TransitVirtualInterface",
);

/** Everything that has a BGP session. */
export const bgpSession = family<
  Pick<aws.directconnect.PrivateVirtualInterfaceArgs, "bgpAuthKey"> | aws.directconnect.BgpPeerArgs
>(
  ...gatewayInterface.tokens,
  "aws:directconnect/bgpPeer:BgpPeer",
  "aws:directconnect/hostedPrivateVirtualInterface:HostedPrivateVirtualInterface",
  "aws:directconnect/hostedPublicVirtualInterface:HostedPublicVirtualInterface",
  "aws:directconnect/hostedTransitVirtualInterface:HostedTransitVirtualInterface",
  "aws:directconnect/publicVirtualInterface:PublicVirtualInterface",
);

/** What is given to the account in `ownerAccountId`. */
export const hostedForOthers = family<
  Pick<aws.directconnect.HostedPrivateVirtualInterfaceArgs, "ownerAccountId">
>(
  "aws:directconnect/hostedConnection:HostedConnection",
  "aws:directconnect/hostedPrivateVirtualInterface:HostedPrivateVirtualInterface",
  "aws:directconnect/hostedPublicVirtualInterface:HostedPublicVirtualInterface",
  "aws:directconnect/hostedTransitVirtualInterface:HostedTransitVirtualInterface",
);

export const gatewayAssociation = family<aws.directconnect.GatewayAssociationArgs>(
  "aws:directconnect/gatewayAssociation:GatewayAssociation",
);
export const gatewayAssociationProposal = family<aws.directconnect.GatewayAssociationProposalArgs>(
  "aws:directconnect/gatewayAssociationProposal:GatewayAssociationProposal",
);

/** A VPN, which can stand by for a Direct Connect. */
export const vpnConnection = family<aws.ec2.VpnConnectionArgs>("aws:ec2/vpnConnection:VpnConnection");
