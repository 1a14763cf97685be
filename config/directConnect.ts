import { z } from "zod";
import {
  dedicatedBandwidths,
  encryptionModes,
  resilienceModels,
  type DirectConnectPlan,
} from "../components/connectivity/directConnect/plan";
import { directConnectProblems } from "../components/connectivity/directConnect/rules";
import { surroundingsProblems } from "../components/connectivity/directConnect/surroundings";
import { cidrBlock, isBlock, refuse } from "./fields";
import { routedTiers } from "./vpnSettings";

const name = () =>
  z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, { error: "must be a name of a-z, 0-9 and -, at most 20 characters" });

const location = () =>
  z.string().regex(/^[A-Za-z0-9]{3,20}$/, {
    error: "must be the code of a location, such as EqFA5; `aws directconnect describe-locations` lists them",
  });

/** A key that makes sense elsewhere only: giving it is refused with the reason. */
const refused = (rule: string, remedy: string) =>
  z
    .unknown()
    .superRefine((value, context) => {
      if (value !== undefined && value !== false) refuse(context, rule, remedy);
    })
    .optional()
    .describe(`Not here: ${rule}.`);

const macsec = z
  .strictObject({
    encryptionMode: z
      .enum(encryptionModes)
      .default("should_encrypt")
      .describe(
        "`must_encrypt` drops frames without MACsec: set it once every connection encrypts. `should_encrypt` lets them " +
          "pass, for the time until then. `no_encrypt` orders ports without MACsec. From or to `no_encrypt` replaces the ports.",
      ),
    keySecretArns: z
      .record(
        z.string(),
        z.string().regex(/^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:\S*directconnect\S*$/, {
          error:
            "must be the ARN of a secret whose name contains directconnect: AWS Direct Connect reads no other",
        }),
      )
      .default({})
      .describe(
        "ARN of the secret that holds a connection's CKN and CAK, by the connection's key: the location's code in lower " +
          "case, a hyphen and a letter.",
      ),
  })
  .optional()
  .describe(
    "Encryption of the line between router and AWS, on ports from 10Gbps. Without it, such ports are ordered with MACsec.",
  );

const dedicated = z.strictObject({
  type: z.literal("dedicated").describe("Ports of one's own, which are ordered with AWS."),
  bandwidth: z.enum(dedicatedBandwidths).describe("Speed of every port. Changing it replaces them."),
  locations: z
    .array(location())
    .min(1, { error: "a Direct Connect has a location" })
    .describe("Codes of the locations. The resilience model says how many connections each has."),
  linksPerConnection: z
    .number()
    .int()
    .min(1, { error: "a connection has at least 1 port" })
    .default(1)
    .describe("Ports of one connection, 1 to 4 (2 from 100Gbps). More than one makes it a LAG."),
  macsec,
});

const hosted = z.strictObject({
  type: z.literal("hosted").describe("Connections that a partner makes for this account."),
  acceptance: z
    .enum(["deployment", "approver"])
    .default("deployment")
    .describe(
      "Who accepts the connections: the deployment, or an approver by hand before virtual interfaces are added.",
    ),
  accepted: z
    .record(
      name(),
      z.strictObject({
        connectionId: z
          .string()
          .regex(/^dxcon-[0-9a-z]+$/, { error: "must be the id of a connection, such as dxcon-ffabc123" })
          .describe("Id of the connection, which the partner gives."),
        location: location().describe("Code of the connection's location."),
        vlan: z.number().int().describe("VLAN of the connection, which the partner gives."),
      }),
    )
    .describe("The connections by a name of one's own choice. Each carries one virtual interface."),
  macsec: refused("a hosted connection has no MACsec", "remove it, or take dedicated connections"),
});

const address = () =>
  z.string().refine((value) => /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(value) && isAddress(value), {
    error: "must be an address with the length of its subnet, such as 169.254.64.1/30",
  });

function isAddress(value: string): boolean {
  const [bytes = "", length = ""] = value.split("/");
  return Number(length) <= 32 && bytes.split(".").every((part) => Number(part) <= 255);
}

