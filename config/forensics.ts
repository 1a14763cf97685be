import { z } from "zod";
import { accountKeys, checkZones, networkKeys } from "./common";
import { accountId, refuse, region } from "./fields";
import { response } from "./response";
import { workstationTools } from "./workstationTools";

/** Evidence must outlast an investigation: a year at least. Object Lock allows up to 100 years. */
export const minimumEvidenceRetentionDays = 365;

function identities(description: string) {
  return z
    .array(
      z.string().regex(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/*-]+$/, {
        error: "must be the ARN of an IAM role, such as arn:aws:iam::444455556666:role/Investigator",
      }),
    )
    .default([])
    .describe(description);
}

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
              "36500. Objects already stored keep the days they were stored with. It can only grow: a preview refuses less.",
          ),
        copyRegion: region()
          .optional()
          .describe(
            "A second region to which S3 copies all evidence, with its locks and legal holds, under a key of that region. " +
              "What was stored before is not copied. Costs the storage and the transfer between the regions.",
          ),
        readers: identities(
          "Identities of the account that read evidence, by the ARNs of their roles; an asterisk stands for any text. Each " +
            "sees the case that its tag `case-id` names, and no other.",
        ),
        custodians: identities(
          "Identities of the account that end legal holds, by the ARNs of their roles; an asterisk stands for any text. " +
            "They neither read nor write evidence.",
        ),
      })
      .default({ retentionDays: 2555, readers: [], custodians: [] })
      .describe("The evidence bucket."),
    response,
    workstation: z
      .strictObject({
        instanceType: z
          .string()
          .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, {
            error: "must be an instance type such as m7i.2xlarge",
          })
          .default("m7i.2xlarge")
          .describe(
            "Instance type of forensic workstations, with x86 processors. Charged while an investigation runs.",
          ),
        diskSize: z
          .number()
          .int({ error: "must be a whole number of GiB" })
          .min(50, { error: "a workstation's disk has at least 50 GiB" })
          .max(16384, { error: "a workstation's disk has at most 16384 GiB" })
          .default(500)
          .describe(
            "GiB of a workstation's disk, 50 to 16384: it must hold the results of a case and one image of memory.",
          ),
        tools: workstationTools.optional(),
      })
      .prefault({})
      .describe("The machines on which evidence is examined."),
    workloadAccounts: z
      .array(accountId())
      .min(1, { error: "a forensics account serves at least one workload account" })
      .describe(
        "Accounts that this one investigates. Only they may send events to it, and only they are entered.",
      ),
  })
  .superRefine((config, context) => {
    checkZones(config, context);
    if (config.evidence.copyRegion === config.region) {
      refuse(
        context,
        "the copy of evidence is in another region than the evidence",
        "name another region, or leave it out",
        ["evidence", "copyRegion"],
      );
    }
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
