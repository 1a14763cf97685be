import { z } from "zod";
import { device, type Device } from "./device";

const componentType = "landingzone:connectivity:SiteToSiteVpn";

const resources = z.array(
  z.object({ type: z.string(), urn: z.string(), outputs: z.record(z.string(), z.unknown()).optional() }),
);

const deployment = z.object({ deployment: z.object({ resources: resources.optional() }) });
const checkpoint = z.object({
  checkpoint: z.object({ latest: z.object({ resources: resources.nullish() }).nullish() }),
});

/**
 * Finds the devices in a stack's state: what `pulumi stack export` prints, or the file that a local run keeps.
 *
 * @returns The devices by the key of their customer gateway; where several VPNs have the same key, by `<vpn>/<key>`.
 * @throws Error if it is no state, has no VPN, or one whose deployment has not finished.
 */
export function devicesIn(state: unknown): ReadonlyMap<string, Device> {
  const vpns = resourcesOf(state).filter(({ type }) => type === componentType);
  if (vpns.length === 0) {
    throw new Error("The stack has no Site-to-Site VPN. Configure landing-zone:vpn and deploy it first.");
  }
  const found = vpns.flatMap(({ urn, outputs = {} }) => {
    const vpn = urn.slice(urn.lastIndexOf("::") + 2);
    return Object.entries(devicesOf(vpn, outputs)).map(([key, value]) => ({ vpn, key, value }));
  });
  const isShared = (key: string) => found.filter((other) => other.key === key).length > 1;
  return new Map(
    found.map(({ vpn, key, value }) => [isShared(key) ? `${vpn}/${key}` : key, checked(vpn, key, value)]),
  );
}

function resourcesOf(state: unknown): z.infer<typeof resources> {
  const exported = deployment.safeParse(state);
  if (exported.success) return exported.data.deployment.resources ?? [];
  const kept = checkpoint.safeParse(state);
  if (kept.success) return kept.data.checkpoint.latest?.resources ?? [];
  throw new Error("This is no state of a stack. Give what `pulumi stack export` prints.");
}

function devicesOf(vpn: string, outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { devices } = z.object({ devices: z.record(z.string(), z.unknown()).optional() }).parse(outputs);
  if (devices === undefined) {
    throw new Error(`The VPN "${vpn}" is not wholly deployed. Finish the deployment first (pulumi up).`);
  }
  return devices;
}

function checked(vpn: string, key: string, value: unknown): Device {
  const result = device.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `  ${[key, ...path.map(String)].join(".")}: ${message}`,
  );
  throw new Error(
    [`The state of the VPN "${vpn}" does not say all that a device needs:`, ...problems].join("\n"),
  );
}
