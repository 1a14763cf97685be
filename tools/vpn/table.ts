import { tunnelEnds, type Device } from "./device";
import { tunnelMss, tunnelMtu } from "./shell";

type Row = readonly [name: string, value: string | number];

/** The device's end of the tunnels in words, for a device of any make. */
export function renderTable(key: string, device: Device): string {
  const sections: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    ["Connection", connection(device)],
    ["Phase 1 (IKE)", phaseOne(device)],
    ["Phase 2 (IPsec)", phaseTwo(device)],
    ...tunnelEnds(key, device).map((end): readonly [string, readonly Row[]] => [
      `Tunnel ${end.number}`,
      [
        ["AWS's address", end.outsideAddress],
        ["AWS's address inside the tunnel", end.amazonAddress],
        ["Device's address inside the tunnel", `${end.customerAddress}/30`],
      ],
    ]),
    ["Routing", routing(device)],
  ];
  const width = Math.max(...sections.flatMap(([, rows]) => rows.map(([name]) => name.length)));
  return [
    `${device.name}: AWS Site-to-Site VPN ${device.connectionId}`,
    ...sections.flatMap(([title, rows]) => [
      "",
      title,
      ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    ]),
    "",
  ].join("\n");
}

function connection({ address, authentication, startupAction }: Device): Row[] {
  return [
    ["Device's address", address ?? "any"],
    [
      "Authentication",
      authentication.type === "preSharedKey"
        ? `pre-shared keys, in the secret ${authentication.secretArn}`
        : `certificate ${authentication.certificateArn}`,
    ],
    ["Who opens the tunnels", startupAction === "start" ? "AWS" : "the device"],
    ["To let in from AWS's addresses", "UDP 500, UDP 4500, ESP (IP protocol 50)"],
    ["Largest packet in a tunnel (MTU)", `${tunnelMtu} bytes`],
    ["Largest TCP segment (MSS)", `${tunnelMss} bytes`],
  ];
}

function phaseOne({ tunnelOptions: options }: Device): Row[] {
  return [
    ["Version", "IKEv2"],
    ["Encryption", "AES-256-GCM, tag of 16 bytes"],
    ["Pseudo-random function", options.integrityAlgorithms.join(", ")],
    ["Diffie-Hellman groups", options.dhGroups.join(", ")],
    ["Lifetime", `${options.phase1LifetimeSeconds} s`],
    ["Dead after", `${options.dpdTimeoutSeconds} s without an answer`],
  ];
}

function phaseTwo({ tunnelOptions: options }: Device): Row[] {
  return [
    ["Protocol", "ESP in tunnel mode"],
    ["Encryption and integrity", "AES-256-GCM, tag of 16 bytes"],
    ["Perfect forward secrecy, groups", options.dhGroups.join(", ")],
    ["Lifetime", `${options.phase2LifetimeSeconds} s`],
    [
      "Renewed before its end",
      `${options.rekeyMarginSeconds} s, at random up to ${options.rekeyFuzzPercentage} % more`,
    ],
    ["Replay window", `${options.replayWindowSize} packets`],
    ["Traffic selectors", "0.0.0.0/0 on both sides"],
  ];
}

function routing(device: Device): Row[] {
  const blocks: Row[] = [
    ["Behind AWS", device.amazonPrefixes.join(", ")],
    ["Behind the device", device.onPremisesPrefixes.join(", ") || "none listed"],
  ];
  if (device.routing.type === "static") {
    return [["Kind", "static: tunnel 1 first, tunnel 2 when it is down"], ...blocks];
  }
  const sharing =
    device.gatewayType === "transitGateway" ? "both tunnels" : "tunnel 1 first, tunnel 2 when it is down";
  return [
    ["Kind", `BGP: ${sharing}`],
    ["Device's ASN", device.routing.bgpAsn],
    ["AWS's ASN", device.amazonSideAsn],
    ["Timers", "keepalive 10 s, hold 30 s"],
    ...blocks,
  ];
}
