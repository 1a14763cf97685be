import type { DhGroup, IntegrityAlgorithm } from "../../components/connectivity/vpn/tunnelOptions";
import { tunnelEnds, type Device, type TunnelEnd } from "./device";

/** strongSwan's names. Source: "Cipher suite keywords", strongSwan documentation. */
const groups: Readonly<Record<DhGroup, string>> = { 20: "ecp384", 21: "ecp521" };
const randomFunctions: Readonly<Record<IntegrityAlgorithm, string>> = {
  "SHA2-384": "prfsha384",
  "SHA2-512": "prfsha512",
};

/** A setting, or a section of settings. */
type Entry = readonly [name: string, value: string | number | readonly Entry[]];

/** Script that follows static tunnels up and down. */
export const updownScript = "/usr/local/sbin/aws-vpn-updown";

/**
 * The device's end of the tunnels for strongSwan's `swanctl.conf`. Only one side opens a tunnel, so that the two never open
 * one each: the device waits where AWS starts.
 */
export function renderSwanctl(key: string, device: Device): string {
  const connections = tunnelEnds(key, device).map((end): Entry => [end.name, connection(key, device, end)]);
  return [
    `# ${device.name}: AWS Site-to-Site VPN ${device.connectionId}`,
    ...printed(["connections", connections]),
    "",
  ].join("\n");
}

function connection(key: string, device: Device, end: TunnelEnd): Entry[] {
  const { tunnelOptions: options } = device;
  const margin = options.rekeyMarginSeconds;
  return [
    ["version", 2],
    ["remote_addrs", end.outsideAddress],
    [
      "proposals",
      [
        "aes256gcm16",
        ...options.integrityAlgorithms.map((one) => randomFunctions[one]),
        ...groupNames(device),
      ].join("-"),
    ],
    // AWS renews a session between the margin and the fuzzed margin before its end. So does the device.
    ["rekey_time", `${options.phase1LifetimeSeconds - margin}s`],
    ["over_time", `${margin}s`],
    ["rand_time", `${fuzz(device)}s`],
    ["dpd_delay", `${Math.floor(options.dpdTimeoutSeconds / 3)}s`],
    ["unique", "replace"],
    ["keyingtries", 0],
    ["mobike", "no"],
    ["if_id_in", end.interfaceId],
    ["if_id_out", end.interfaceId],
    ...identities(key, device, end),
    ["children", [[end.name, child(device)]]],
  ];
}

function identities(key: string, { address, authentication }: Device, end: TunnelEnd): Entry[] {
  if (authentication.type === "preSharedKey") {
    return [
      [
        "local",
        [
          ["auth", "psk"],
          ["id", address ?? ""],
        ],
      ],
      [
        "remote",
        [
          ["auth", "psk"],
          ["id", end.outsideAddress],
        ],
      ],
    ];
  }
  return [
    [
      "local",
      [
        ["auth", "pubkey"],
        ["certs", `aws-${key}.pem`],
      ],
    ],
    [
      "remote",
      [
        ["auth", "pubkey"],
        ["cacerts", `aws-${key}-ca.pem`],
      ],
    ],
  ];
}

function child(device: Device): Entry[] {
  const { tunnelOptions: options, startupAction, routing } = device;
  const opens = startupAction === "add";
  return [
    ["mode", "tunnel"],
    ["local_ts", "0.0.0.0/0"],
    ["remote_ts", "0.0.0.0/0"],
    ["esp_proposals", ["aes256gcm16", ...groupNames(device)].join("-")],
    ["rekey_time", `${options.phase2LifetimeSeconds - options.rekeyMarginSeconds}s`],
    ["life_time", `${options.phase2LifetimeSeconds}s`],
    ["rand_time", `${fuzz(device)}s`],
    ["replay_window", options.replayWindowSize],
    ["start_action", opens ? "start" : "none"],
    ["close_action", opens ? "start" : "none"],
    ["dpd_action", opens ? "restart" : "clear"],
    ...(routing.type === "static" ? [["updown", updownScript] as const] : []),
  ];
}

function groupNames({ tunnelOptions }: Device): string[] {
  return tunnelOptions.dhGroups.map((group) => groups[group]);
}

function fuzz({ tunnelOptions }: Device): number {
  return Math.floor((tunnelOptions.rekeyMarginSeconds * tunnelOptions.rekeyFuzzPercentage) / 100);
}

function printed([name, value]: Entry, indent = ""): string[] {
  if (typeof value !== "object") return [`${indent}${name} = ${value}`];
  return [`${indent}${name} {`, ...value.flatMap((entry) => printed(entry, `${indent}  `)), `${indent}}`];
}
