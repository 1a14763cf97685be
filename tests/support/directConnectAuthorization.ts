/** What AWS says of one action of AWS Direct Connect. */
export interface AuthorizedAction {
  readonly access: "List" | "Read" | "Write" | "Tagging";
  /** Types of resources that a policy can name; none means that only `*` matches. */
  readonly resources: readonly string[];
  /** Whether a call can go without any of them; a policy then needs `*` for it. */
  readonly optional?: true;
  /** Whether the call's tags are known to conditions (`aws:RequestTag`, `aws:TagKeys`). */
  readonly requestTags?: true;
}

/**
 * Every action of AWS Direct Connect. Source: "Actions, resources, and condition keys for AWS Direct Connect", Service
 * Authorization Reference, as of November 2025.
 */
export const directConnectAuthorization: Readonly<Record<string, AuthorizedAction>> = {
  AcceptDirectConnectGatewayAssociationProposal: { access: "Write", resources: ["dx-gateway"] },
  AllocateConnectionOnInterconnect: { access: "Write", resources: ["dxcon"] },
  AllocateHostedConnection: {
    access: "Write",
    resources: ["dxcon", "dxlag"],
    optional: true,
    requestTags: true,
  },
  AllocatePrivateVirtualInterface: {
    access: "Write",
    resources: ["dxcon", "dxlag"],
    optional: true,
    requestTags: true,
  },
  AllocatePublicVirtualInterface: {
    access: "Write",
    resources: ["dxcon", "dxlag"],
    optional: true,
    requestTags: true,
  },
  AllocateTransitVirtualInterface: {
    access: "Write",
    resources: ["dxcon", "dxlag"],
    optional: true,
    requestTags: true,
  },
  AssociateConnectionWithLag: { access: "Write", resources: ["dxcon", "dxlag"] },
  AssociateConnectionsToResiliencyGroup: { access: "Write", resources: ["dx-resiliency-group", "dxcon"] },
  AssociateHostedConnection: { access: "Write", resources: ["dxcon", "dxlag"] },
  AssociateMacSecKey: { access: "Write", resources: ["dxcon", "dxlag"], optional: true },
  AssociateVirtualInterface: { access: "Write", resources: ["dxcon", "dxlag", "dxvif"] },
  ConfirmConnection: { access: "Write", resources: ["dxcon"] },
  ConfirmCustomerAgreement: { access: "Write", resources: [] },
  ConfirmPrivateVirtualInterface: { access: "Write", resources: ["dxvif"] },
  ConfirmPublicVirtualInterface: { access: "Write", resources: ["dxvif"] },
  ConfirmTransitVirtualInterface: { access: "Write", resources: ["dxvif"] },
  CreateBGPPeer: { access: "Write", resources: ["dxvif"] },
  CreateConnection: { access: "Write", resources: ["dxlag"], optional: true, requestTags: true },
  CreateDirectConnectGateway: { access: "Write", resources: [], requestTags: true },
  CreateDirectConnectGatewayAssociation: { access: "Write", resources: ["dx-gateway"] },
  CreateDirectConnectGatewayAssociationProposal: { access: "Write", resources: ["dx-gateway"] },
  CreateInterconnect: { access: "Write", resources: ["dxlag"], optional: true, requestTags: true },
  CreateLag: { access: "Write", resources: ["dxcon"], optional: true, requestTags: true },
  CreatePrivateVirtualInterface: {
    access: "Write",
    resources: ["dxcon", "dxlag"],
    optional: true,
    requestTags: true,
  },
  CreatePublicVirtualInterface: {
    access: "Write",
    resources: ["dxcon", "dxlag"],
    optional: true,
    requestTags: true,
  },
  CreateResiliencyGroup: { access: "Write", resources: [], requestTags: true },
  CreateTransitVirtualInterface: {
    access: "Write",
    resources: ["dxcon", "dxlag"],
    optional: true,
    requestTags: true,
  },
  DeleteBGPPeer: { access: "Write", resources: ["dxvif"] },
  DeleteConnection: { access: "Write", resources: ["dxcon"] },
  DeleteDirectConnectGateway: { access: "Write", resources: ["dx-gateway"] },
  DeleteDirectConnectGatewayAssociation: { access: "Write", resources: ["dx-gateway"] },
  DeleteDirectConnectGatewayAssociationProposal: { access: "Write", resources: [] },
  DeleteInterconnect: { access: "Write", resources: ["dxcon"] },
  DeleteLag: { access: "Write", resources: ["dxlag"] },
  DeleteResiliencyGroup: { access: "Write", resources: ["dx-resiliency-group"] },
  DeleteVirtualInterface: { access: "Write", resources: ["dxvif"] },
  DescribeConnectionLoa: { access: "Read", resources: ["dxcon"] },
  DescribeConnections: { access: "Read", resources: ["dxcon"], optional: true },
  DescribeConnectionsOnInterconnect: { access: "Read", resources: ["dxcon"] },
  DescribeCustomerMetadata: { access: "Read", resources: [] },
  DescribeDirectConnectGatewayAssociationProposals: {
    access: "Read",
    resources: ["dx-gateway"],
    optional: true,
  },
  DescribeDirectConnectGatewayAssociations: { access: "Read", resources: ["dx-gateway"], optional: true },
  DescribeDirectConnectGatewayAttachments: { access: "Read", resources: ["dx-gateway"], optional: true },
  DescribeDirectConnectGateways: { access: "Read", resources: ["dx-gateway"], optional: true },
  DescribeHostedConnections: { access: "Read", resources: ["dxcon", "dxlag"], optional: true },
  DescribeInterconnectLoa: { access: "Read", resources: ["dxcon"] },
  DescribeInterconnects: { access: "Read", resources: ["dxcon"], optional: true },
  DescribeLags: { access: "Read", resources: ["dxlag"], optional: true },
  DescribeLoa: { access: "Read", resources: ["dxcon", "dxlag"], optional: true },
  DescribeLocations: { access: "Read", resources: [] },
  DescribeRouterConfiguration: { access: "Read", resources: ["dxvif"] },
  DescribeTags: {
    access: "Read",
    resources: ["dx-gateway", "dx-resiliency-group", "dxcon", "dxlag", "dxvif"],
    optional: true,
  },
  DescribeVirtualGateways: { access: "Read", resources: [] },
  DescribeVirtualInterfaces: { access: "Read", resources: ["dxcon", "dxlag", "dxvif"], optional: true },
  DisassociateConnectionFromLag: { access: "Write", resources: ["dxcon", "dxlag"] },
  DisassociateConnectionsFromResiliencyGroup: {
    access: "Write",
    resources: ["dx-resiliency-group", "dxcon"],
  },
  DisassociateMacSecKey: { access: "Write", resources: ["dxcon", "dxlag"], optional: true },
  GetResiliencyGroup: { access: "Read", resources: ["dx-resiliency-group"] },
  ListResiliencyGroupAssociations: { access: "List", resources: ["dx-resiliency-group"] },
  ListResiliencyGroups: { access: "List", resources: [] },
  ListVirtualInterfaceRoutes: { access: "List", resources: ["dxvif"] },
  ListVirtualInterfaceTestHistory: { access: "List", resources: ["dxvif"] },
  StartBgpFailoverTest: { access: "Write", resources: ["dxvif"] },
  StopBgpFailoverTest: { access: "Write", resources: ["dxvif"] },
  TagResource: {
    access: "Tagging",
    resources: ["dx-gateway", "dx-resiliency-group", "dxcon", "dxlag", "dxvif"],
    optional: true,
    requestTags: true,
  },
  UntagResource: {
    access: "Tagging",
    resources: ["dx-gateway", "dx-resiliency-group", "dxcon", "dxlag", "dxvif"],
    optional: true,
  },
  UpdateConnection: { access: "Write", resources: ["dxcon"] },
  UpdateConnectionsBillingMode: { access: "Write", resources: ["dxcon"] },
  UpdateDirectConnectGateway: { access: "Write", resources: ["dx-gateway"] },
  UpdateDirectConnectGatewayAssociation: { access: "Write", resources: [] },
  UpdateLag: { access: "Write", resources: ["dxlag"] },
  UpdateResiliencyGroup: { access: "Write", resources: ["dx-resiliency-group"] },
  UpdateVirtualInterfaceAttributes: { access: "Write", resources: ["dxvif"] },
};

/** Types of resources without a region in their ARN. Source: same. */
export const globalKinds: readonly string[] = ["dx-gateway", "dx-resiliency-group"];
