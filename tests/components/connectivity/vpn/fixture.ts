import type {
  CustomerGatewayPlan,
  VpnPlan,
  VpnSurroundings,
} from "../../../../components/connectivity/vpn/plan";
import { defaultTunnelOptions } from "../../../../components/connectivity/vpn/tunnelOptions";

export const surroundings: VpnSurroundings = {
  account: { id: "111122223333", region: "eu-central-1" },
  vpcCidrBlock: "10.20.0.0/16",
};

export const berlin: CustomerGatewayPlan = {
  name: "Berlin",
  address: "203.0.113.10",
  authentication: { type: "preSharedKey" },
  routing: { type: "bgp", bgpAsn: 65010 },
};

export const munich: CustomerGatewayPlan = {
  name: "Munich",
  address: "203.0.113.20",
  authentication: { type: "preSharedKey" },
  routing: { type: "bgp", bgpAsn: 65020 },
};

/** Two devices, BGP, a virtual private gateway. */
export const plan: VpnPlan = {
  gateway: { type: "virtualPrivateGateway", amazonSideAsn: 64512 },
  customerGateways: { berlin, munich },
  onPremisesPrefixes: ["172.16.0.0/12", "192.168.0.0/16"],
  amazonPrefixes: [],
  tunnels: defaultTunnelOptions,
  logRetentionDays: 365,
};

/** One device with static routes. */
export const staticPlan: VpnPlan = {
  ...plan,
  customerGateways: { berlin: { ...berlin, routing: { type: "static" } } },
};
