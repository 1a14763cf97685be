import { renderCredentials } from "./credentials";
import type { Device } from "./device";
import { renderFrr } from "./frr";
import { renderInterfaces, renderStrongswan, renderUpdown } from "./shell";
import { renderSwanctl, updownScript } from "./swanctl";
import { renderTable } from "./table";

/** One part of a device's configuration. */
export interface Part {
  readonly name: "table" | "credentials" | "strongswan" | "swanctl" | "interfaces" | "updown" | "frr";
  /** Where it belongs on a Linux device; absent for what is only to be read. */
  readonly path?: string;
  readonly text: string;
}

/** The configuration of a device on-premises: a table for any make, and the files for strongSwan and FRR on Linux. */
export function renderDevice(key: string, device: Device): Part[] {
  return [
    { name: "table", text: renderTable(key, device) },
    { name: "credentials", text: renderCredentials(key, device) },
    { name: "strongswan", path: "/etc/strongswan.d/aws-vpn.conf", text: renderStrongswan() },
    { name: "swanctl", path: `/etc/swanctl/conf.d/aws-${key}.conf`, text: renderSwanctl(key, device) },
    {
      name: "interfaces",
      path: `/usr/local/sbin/aws-${key}-interfaces`,
      text: renderInterfaces(key, device),
    },
    ...(device.routing.type === "static"
      ? [{ name: "updown", path: updownScript, text: renderUpdown() } as const]
      : []),
    { name: "frr", path: "/etc/frr/frr.conf", text: renderFrr(key, device) },
  ];
}

/** All parts as one text, each under a line with its name and place. */
export function printed(parts: readonly Part[]): string {
  return parts
    .map(({ name, path, text }) => `===== ${path === undefined ? name : `${name}: ${path}`}\n${text}`)
    .join("\n");
}
