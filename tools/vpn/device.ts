import { isIPv4 } from "node:net";
import { z } from "zod";
import { sessionAddresses } from "../../components/connectivity/bgp";
import { dhGroups, integrityAlgorithms } from "../../components/connectivity/vpn/tunnelOptions";

const address = z.string().refine((text) => isIPv4(text), { error: "must be an IPv4 address" });
const block = z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, { error: "must be an IPv4 block" });
const arn = (service: string) =>
  z.string().regex(new RegExp(`^arn:[\\w-]+:${service}:[\\w-]+:\\d{12}:.+$`), {
    error: `must be an ARN of ${service}`,
  });

const tunnel = z
  .object({ outsideAddress: address, amazonAddress: address, customerAddress: address })
  .refine(({ amazonAddress, customerAddress }) => isSession(amazonAddress, customerAddress), {
    error: "the addresses inside a tunnel must be the two of one /30 block, Amazon's first",
  });

/** What a device on-premises must be told, as the stack's state has it. It matches `DeviceSettings` of the component. */
export const device = z
  .object({
    name: z.string(),
    connectionId: z.string().regex(/^vpn-[0-9a-f]+$/, { error: "must be the id of a VPN connection" }),
    address: address.optional(),
    authentication: z.discriminatedUnion("type", [
      z.object({ type: z.literal("preSharedKey"), secretArn: arn("secretsmanager") }),
      z.object({ type: z.literal("certificate"), certificateArn: arn("acm") }),
    ]),
    routing: z.discriminatedUnion("type", [
      z.object({ type: z.literal("bgp"), bgpAsn: z.number().int() }),
      z.object({ type: z.literal("static") }),
    ]),
    gatewayType: z.enum(["virtualPrivateGateway", "transitGateway"]),
    amazonSideAsn: z.number().int(),
    startupAction: z.enum(["start", "add"]),
    tunnelOptions: z.object({
      dhGroups: z.array(z.literal(dhGroups)).min(1),
      integrityAlgorithms: z.array(z.enum(integrityAlgorithms)).min(1),
      phase1LifetimeSeconds: z.number().int(),
      phase2LifetimeSeconds: z.number().int(),
      rekeyMarginSeconds: z.number().int(),
      rekeyFuzzPercentage: z.number().int(),
      replayWindowSize: z.number().int(),
      dpdTimeoutSeconds: z.number().int(),
    }),
    tunnels: z.tuple([tunnel, tunnel]),
    amazonPrefixes: z.array(block).min(1),
    onPremisesPrefixes: z.array(block),
  })
  .refine(({ tunnels: [one, other] }) => one.outsideAddress !== other.outsideAddress, {
    error: "the two tunnels must end at different addresses",
  })
  .refine(({ address: own, authentication }) => own !== undefined || authentication.type === "certificate", {
    error: "a device with a pre-shared key must have an address",
  });

export type Device = z.infer<typeof device>;

function isSession(amazonAddress: string, customerAddress: string): boolean {
  const parts = amazonAddress.split(".").map(Number);
  const last = parts.pop() ?? 0;
  const { aws, customer } = sessionAddresses(`${parts.join(".")}.${last - (last % 4)}/30`);
  return amazonAddress === aws && customerAddress === customer;
}

/** One tunnel as the device sees it. */
export interface TunnelEnd {
  /** Name of the connection in the device's configuration. */
  readonly name: string;
  /** 1 or 2. */
  readonly number: number;
  /** Number of the tunnel's interface. It is made of the inside address, which no two tunnels of a device share. */
  readonly interfaceId: number;
  readonly interface: string;
  readonly outsideAddress: string;
  readonly amazonAddress: string;
  readonly customerAddress: string;
}

/**
 * The tunnels of a device.
 *
 * @param key Key of the customer gateway.
 */
export function tunnelEnds(key: string, { tunnels }: Device): TunnelEnd[] {
  return tunnels.map((one, index) => {
    const [, , third = 0, fourth = 0] = one.customerAddress.split(".").map(Number);
    const interfaceId = third * 256 + fourth;
    const name = `aws-${key}-${index + 1}`;
    return { ...one, name, number: index + 1, interfaceId, interface: `xfrm${interfaceId}` };
  });
}
