import { device, type Device } from "../../../tools/vpn/device";

export const secretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:s2svpn!vpn-0a1b-Xyz123";

/** A device as the state has it: BGP, a virtual private gateway, AWS opens the tunnels. */
export const given = {
  name: "Berlin",
  connectionId: "vpn-0a1b2c3d",
  address: "203.0.113.10",
  authentication: { type: "preSharedKey", secretArn },
  routing: { type: "bgp", bgpAsn: 65010 },
  gatewayType: "virtualPrivateGateway",
  amazonSideAsn: 64512,
  startupAction: "start",
  tunnelOptions: {
    dhGroups: [20, 21],
    integrityAlgorithms: ["SHA2-384", "SHA2-512"],
    phase1LifetimeSeconds: 28800,
    phase2LifetimeSeconds: 3600,
    rekeyMarginSeconds: 270,
    rekeyFuzzPercentage: 100,
    replayWindowSize: 1024,
    dpdTimeoutSeconds: 30,
    lifecycleControl: true,
  },
  tunnels: [
    { outsideAddress: "198.51.100.59", amazonAddress: "169.254.105.249", customerAddress: "169.254.105.250" },
    { outsideAddress: "192.0.2.59", amazonAddress: "169.254.105.253", customerAddress: "169.254.105.254" },
  ],
  amazonPrefixes: ["10.20.0.0/16"],
  onPremisesPrefixes: ["172.16.0.0/12", "192.168.0.0/16"],
} as const;

export function deviceWith(change: Readonly<Record<string, unknown>> = {}): Device {
  return device.parse({ ...given, ...change });
}
