/** Port speeds of dedicated connections. Source: "Dedicated connections", AWS Direct Connect user guide. */
export const dedicatedBandwidths = ["1Gbps", "10Gbps", "100Gbps", "400Gbps"] as const;
export type DedicatedBandwidth = (typeof dedicatedBandwidths)[number];

/**
 * How much may fail, in the words of the AWS Direct Connect Resiliency Toolkit:
 *
 * - `maximum`: separate connections on separate devices in two or more locations; survives a location and a device;
 * - `high`: one connection in each of two or more locations; survives a location or a device;
 * - `development`: two connections on separate devices in one location; survives a device, not the location.
 *
 * Source: "AWS Direct Connect Resiliency Recommendations".
 */
export const resilienceModels = ["maximum", "high", "development"] as const;
export type ResilienceModel = (typeof resilienceModels)[number];

/** How a port treats a frame without MACsec. `no_encrypt` orders a port without MACsec. */
export const encryptionModes = ["no_encrypt", "should_encrypt", "must_encrypt"] as const;
export type EncryptionMode = (typeof encryptionModes)[number];

/** Connections with ports of their own, which this program orders. */
export interface DedicatedConnections {
  readonly type: "dedicated";
  /** Speed of every port. Changing it replaces every connection. */
  readonly bandwidth: DedicatedBandwidth;
  /** Codes of the locations, for instance `EqFA5`. Removing one deletes its connections and renames nothing. */
  readonly locations: readonly string[];
  /** Ports of one connection, 1 to 4 (2 from 100 Gbps). More than one makes the connection a LAG. */
  readonly linksPerConnection: number;
  /** Encryption of the cross-connect. Without it: `should_encrypt` from 10 Gbps, `no_encrypt` at 1 Gbps. */
  readonly macsec?: {
    readonly encryptionMode: EncryptionMode;
    /** ARN of the secret that holds a connection's CKN and CAK, by the connection's key. */
    readonly keySecretArns: Readonly<Record<string, string>>;
  };
}

/** A connection that a partner made for this account. */
export interface HostedConnection {
  /** Id that the partner gave, `dxcon-…`. */
  readonly connectionId: string;
  /** Code of its location, for instance `EqFA5`. */
  readonly location: string;
  /** VLAN that the partner gave. */
  readonly vlan: number;
}

/** Connections that a partner makes and this account accepts. Each carries one virtual interface. */
export interface HostedConnections {
  readonly type: "hosted";
  /** Who accepts them: this program, or an approver by hand, who must have done so before. */
  readonly acceptance: "deployment" | "approver";
  /** By a key of one's own choice. */
  readonly accepted: Readonly<Record<string, HostedConnection>>;
}

/** Addresses of one BGP session, with the length of their subnet: `169.254.10.1/30`. */
export interface PeerAddresses {
  readonly amazonAddress: string;
  readonly customerAddress: string;
}

interface AnyInterface {
  /** ASN of the router on-premises, 1 to 2147483646. */
  readonly bgpAsn: number;
  /** VLAN on every dedicated connection, 1 to 4094. The partner gives a hosted connection its VLAN. */
  readonly vlan?: number;
  /** Addresses of the BGP session on each connection, by the connection's key. */
  readonly peers: Readonly<Record<string, PeerAddresses>>;
  /**
   * Raised by one for a connection, makes a new key for its BGP session, by the connection's key. It replaces the virtual
   * interface, so change one connection at a time. Without an entry, 1.
   */
  readonly keyGenerations: Readonly<Record<string, number>>;
}

/** Reaches VPCs: `private` through virtual private gateways, `transit` through transit gateways. */
export interface VpcInterface extends AnyInterface {
  readonly type: "private" | "transit";
  /** Frames of 9001 bytes (`private`) or 8500 (`transit`) instead of 1500. */
  readonly jumboFrames: boolean;
}

/** Reaches the public addresses of AWS services, in every region. */
export interface PublicInterface extends AnyInterface {
  readonly type: "public";
  /** Public prefixes that on-premises announces; AWS sends them nothing before it has verified who owns them. */
  readonly routeFilterPrefixes: readonly string[];
}

/** A virtual interface as a user sees it: the same network over every connection. */
export type InterfacePlan = VpcInterface | PublicInterface;

/** The Direct Connect gateway between private or transit interfaces and what they reach. */
export interface GatewayPlan {
  /** ASN of AWS's side: 64512 to 65534 or 4200000000 to 4294967294. Changing it replaces the gateway. */
  readonly amazonSideAsn: number;
  readonly association: {
    /** What the gateway leads to. It decides the type of the interfaces: `private` or `transit`. */
    readonly type: "virtualPrivateGateway" | "transitGateway";
    /** Prefixes that AWS announces to on-premises. */
    readonly allowedPrefixes: readonly string[];
  };
}

/** Everything about a Direct Connect that is known before anything is created. */
export interface DirectConnectPlan {
  readonly resilience: ResilienceModel;
  readonly connections: DedicatedConnections | HostedConnections;
  readonly gateway?: GatewayPlan;
  /** By a name of one's own choice; none as long as the connections are on order. */
  readonly interfaces: Readonly<Record<string, InterfacePlan>>;
  /** Location that carries the traffic while it works. Without it, AWS uses all of them. */
  readonly primaryLocation?: string;
  /** Prefixes that on-premises announces over private and transit interfaces. */
  readonly onPremisesPrefixes: readonly string[];
}
