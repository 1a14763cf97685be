import type {
  DedicatedConnections,
  DirectConnectPlan,
  PublicInterface,
  VpcInterface,
} from "../../../../components/connectivity/directConnect/plan";

/** Dedicated ports of 10 Gbps at two locations. */
export const dedicated: DedicatedConnections = {
  type: "dedicated",
  bandwidth: "10Gbps",
  locations: ["EqFA5", "TelMu1"],
  linksPerConnection: 1,
};

/** An interface that AWS gives its addresses. */
export const transit: VpcInterface = {
  type: "transit",
  bgpAsn: 65010,
  vlan: 101,
  jumboFrames: true,
  peers: {},
  keyGenerations: {},
};

/** A public interface on both connections of {@link good}. */
export const publicInterface: PublicInterface = {
  type: "public",
  bgpAsn: 65010,
  vlan: 102,
  routeFilterPrefixes: ["203.0.113.0/24"],
  peers: {
    "eqfa5-a": { amazonAddress: "198.51.100.1/30", customerAddress: "198.51.100.2/30" },
    "telmu1-a": { amazonAddress: "198.51.100.4/31", customerAddress: "198.51.100.5/31" },
  },
  keyGenerations: {},
};

/** A plan without a fault: high resilience, a transit gateway and a public interface. */
export const good: DirectConnectPlan = {
  resilience: "high",
  connections: dedicated,
  gateway: {
    amazonSideAsn: 64520,
    association: { type: "transitGateway", allowedPrefixes: ["10.20.0.0/16"] },
  },
  interfaces: { corporate: transit, services: publicInterface },
  onPremisesPrefixes: ["10.100.0.0/16"],
};

/** A plan on two hosted connections, to a virtual private gateway. */
export const hostedPlan: DirectConnectPlan = {
  resilience: "high",
  connections: {
    type: "hosted",
    acceptance: "deployment",
    accepted: {
      frankfurt: { connectionId: "dxcon-ffabc123", location: "EqFA5", vlan: 301 },
      munich: { connectionId: "dxcon-ffdef456", location: "TelMu1", vlan: 302 },
    },
  },
  gateway: {
    amazonSideAsn: 64520,
    association: { type: "virtualPrivateGateway", allowedPrefixes: ["10.20.0.0/16"] },
  },
  interfaces: {
    corporate: { type: "private", bgpAsn: 65010, jumboFrames: false, peers: {}, keyGenerations: {} },
  },
  onPremisesPrefixes: [],
};