const anyInterface = {
  bgpAsn: z.number().int().describe("ASN of the router on-premises, 1 to 2147483646."),
  vlan: z
    .number()
    .int()
    .optional()
    .describe("VLAN on each dedicated connection, 1 to 4094. A hosted connection has its own."),
  peers: z
    .record(
      z.string(),
      z.strictObject({
        amazonAddress: address().describe("Address of AWS's side."),
        customerAddress: address().describe("Address of the router."),
      }),
    )
    .default({})
    .describe(
      "Addresses of the BGP session by the connection's key. A public interface needs them on every connection; for the " +
        "others AWS chooses.",
    ),
  keyGenerations: z
    .record(z.string(), z.number().int())
    .default({})
    .describe(
      "Generation of the BGP session's key by the connection's key, 1 without an entry. Raising it makes a new key and " +
        "replaces the virtual interface: change one connection at a time.",
    ),
};

const vpcInterface = {
  ...anyInterface,
  jumboFrames: z
    .boolean()
    .default(false)
    .describe(
      "Frames of 9001 bytes (`private`) or 8500 (`transit`) instead of 1500. Turning it on can interrupt all interfaces of " +
        "a connection for 30 seconds.",
    ),
  routeFilterPrefixes: refused(
    "only a public interface announces prefixes by a list; here the router announces what it has",
    "remove it, or make the interface public",
  ),
};

const virtualInterface = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("private").describe("Reaches a VPC through its virtual private gateway."),
    ...vpcInterface,
  }),
  z.strictObject({
    type: z.literal("transit").describe("Reaches VPCs through a transit gateway."),
    ...vpcInterface,
  }),
  z.strictObject({
    type: z.literal("public").describe("Reaches the public addresses of AWS services, in every region."),
    ...anyInterface,
    routeFilterPrefixes: z
      .array(cidrBlock())
      .describe("Public prefixes, 1 to 1000, that the organization owns and announces."),
    jumboFrames: refused("a public interface has frames of 1500 bytes", "remove it"),
  }),
]);

const gateway = z
  .strictObject({
    amazonSideAsn: z
      .number()
      .int()
      .describe("Private ASN of AWS's side. Changing it replaces the gateway and its interfaces."),
    association: z
      .strictObject({
        type: z
          .enum(["virtualPrivateGateway", "transitGateway"])
          .describe(
            "What the gateway leads to: the VPC's own virtual private gateway, which takes `private` interfaces, or the " +
              "transit gateway, which takes `transit` ones.",
          ),
        allowedPrefixes: z
          .array(cidrBlock())
          .min(1, { error: "without an allowed prefix AWS announces nothing to on-premises" })
          .describe(
            "Prefixes that AWS announces to on-premises: for a transit gateway exactly these, for a virtual private gateway " +
              "the VPC's blocks within them.",
          ),
      })
      .describe("What is reached."),
  })
  .optional()
  .describe("The Direct Connect gateway of private and transit interfaces.");

const principals = (who: string) =>
  z
    .array(
      z.string().regex(/^arn:[\w-]+:iam::\d{12}:(role|user)\/\S+$/, {
        error: "must be the ARN of an IAM role or user",
      }),
    )
    .default([])
    .describe(`ARNs of the roles that may take the role of ${who}. Without any, the role is not made.`);

const access = z
  .strictObject({
    operators: principals("an operator, who orders, changes and deletes"),
    approvers: principals("an approver, who accepts and confirms"),
    readers: principals("a reader"),
    mandatoryTags: z
      .array(
        z.string().regex(/^[\w.:/=+@-]{1,128}$/, { error: "must be a tag key of at most 128 characters" }),
      )
      .min(1, { error: "at least one tag is mandatory, or everything could be made without" })
      .default(["account", "stack", "component"])
      .describe("Tags without which an operator creates nothing."),
  })
  .optional()
  .describe("Roles for people who work with Direct Connect by hand. Without it, there are none.");

/** The private line between on-premises and AWS. */
export const directConnect = z
  .strictObject({
    resilience: z
      .enum(resilienceModels)
      .describe(
        "`maximum`: two connections on different devices in each of two or more locations. `high`: one connection in each of " +
          "two or more locations. `development`: two connections on different devices in one location.",
      ),
    connections: z.discriminatedUnion("type", [dedicated, hosted]).describe("The connections."),
    gateway,
    interfaces: z
      .record(name(), virtualInterface)
      .default({})
      .describe(
        "Virtual interfaces by a name of one's own choice, each on every connection. Leave them out until AWS shows the " +
          "connections as available: it refuses them before.",
      ),
    primaryLocation: location()
      .optional()
      .describe(
        "Location whose connections carry the traffic while they work: the stack's output names the BGP communities that " +
          "the routers must send. Without it, AWS uses all.",
      ),
    onPremisesPrefixes: z
      .array(cidrBlock())
      .default([])
      .describe("Prefixes that on-premises announces over private and transit interfaces, at most 100."),
    routeTables: z
      .array(z.enum(routedTiers))
      .default(["private"])
      .describe("Tiers whose route tables learn the way on-premises from the virtual private gateway."),
    alarmTopicArns: z
      .array(
        z
          .string()
          .regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, { error: "must be the ARN of an SNS topic" }),
      )
      .default([])
      .describe("SNS topics that hear of every alarm. Without one, the alarms only show."),
    access,
  })
  .optional()
  .describe("Direct Connect to on-premises. Without it, there is none.");

