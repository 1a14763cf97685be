import { evidenceObjectLock } from "../../../../../policypacks/landing-zone/rules/s3/s3-evidence-object-lock";
import { add, both, cases, change, remove } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const evidence = { purpose: "evidence", "data-classification": "restricted" };
const noBucket = "landing-zone-prod: no bucket is tagged purpose=evidence and data-classification=restricted";
const noRetention = "nothing locks its objects in mode COMPLIANCE for at least 2555 days";
const retention = (defaultRetention: object): Record<string, unknown> => ({ rule: { defaultRetention } });

describe("s3-evidence-object-lock", () => {
  const stack = resource("pulumi:pulumi:Stack", "landing-zone-prod");
  const bucket = resource("aws:s3/bucket:Bucket", "evidence", { objectLockEnabled: true, tags: evidence });
  for (const type of [
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
  ]) {
    describe(type, () => {
      const lock = resource(type, "lock", {
        bucket: output("evidence", "id"),
        ...retention({ mode: "COMPLIANCE", days: 2555 }),
      });
      cases(evidenceObjectLock, [stack, bucket, lock], { evidenceRetentionDays: 2555 })
        .accepts("evidence that is locked for the configured days")
        .accepts(
          "evidence that is locked for as many years",
          change("lock", retention({ mode: "COMPLIANCE", years: 7 })),
        )
        .accepts("another bucket without a lock", add(resource("aws:s3/bucket:Bucket", "logs")))
        .rejects("one day too few", change("lock", retention({ mode: "COMPLIANCE", days: 2554 })), [
          `evidence: ${noRetention}`,
        ])
        .rejects("years too few", change("lock", retention({ mode: "COMPLIANCE", years: 6 })), [
          `evidence: ${noRetention}`,
        ])
        .rejects(
          "a lock that administrators can lift",
          change("lock", retention({ mode: "GOVERNANCE", days: 2555 })),
          [`evidence: ${noRetention}`],
        )
        .rejects("a lock without a retention", change("lock", { rule: undefined }), [
          `evidence: ${noRetention}`,
        ])
        .rejects("no lock", remove("lock"), [`evidence: ${noRetention}`])
        .rejects("a lock of a bucket elsewhere", change("lock", { bucket: "elsewhere" }), [
          `evidence: ${noRetention}`,
        ])
        .rejects("a bucket that cannot be locked", change("evidence", { objectLockEnabled: false }), [
          "evidence: objectLockEnabled is false: objects in the evidence bucket cannot be locked",
        ])
        .rejects("a bucket of which that is not said", change("evidence", { objectLockEnabled: undefined }), [
          "evidence: objectLockEnabled is not set: objects in the evidence bucket cannot be locked",
        ])
        .rejects("a bucket that is emptied with the stack", change("evidence", { forceDestroy: true }), [
          "evidence: forceDestroy is true: removing the stack would empty the evidence bucket",
        ])
        .rejects("a stack without a bucket", both(remove("evidence"), remove("lock")), [noBucket])
        .rejects(
          "evidence of another classification",
          change("evidence", { tags: { ...evidence, "data-classification": "internal" } }),
          [noBucket],
        )
        .rejects("a bucket that is not tagged as evidence", change("evidence", { tags: undefined }), [
          noBucket,
        ])
        .cannotJudge(
          "days that are not known yet",
          change("lock", retention({ mode: "COMPLIANCE", days: unknown })),
          [`evidence: cannot tell before the update whether ${noRetention}`],
        )
        .cannotJudge("a lock of a bucket that is not known yet", change("lock", { bucket: unknown }), [
          `evidence: cannot tell before the update whether ${noRetention}`,
        ]);
    });
  }

  describe("an inline retention", () => {
    const inline = (mode: string): Record<string, unknown> => ({
      objectLockConfiguration: {
        objectLockEnabled: "Enabled",
        rule: { defaultRetention: { mode, days: 2555 } },
      },
    });
    cases(
      evidenceObjectLock,
      [stack, { ...bucket, properties: { ...bucket.properties, ...inline("COMPLIANCE") } }],
      { evidenceRetentionDays: 2555 },
    )
      .accepts("in mode COMPLIANCE")
      .rejects("in mode GOVERNANCE", change("evidence", inline("GOVERNANCE")), [`evidence: ${noRetention}`]);
  });
});
