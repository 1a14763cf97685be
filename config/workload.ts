import { z } from "zod";
import { accountKeys, checkZones } from "./common";
import { checkDirectConnect, directConnect } from "./directConnect";
import { dns } from "./dns";
import { accountId, refuse, stackNamePattern } from "./fields";
import { checkInspection, inspection } from "./inspection";
import { network } from "./network";
import { checkOnPremises } from "./onPremises";
import { checkTransitGateway, transitGateway } from "./transitGateway";
import { checkVpn, vpn } from "./vpn";

/** Configuration of a workload account, such as `prod`. */
export const workload = z
  .strictObject({
    kind: z.literal("workload").describe("What the stack builds: a workload account."),
    ...accountKeys,
    network,
    inspection,
    dns,
    transitGateway,
    vpn,
    directConnect,
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
          "The forensics account. Only its named state machines may enter this account to respond.",
        ),
        guardedRoles: z
          .array(
            z.string().regex(/^[\w+=,.@-]{1,64}$/, { error: "must be the name of an IAM role, not its ARN" }),
          )
          .default([])
          .describe(
            "Roles of this account, administrators' among them, that are kept from changing what responds to incidents and " +
              "from deleting evidence. Where there is an organization, its service control policy binds everybody instead.",
          ),
      })
      .describe("Who investigates this account."),
  })
  .superRefine((config, context) => {
    checkZones(config, context);
    checkInspection(config, context);
    checkTransitGateway(config, context);
    checkVpn(config, context);
    checkDirectConnect(config, context);
    checkOnPremises(config, context);
    if (config.account === config.forensics.account) {
      refuse(
        context,
        "the forensics account must be another account than the one it investigates",
        "give the forensics account's id, or create one",
        ["forensics", "account"],
      );
    }
  });

export type WorkloadConfig = z.output<typeof workload>;
