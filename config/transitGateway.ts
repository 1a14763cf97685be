import { z } from "zod";
import { cidrBlock, overlap, refuse } from "./fields";

const destinations = () =>
  z
    .array(cidrBlock())
    .min(1, { error: "an attachment without a destination carries no traffic" })
    .describe("IPv4 blocks that are reached through the gateway. The private tier may talk to them.");

const environment = () =>
  z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,29}$/, { error: "must be a name of a-z, 0-9 and -, at most 30 characters" });

const attach = z.strictObject({
  kind: z
    .literal("attach")
    .describe("The gateway belongs to another account, which shares it and accepts the attachment."),
  id: z
    .string()
    .regex(/^tgw-[0-9a-f]+$/, { error: "must be the id of a transit gateway, such as tgw-0a1b2c3d4e5f60718" })
    .describe("Id of the gateway."),
  destinations: destinations(),
});

const own = z.strictObject({
  kind: z.literal("own").describe("The gateway belongs to this account."),
  destinations: destinations(),
  amazonSideAsn: z
    .number()
    .int()
    .refine((asn) => (asn >= 64512 && asn <= 65534) || (asn >= 4200000000 && asn <= 4294967294), {
      error: "must be a private ASN: 64512 to 65534, or 4200000000 to 4294967294",
    })
    .default(64512)
    .describe("Private ASN of Amazon's side."),
  environments: z
    .array(environment())
    .min(1, { error: "a gateway has an environment" })
    .describe("Environments, each with a route table of its own. They do not reach each other."),
  environment: environment().describe("Environment of this account's VPC."),
  blackholes: z
    .array(cidrBlock())
    .default([])
    .describe("IPv4 blocks whose traffic is dropped in every environment."),
  sharedWith: z
    .array(z.string())
    .default([])
    .describe("Accounts, organizational units or the organization that may attach VPCs, through AWS RAM."),
  accepted: z
    .array(
      z.strictObject({
        id: z
          .string()
          .regex(/^tgw-attach-[0-9a-f]+$/, {
            error: "must be the id of an attachment, such as tgw-attach-0a1b2c3d4e",
          })
          .describe("Id of the attachment: an output of the stack that attaches."),
        environment: environment().describe("Environment that it belongs to."),
      }),
    )
    .default([])
    .describe("Attachments of other accounts that are accepted. None is by itself."),
});

/** The transit gateway that a workload's VPC is attached to. */
export const transitGateway = z
  .discriminatedUnion("kind", [own, attach])
  .optional()
  .describe("The transit gateway that the VPC is attached to. Without it, there is none.");

interface Attached {
  readonly network: { readonly cidr: string; readonly tiers: { readonly transit?: unknown } };
  readonly transitGateway?: z.output<typeof transitGateway>;
}

/** What the transit gateway and the rest of the configuration break together. */
export function checkTransitGateway(
  { network, transitGateway: gateway }: Attached,
  context: z.core.$RefinementCtx,
): void {
  if (!gateway) return;
  if (!network.tiers.transit) {
    refuse(context, "the attachment stands in the transit tier", "add network.tiers.transit", [
      "transitGateway",
    ]);
  }
  for (const [index, block] of gateway.destinations.entries()) {
    if (overlap(block, network.cidr)) {
      refuse(context, `must not overlap the VPC's block ${network.cidr}`, "name blocks of other networks", [
        "transitGateway",
        "destinations",
        String(index),
      ]);
    }
  }
  if (gateway.kind === "own") checkEnvironments(gateway, context);
}

function checkEnvironments(gateway: z.output<typeof own>, context: z.core.$RefinementCtx): void {
  const named: [path: string[], name: string][] = [
    [["environment"], gateway.environment],
    ...gateway.accepted.map(({ environment }, index): [string[], string] => [
      ["accepted", String(index), "environment"],
      environment,
    ]),
  ];
  for (const [path, name] of named) {
    if (!gateway.environments.includes(name)) {
      refuse(
        context,
        `must be one of the environments ${gateway.environments.join(", ")}`,
        "name one, or add it",
        ["transitGateway", ...path],
      );
    }
  }
}
