import { z } from "zod";
import { accountKeys, checkZones, networkKeys } from "./common";
import { accountId, refuse } from "./fields";

/** Evidence must outlast an investigation: a year at least. Object Lock allows up to 100 years. */
export const minimumEvidenceRetentionDays = 365;

/** Configuration of the forensics account. */
export const forensics = z
  .strictObject({
    kind: z.literal("forensics").describe("What the stack builds: the forensics account."),
    ...accountKeys,
    network: z.strictObject(networkKeys).describe("The isolated VPC in which evidence is analysed."),
    evidence: z
      .strictObject({
        retentionDays: z
          .number()
          .int()
          .min(minimumEvidenceRetentionDays, {
            error: `evidence is kept at least ${minimumEvidenceRetentionDays} days`,
          })
          .max(36500, { error: "evidence is kept at most 36500 days" })
          .default(2555)
          .describe(
            "Days for which nobody, the root user included, can delete evidence (Object Lock, compliance mode), 365 to " +
              "36500. Objects already stored keep the days they were stored with.",
          ),
      })
      .default({ retentionDays: 2555 })
      .describe("The evidence bucket."),
    workloadAccounts: z
      .array(accountId())
      .min(1, { error: "a forensics account serves at least one workload account" })
      .describe(
        "Accounts that this one investigates. Only they may send events to it, and only they are entered.",
      ),
  })
  .superRefine((config, context) => {
    checkZones(config, context);
    for (const [index, account] of config.workloadAccounts.entries()) {
      const path = ["workloadAccounts", String(index)];
      if (account === config.account) {
        refuse(
          context,
          "the forensics account must be another account than the ones it investigates",
          "give the workload account's id, or create a forensics account",
          path,
        );
      }
      if (config.workloadAccounts.indexOf(account) !== index) {
        refuse(context, "each account is named once", "remove the repetition", path);
      }
    }
  });

export type ForensicsConfig = z.output<typeof forensics>;