export type DirectConnectConfig = NonNullable<z.output<typeof directConnect>>;

interface Connected {
  readonly region: string;
  readonly network: { readonly cidr: string };
  readonly transitGateway?: { readonly kind: string; readonly amazonSideAsn?: number };
  readonly vpn?: {
    readonly gateway: { readonly type: string };
    readonly customerGateways: Readonly<Record<string, { readonly routing: { readonly type: string } }>>;
    readonly onPremisesPrefixes: readonly string[];
  };
  readonly directConnect?: DirectConnectConfig;
}

/** What a Direct Connect cannot be, by itself and with the rest of the configuration. */
export function checkDirectConnect(config: Connected, context: z.core.$RefinementCtx): void {
  const { region, network, transitGateway, directConnect: plan } = config;
  if (plan === undefined) return;
  checkGateways(plan, config, context);
  const vpnStaticRoutes = staticRoutesOf(config);
  // An ill-formed block or address is reported where it stands; the rules below calculate with them.
  if (![...blocksOf(plan), network.cidr, ...vpnStaticRoutes].every((block) => isBlock(block))) return;
  if (!addressesOf(plan).every(isAddress)) return;
  const surroundings = {
    vpcCidrBlock: network.cidr,
    vpnStaticRoutes,
    ...(transitGateway?.amazonSideAsn !== undefined && { transitGatewayAsn: transitGateway.amazonSideAsn }),
  };
  const problems = [...directConnectProblems(plan, region), ...surroundingsProblems(plan, surroundings)];
  for (const { path, rule, remedy } of problems) refuse(context, rule, remedy, ["directConnect", ...path]);
}

/** A Direct Connect and a VPN of one stack meet in one gateway, which then knows which way is better. */
function checkGateways(
  { gateway: own }: DirectConnectConfig,
  { transitGateway, vpn }: Connected,
  context: z.core.$RefinementCtx,
): void {
  if (own === undefined) return;
  const { type } = own.association;
  const refuseType = (rule: string, remedy: string) => {
    refuse(context, rule, remedy, ["directConnect", "gateway", "association", "type"]);
  };
  if (type === "transitGateway" && transitGateway === undefined) {
    refuseType(
      "there is no transit gateway to associate",
      "add transitGateway, or take virtualPrivateGateway",
    );
  } else if (type === "transitGateway" && transitGateway?.kind !== "own") {
    refuseType(
      "another account's transit gateway is associated by a proposal of that account",
      "configure directConnect in the account that owns the transit gateway",
    );
  }
  if (vpn !== undefined && vpn.gateway.type !== type) {
    refuseType(
      `the VPN's tunnels end at another gateway, ${vpn.gateway.type}: its routes would win over Direct Connect's`,
      "let both lead to the same gateway",
    );
  }
}

function staticRoutesOf({ vpn }: Connected): readonly string[] {
  const devices = Object.values(vpn?.customerGateways ?? {});
  return devices.some(({ routing }) => routing.type === "static") ? (vpn?.onPremisesPrefixes ?? []) : [];
}

function blocksOf({ gateway: own, interfaces, onPremisesPrefixes }: DirectConnectPlan): string[] {
  const announced = Object.values(interfaces).flatMap((one) =>
    one.type === "public" ? one.routeFilterPrefixes : [],
  );
  return [...(own?.association.allowedPrefixes ?? []), ...announced, ...onPremisesPrefixes];
}

function addressesOf({ interfaces }: DirectConnectPlan): string[] {
  return Object.values(interfaces).flatMap(({ peers }) =>
    Object.values(peers).flatMap(({ amazonAddress, customerAddress }) => [amazonAddress, customerAddress]),
  );
}
