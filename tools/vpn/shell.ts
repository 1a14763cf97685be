import { tunnelEnds, type Device } from "./device";

/**
 * Largest packet inside a tunnel, in bytes: 1500 less the outer IP header (20), UDP where there is a NAT (8), ESP header
 * and counter (16), trailer and padding (2) and tag (16). TCP takes 40 of it for its own headers.
 */
export const tunnelMtu = 1438;
export const tunnelMss = tunnelMtu - 40;

/** Commands that make the tunnels' interfaces on Linux. */
export function renderInterfaces(key: string, device: Device): string {
  const isStatic = device.routing.type === "static";
  return [
    "#!/bin/sh",
    `# ${device.name}: interfaces of AWS Site-to-Site VPN ${device.connectionId}`,
    "# Run it at every boot before strongSwan starts, with the name of the interface that leads to the internet.",
    "set -eu",
    'uplink="${1:?name the interface that leads to the internet}"',
    "sysctl -q -w net.ipv4.ip_forward=1",
    ...tunnelEnds(key, device).flatMap(({ interface: name, interfaceId, customerAddress, number }) => [
      "",
      `# Tunnel ${number}`,
      `ip link delete ${name} 2>/dev/null || true`,
      `ip link add ${name} type xfrm dev "$uplink" if_id ${interfaceId}`,
      `ip link set ${name} mtu ${tunnelMtu}`,
      `ip address add ${customerAddress}/30 dev ${name}`,
      "# AWS may answer through the other tunnel.",
      `sysctl -q -w net.ipv4.conf.${name}.rp_filter=2`,
      `iptables -t mangle -C ${clamp(name)} 2>/dev/null || iptables -t mangle -A ${clamp(name)}`,
      ...(isStatic
        ? ["# strongSwan brings it up: the route must go when the tunnel does."]
        : [`ip link set ${name} up`]),
    ]),
    "",
  ].join("\n");
}

function clamp(name: string): string {
  return `FORWARD -o ${name} -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss ${tunnelMss}`;
}

/**
 * The script that strongSwan calls when an IPsec session comes or goes. It asks the kernel instead of believing the call:
 * when a session replaces another, the old one's end may be told after the new one's beginning.
 */
export function renderUpdown(): string {
  return [
    "#!/bin/sh",
    "# A tunnel's interface is up as long as the kernel has an IPsec session for it.",
    'interface="xfrm$PLUTO_IF_ID_OUT"',
    `session="if_id $(printf '0x%x' "$PLUTO_IF_ID_OUT")"`,
    "(",
    "  sleep 1",
    '  if ip xfrm state | grep -qw "$session"; then state=up; else state=down; fi',
    '  ip link set "$interface" "$state"',
    ") >/dev/null 2>&1 &",
    "",
  ].join("\n");
}

/** strongSwan must leave the routes to the interfaces. */
export function renderStrongswan(): string {
  return ["charon {", "  install_routes = no", "}", ""].join("\n");
}
