import { tunnelEnds, type Device, type TunnelEnd } from "./device";

/** Seconds: AWS's hold time, and a third of it. Source: output `tunnel1BgpHoldtime` of a connection. */
const bgpTimers = { keepalive: 10, hold: 30 } as const;

/** The device's routing for FRR. */
export function renderFrr(key: string, device: Device): string {
  const lines =
    device.routing.type === "bgp" ? bgp(key, device, device.routing.bgpAsn) : staticRoutes(key, device);
  return [`! ${device.name}: routing over AWS Site-to-Site VPN ${device.connectionId}`, ...lines, ""].join(
    "\n",
  );
}

/**
 * A virtual private gateway answers through one tunnel at a time, so the first is preferred in both directions. A transit
 * gateway shares the traffic over both.
 */
function bgp(key: string, device: Device, bgpAsn: number): string[] {
  const ends = tunnelEnds(key, device);
  const shares = device.gatewayType === "transitGateway";
  return [
    // A transit gateway may announce parts of a block.
    ...prefixList(`aws-${key}-in`, device.amazonPrefixes, shares ? " le 32" : ""),
    ...prefixList(`aws-${key}-out`, device.onPremisesPrefixes, ""),
    ...ends.flatMap((end) => routeMaps(key, end, shares)),
    "! The networks are announced only while they are in the routing table.",
    `router bgp ${bgpAsn}`,
    ...(device.address === undefined ? [] : [` bgp router-id ${device.address}`]),
    " no bgp default ipv4-unicast",
    ...ends.flatMap((end) => neighbor(device, end)),
    " address-family ipv4 unicast",
    ...device.onPremisesPrefixes.map((prefix) => `  network ${prefix}`),
    ...ends.flatMap((end) => [
      `  neighbor ${end.amazonAddress} activate`,
      `  neighbor ${end.amazonAddress} route-map ${end.name}-in in`,
      `  neighbor ${end.amazonAddress} route-map ${end.name}-out out`,
    ]),
    ...(shares ? [`  maximum-paths ${ends.length}`] : []),
    " exit-address-family",
    "exit",
  ];
}

function neighbor(
  { amazonSideAsn, connectionId }: Device,
  { amazonAddress, customerAddress, number }: TunnelEnd,
) {
  return [
    ` neighbor ${amazonAddress} remote-as ${amazonSideAsn}`,
    ` neighbor ${amazonAddress} description ${connectionId} tunnel ${number}`,
    ` neighbor ${amazonAddress} update-source ${customerAddress}`,
    ` neighbor ${amazonAddress} timers ${bgpTimers.keepalive} ${bgpTimers.hold}`,
  ];
}

function prefixList(name: string, prefixes: readonly string[], suffix: string): string[] {
  if (prefixes.length === 0) return [`ip prefix-list ${name} seq 10 deny any`, "!"];
  return [
    ...prefixes.map(
      (prefix, index) => `ip prefix-list ${name} seq ${(index + 1) * 10} permit ${prefix}${suffix}`,
    ),
    "!",
  ];
}

/** FRR refuses an external session without a policy in each direction (RFC 8212). */
function routeMaps(key: string, { name, number }: TunnelEnd, shares: boolean): string[] {
  return [
    `route-map ${name}-in permit 10`,
    ` match ip address prefix-list aws-${key}-in`,
    ...(shares ? [] : [` set local-preference ${number === 1 ? 200 : 100}`]),
    "exit",
    "!",
    `route-map ${name}-out permit 10`,
    ` match ip address prefix-list aws-${key}-out`,
    ...(shares ? [] : [` set metric ${number === 1 ? 100 : 200}`]),
    "exit",
    "!",
  ];
}

/** The first tunnel carries the traffic; the second takes over when the first one's interface is down. */
function staticRoutes(key: string, device: Device): string[] {
  return device.amazonPrefixes.flatMap((prefix) =>
    tunnelEnds(key, device).map(
      (end) => `ip route ${prefix} ${end.amazonAddress} ${end.interface} ${end.number * 10}`,
    ),
  );
}
