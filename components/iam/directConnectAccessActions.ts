/**
 * The actions of AWS Direct Connect by who may take them. What an action can be limited by is in the comment above its list.
 * Source of all: "Actions, resources, and condition keys for AWS Direct Connect", Service Authorization Reference.
 */

/** Looking on. Most take a resource only when they ask for one, so they are allowed on `*`. */
export const readActions = [
  "directconnect:DescribeConnections",
  "directconnect:DescribeCustomerMetadata",
  "directconnect:DescribeDirectConnectGatewayAssociationProposals",
  "directconnect:DescribeDirectConnectGatewayAssociations",
  "directconnect:DescribeDirectConnectGatewayAttachments",
  "directconnect:DescribeDirectConnectGateways",
  "directconnect:DescribeHostedConnections",
  "directconnect:DescribeLags",
  "directconnect:DescribeLocations",
  "directconnect:DescribeTags",
  "directconnect:DescribeVirtualGateways",
  "directconnect:DescribeVirtualInterfaces",
  "directconnect:GetResiliencyGroup",
  "directconnect:ListResiliencyGroupAssociations",
  "directconnect:ListResiliencyGroups",
  "directconnect:ListVirtualInterfaceRoutes",
  "directconnect:ListVirtualInterfaceTestHistory",
] as const;

/** Papers and settings with which somebody could connect: letters of authorization and router configurations. */
export const paperActions = [
  "directconnect:DescribeConnectionLoa",
  "directconnect:DescribeLoa",
  "directconnect:DescribeRouterConfiguration",
] as const;

/** Making what has no parent yet: limited by tags in the request; a resource exists only when a LAG is named. */
export const orderActions = [
  "directconnect:CreateConnection",
  "directconnect:CreateDirectConnectGateway",
  "directconnect:CreateLag",
  "directconnect:CreateResiliencyGroup",
] as const;

/** Making virtual interfaces: limited by tags in the request and by the connection or LAG. */
export const interfaceActions = [
  "directconnect:CreatePrivateVirtualInterface",
  "directconnect:CreatePublicVirtualInterface",
  "directconnect:CreateTransitVirtualInterface",
] as const;

/** Changing and deleting what is there: limited by the resource and its tags. */
export const changeActions = [
  "directconnect:AssociateConnectionWithLag",
  "directconnect:AssociateConnectionsToResiliencyGroup",
  "directconnect:AssociateMacSecKey",
  "directconnect:AssociateVirtualInterface",
  "directconnect:CreateBGPPeer",
  "directconnect:CreateDirectConnectGatewayAssociation",
  "directconnect:DeleteBGPPeer",
  "directconnect:DeleteConnection",
  "directconnect:DeleteDirectConnectGateway",
  "directconnect:DeleteDirectConnectGatewayAssociation",
  "directconnect:DeleteLag",
  "directconnect:DeleteResiliencyGroup",
  "directconnect:DeleteVirtualInterface",
  "directconnect:DisassociateConnectionFromLag",
  "directconnect:DisassociateConnectionsFromResiliencyGroup",
  "directconnect:DisassociateMacSecKey",
  "directconnect:StartBgpFailoverTest",
  "directconnect:StopBgpFailoverTest",
  "directconnect:UpdateConnection",
  "directconnect:UpdateDirectConnectGateway",
  "directconnect:UpdateLag",
  "directconnect:UpdateResiliencyGroup",
  "directconnect:UpdateVirtualInterfaceAttributes",
] as const;

/** Changing the allowed prefixes of an association: cannot be limited by a resource or a tag. */
export const associationActions = ["directconnect:UpdateDirectConnectGatewayAssociation"] as const;

/** Accepting what somebody else offers: limited by the resource, which has no tags of ours yet. */
export const acceptActions = [
  "directconnect:AcceptDirectConnectGatewayAssociationProposal",
  "directconnect:ConfirmConnection",
  "directconnect:ConfirmPrivateVirtualInterface",
  "directconnect:ConfirmPublicVirtualInterface",
  "directconnect:ConfirmTransitVirtualInterface",
] as const;

/** Offering a part of a connection to another account: limited by tags in the request and by the connection or LAG. */
export const offerActions = [
  "directconnect:AllocateHostedConnection",
  "directconnect:AllocatePrivateVirtualInterface",
  "directconnect:AllocatePublicVirtualInterface",
  "directconnect:AllocateTransitVirtualInterface",
] as const;

/** Offering a gateway of this account to a Direct Connect gateway of another: its resource is in the other account. */
export const proposeActions = ["directconnect:CreateDirectConnectGatewayAssociationProposal"] as const;

/** Withdrawing a proposal and agreeing to terms and to what is billed; the first two know no resource. */
export const commitActions = [
  "directconnect:ConfirmCustomerAgreement",
  "directconnect:DeleteDirectConnectGatewayAssociationProposal",
  "directconnect:UpdateConnectionsBillingMode",
] as const;

/** What ties the account to somebody else. Nobody but an approver does it. */
export const approvalActions = [
  ...acceptActions,
  ...offerActions,
  ...proposeActions,
  ...commitActions,
] as const;

/** What only partners of AWS do, who sell connections. */
export const partnerActions = [
  "directconnect:AllocateConnectionOnInterconnect",
  "directconnect:AssociateHostedConnection",
  "directconnect:CreateInterconnect",
  "directconnect:DeleteInterconnect",
  "directconnect:DescribeConnectionsOnInterconnect",
  "directconnect:DescribeInterconnectLoa",
  "directconnect:DescribeInterconnects",
] as const;

/** Everything that changes something, by the verbs of AWS Direct Connect; also what AWS adds with one of these verbs. */
export const writePatterns = [
  "directconnect:Accept*",
  "directconnect:Allocate*",
  "directconnect:Associate*",
  "directconnect:Confirm*",
  "directconnect:Create*",
  "directconnect:Delete*",
  "directconnect:Disassociate*",
  "directconnect:Start*",
  "directconnect:Stop*",
  "directconnect:TagResource",
  "directconnect:UntagResource",
  "directconnect:Update*",
] as const;
