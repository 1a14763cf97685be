import { isIPv4 } from "node:net";
import { z } from "zod";
import { defaultAwsAsn } from "../components/connectivity/bgp";
import {
  defaultTunnelOptions,
  dhGroups,
  integrityAlgorithms,
  tunnelOptionRanges,
} from "../components/connectivity/vpn/tunnelOptions";
import { cloudWatchRetention } from "./common";
import { cidrBlock } from "./fields";

const asn = () => z.number({ error: "must be a number such as 65010" }).int();

const virtualPrivateGateway = z.strictObject({
  type: z.literal("virtualPrivateGateway").describe("A gateway of the VPC's own, which the stack creates."),
  amazonSideAsn: asn()
    .default(defaultAwsAsn)
    .describe("Private ASN of Amazon's side. Changing it replaces the gateway."),
});

const ownTransitGateway = z.strictObject({
  type: z.literal("transitGateway").describe("The stack's own transit gateway, see `transitGateway`."),
});

const existingTransitGateway = z.strictObject({
  type: z.literal("existingTransitGateway").describe("A transit gateway that the account has already."),
  transitGatewayId: z
    .string()
    .regex(/^tgw-[0-9a-f]+$/, { error: "must be the id of a transit gateway, such as tgw-0a1b2c3d4e5f60718" })
    .describe("Id of the gateway. The account must own it: AWS takes no VPN on a shared one."),
  amazonSideAsn: asn().describe("ASN that the gateway has."),
  routeTableId: z
    .string()
    .regex(/^tgw-rtb-[0-9a-f]+$/, {
      error: "must be the id of a transit gateway's route table, such as tgw-rtb-0a1b2c3d4e5f60718",
    })
    .optional()
    .describe("Route table for the connections. Without it, the gateway's defaults hold."),
});

const authentication = z
  .discriminatedUnion(
    "type",
    [
      z.strictObject({
        type: z
          .literal("preSharedKey")
          .describe("A key for each tunnel that AWS generates into AWS Secrets Manager."),
      }),
      z.strictObject({
        type: z.literal("certificate").describe("A certificate of an AWS Private CA."),
        certificateArn: z.string().describe("ARN of the device's certificate in AWS Certificate Manager."),
      }),
    ],
    { error: "type must be preSharedKey or certificate" },
  )
  .default({ type: "preSharedKey" })
  .describe("How the two sides know each other.");

const routing = z
  .discriminatedUnion(
    "type",
    [
      z.strictObject({
        type: z.literal("bgp").describe("Both sides tell each other their networks."),
        bgpAsn: asn().describe("ASN of the device."),
      }),
      z.strictObject({ type: z.literal("static").describe("AWS sends what `onPremisesPrefixes` lists.") }),
    ],
    { error: "type must be bgp or static" },
  )
  .describe("How the two sides know each other's networks. Changing the type replaces the connection.");

const customerGateway = z.strictObject({
  name: z.string().describe("Name of the device: letters, digits, spaces and . _ : / = + - @, at most 255."),
  address: z
    .string()
    .refine((text) => isIPv4(text), { error: "must be an IPv4 address such as 203.0.113.10" })
    .optional()
    .describe(
      "Public address of the device, or of the NAT before it. Only a device with a certificate can do without.",
    ),
  authentication,
  routing,
  insideCidrs: z
    .array(z.string())
    .min(2, { error: "must be two /30 blocks, one for each tunnel" })
    .max(2, { error: "must be two /30 blocks, one for each tunnel" })
    .transform(([first = "", second = ""]): [string, string] => [first, second])
    .optional()
    .describe(
      "Addresses inside the two tunnels, /30 blocks of 169.254.0.0/16. Without it, they follow from account, region and key.",
    ),
  startupAction: z
    .enum(["start", "add"])
    .optional()
    .describe(
      "Who opens the tunnels: AWS (`start`) or the device (`add`). Without it, AWS does if it knows the address.",
    ),
});

type Range = keyof typeof tunnelOptionRanges;

/** The range itself is checked with the other rules, so that component and configuration say the same. */
const seconds = (name: Range, what: string) =>
  z
    .number()
    .default(defaultTunnelOptions[name])
    .describe(`${what}, ${tunnelOptionRanges[name].join(" to ")}.`);

const tunnels = z
  .strictObject({
    dhGroups: z
      .array(
        z.union(
          dhGroups.map((group) => z.literal(group)),
          { error: "must be 20 or 21" },
        ),
      )
      .default([...dhGroups])
      .describe("Diffie-Hellman groups of both phases: 20 is P-384, 21 is P-521."),
    integrityAlgorithms: z
      .array(z.enum(integrityAlgorithms))
      .default([...integrityAlgorithms])
      .describe("Hash functions of both phases."),
    phase1LifetimeSeconds: seconds("phase1LifetimeSeconds", "Seconds that an IKE session lives"),
    phase2LifetimeSeconds: seconds("phase2LifetimeSeconds", "Seconds that an IPsec session lives"),
    rekeyMarginSeconds: seconds("rekeyMarginSeconds", "Seconds before its end at which a session is renewed"),
    rekeyFuzzPercentage: seconds(
      "rekeyFuzzPercentage",
      "Percent by which the margin is lengthened at random",
    ),
    replayWindowSize: seconds("replayWindowSize", "Packets that may arrive out of order"),
    dpdTimeoutSeconds: seconds("dpdTimeoutSeconds", "Seconds without an answer after which the peer is dead"),
    lifecycleControl: z
      .boolean()
      .default(defaultTunnelOptions.lifecycleControl)
      .describe("Whether maintenance of an endpoint waits until somebody accepts it, as long as AWS allows."),
  })
  .prefault({})
  .describe("Options of every tunnel. IKEv2 and AES-256-GCM are fixed.");

/** Tiers whose route tables can lead on-premises. */
export const routedTiers = ["public", "private", "isolated"] as const;

/** What can be said about a VPN. */
export const vpnSettings = z.strictObject({
  gateway: z
    .discriminatedUnion("type", [virtualPrivateGateway, ownTransitGateway, existingTransitGateway], {
      error: "type must be virtualPrivateGateway, transitGateway or existingTransitGateway",
    })
    .default({ type: "virtualPrivateGateway", amazonSideAsn: defaultAwsAsn })
    .describe("What the tunnels end at on AWS's side."),
  customerGateways: z
    .record(z.string(), customerGateway)
    .describe(
      "One or two devices on-premises by a key of a-z, 0-9 and -. Each gets a connection with two tunnels.",
    ),
  onPremisesPrefixes: z
    .array(cidrBlock())
    .default([])
    .describe(
      "IPv4 blocks on-premises: the prefix list `on-premises`, and the routes where routing is static.",
    ),
  amazonPrefixes: z
    .array(cidrBlock())
    .default([])
    .describe("IPv4 blocks behind the transit gateway that on-premises reaches beside the VPC's own."),
  tunnels,
  routeTables: z
    .array(z.enum(routedTiers))
    .default(["private"])
    .describe("Tiers whose route tables get the way on-premises."),
  logRetentionDays: cloudWatchRetention
    .default(365)
    .describe("Days for which CloudWatch Logs keeps the tunnels' logs."),
  alarmTopicArns: z
    .array(
      z.string().regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, { error: "must be the ARN of an SNS topic" }),
    )
    .default([])
    .describe("SNS topics that hear of a tunnel that is down. Without one, the alarms only show."),
});
