import { z } from "zod";
import {
  accountId,
  availabilityZones,
  cidrBlock,
  logRetentionDays,
  refuse,
  region,
  regionPattern,
} from "./fields";

/** Keys that every stack has. */
export const accountKeys = {
  account: accountId().describe(
    "The AWS account that this stack owns. The provider refuses to work in any other.",
  ),
  region: region().describe("The AWS region of everything in this stack."),
  organizationId: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/, { error: "must be the id of an organization, such as o-a1b2c3d4e5" })
    .optional()
    .describe(
      "The AWS organization that the account belongs to; without it, the account trusts only itself and those named.",
    ),
  deployment: z
    .strictObject({
      roleName: z
        .string()
        .regex(/^[\w+=,.@-]{1,64}$/, { error: "must be the name of an IAM role, not its ARN" })
        .describe("Name of the role in `account` that deploys this stack."),
    })
    .optional()
    .describe(
      "How a deployment gets into the account. Without it, the caller's own credentials must already be in the account.",
    ),
  logging: z
    .strictObject({
      retentionDays: z
        .number()
        .int()
        .min(365, { error: "logs are kept at least 365 days" })
        .max(3653, { error: "logs are kept at most 3653 days" })
        .default(365)
        .describe("Days after which logs in the log bucket expire, 365 to 3653."),
    })
    .default({ retentionDays: 365 })
    .describe("Where logs go and how long they stay."),
};

/** Days that a CloudWatch log group may be told to keep its events. */
export const cloudWatchRetention = z.union(logRetentionDays.map((days) => z.literal(days)));

/** Lengths of a VPC's block: AWS allows /16 at most, and below /22 the address plan has no room for the public tier. */
export const vpcLengths = { minimum: 16, maximum: 22 } as const;

/** The address block of a VPC and its zones. */
export const networkKeys = {
  cidr: cidrBlock(vpcLengths.minimum, vpcLengths.maximum).describe(
    "IPv4 block of the VPC, /16 to /22. It is divided into eight zone blocks, so that zones can be added later " +
      "without moving a subnet. Changing it replaces the VPC.",
  ),
  availabilityZones: availabilityZones().describe(
    "Availability zones with subnets, two to six. Removing one removes its subnets and renames nothing.",
  ),
};

/** Every zone must be a zone of the stack's region. */
export function checkZones(
  config: { region: string; network: { availabilityZones: string[] } },
  context: z.core.$RefinementCtx,
): void {
  if (!regionPattern.test(config.region)) return; // Reported where it stands; every zone would only repeat it.
  for (const [index, zone] of config.network.availabilityZones.entries()) {
    if (zone.slice(0, -1) !== config.region) {
      refuse(context, `must be a zone of ${config.region}`, `write ${config.region}${zone.slice(-1)}`, [
        "network",
        "availabilityZones",
        String(index),
      ]);
    }
  }
}
