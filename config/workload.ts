import { z } from "zod";
import { accountKeys, checkZones, networkKeys } from "./common";
import { accountId, cidrBlock, overlap, refuse, stackNamePattern } from "./fields";

/** How many NAT gateways a network has, in the words of `awsx.ec2.NatGatewayStrategy`. */
export const natGatewayStrategies = ["OnePerAz", "Single", "None"] as const;

/** Configuration of a workload account, such as `prod`. */
export const workload = z
  .strictObject({
    kind: z.literal("workload").describe("What the stack builds: a workload account."),
    ...accountKeys,
    network: z
      .strictObject({
        ...networkKeys,
        natGatewayStrategy: z
          .enum(natGatewayStrategies)
          .default("OnePerAz")
          .describe(
            "NAT gateways: `OnePerAz` survives the loss of a zone; `Single` costs less and sends the traffic of all " +
              "zones through one; `None` leaves the private subnets without a way out.",
          ),
        reservedCidrs: z
          .array(cidrBlock())
          .default([])
          .describe(
            "Blocks in use elsewhere, on-premises or in other networks, which the VPC must not overlap.",
          ),
      })
      .describe("The account's VPC."),
    forensics: z
      .strictObject({
        stack: z
          .string()
          .regex(stackNamePattern, {
            error: "must be the name of a stack: a-z, 0-9 and -, at most 20 characters",
          })
          .default("forensics")
          .describe("Name of the stack that owns the forensics account."),
        account: accountId().describe(
          "The forensics account. Only its named role may enter this account to respond.",
        ),
      })
      .describe("Who investigates this account."),
  })
  .superRefine((config, context) => {
    checkZones(config, context);
    if (config.account === config.forensics.account) {
      refuse(
        context,
        "the forensics account must be another account than the one it investigates",
        "give the forensics account's id, or create one",
        ["forensics", "account"],
      );
    }
    for (const [index, reserved] of config.network.reservedCidrs.entries()) {
      if (overlap(config.network.cidr, reserved)) {
        refuse(
          context,
          `must not overlap the VPC's block ${config.network.cidr}`,
          "give the VPC another block, or remove this one if it is not in use",
          ["network", "reservedCidrs", String(index)],
        );
      }
    }
  });

export type WorkloadConfig = z.output<typeof workload>;
