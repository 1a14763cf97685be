import { customerKeyEncryption } from "../../../../../policypacks/landing-zone/rules/s3/s3-customer-key-encryption";
import { cases, change, remove } from "../../../../support/policyCases";
import { output, resource, trustedAccount, unknown } from "../../../../support/policyStack";

const notKms = "objects are not encrypted with a KMS key";
const notOurs = "the key is not one of ours: AWS owns it, or an account that is not configured";
const missing = "the bucket encrypts with a key of Amazon S3, which nobody can revoke or audit";
const at = "rules[0].applyServerSideEncryptionByDefault";

const keyOf = (account: string): string => `arn:aws:kms:eu-central-1:${account}:key/1a2b`;
const settings = (byDefault: object): Record<string, unknown> => ({
  rules: [{ applyServerSideEncryptionByDefault: byDefault }],
});

describe("s3-customer-key-encryption", () => {
  const key = resource("aws:kms/key:Key", "key", {}, { id: "1a2b", arn: keyOf("111111111111") });
  const bucket = resource("aws:s3/bucket:Bucket", "logs");

  for (const type of [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ]) {
    describe(type, () => {
      const kms = (kmsMasterKeyId: unknown): Record<string, unknown> =>
        settings({ sseAlgorithm: "aws:kms", kmsMasterKeyId });
      cases(customerKeyEncryption, [
        key,
        bucket,
        resource(type, "encryption", { bucket: output("logs", "id"), ...kms(keyOf("111111111111")) }),
      ])
        .accepts("a key of the account")
        .accepts("a key that is created with the bucket", change("encryption", kms(output("key", "arn"))))
        .accepts("a key of a configured account", change("encryption", kms(keyOf(trustedAccount))))
        .accepts("a key by its id, which is one of the account", change("encryption", kms("1a2b")))
        .accepts(
          "two layers of encryption",
          change(
            "encryption",
            settings({ sseAlgorithm: "aws:kms:dsse", kmsMasterKeyId: keyOf("111111111111") }),
          ),
        )
        .rejects("a key of Amazon S3", change("encryption", settings({ sseAlgorithm: "AES256" })), [
          `encryption: ${at}.sseAlgorithm is "AES256": ${notKms}`,
        ])
        .rejects("no algorithm", change("encryption", settings({})), [
          `encryption: ${at}.sseAlgorithm is not set: ${notKms}`,
        ])
        .rejects("no key, which is AWS's own", change("encryption", kms(undefined)), [
          `encryption: ${at}.kmsMasterKeyId is not set: ${notOurs}`,
        ])
        .rejects("AWS's own key by its alias", change("encryption", kms("alias/aws/s3")), [
          `encryption: ${at}.kmsMasterKeyId is "alias/aws/s3": ${notOurs}`,
        ])
        .rejects("a key of another account", change("encryption", kms(keyOf("999999999999"))), [
          `encryption: ${at}.kmsMasterKeyId is "${keyOf("999999999999")}": ${notOurs}`,
        ])
        .rejects("no rules", change("encryption", { rules: [] }), [
          "encryption: rules is []: it names no key",
        ])
        .rejects("a bucket without settings", remove("encryption"), [`logs: ${missing}`])
        .cannotJudge(
          "a key that is not known yet and comes from elsewhere",
          change("encryption", kms(unknown)),
          [
            `encryption: ${at}.kmsMasterKeyId is not known yet: cannot tell before the update whether ${notOurs}`,
          ],
        )
        .cannotJudge(
          "an algorithm that is not known yet",
          change("encryption", settings({ sseAlgorithm: unknown })),
          [
            `encryption: ${at}.kmsMasterKeyId is not set: cannot tell before the update whether ${notOurs}`,
            `encryption: ${at}.sseAlgorithm is not known yet: cannot tell before the update whether ${notKms}`,
          ],
        )
        .cannotJudge(
          "settings of a bucket that is not known yet",
          change("encryption", { bucket: unknown }),
          [`logs: cannot tell before the update whether ${missing}`],
        );
    });
  }

  describe("inline settings", () => {
    const inline = (byDefault: object): Record<string, unknown> => ({
      serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: byDefault } },
    });
    cases(customerKeyEncryption, [
      resource("aws:s3/bucket:Bucket", "logs", inline({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "1a2b" })),
    ])
      .accepts("with a key")
      .rejects("with a key of Amazon S3", change("logs", inline({ sseAlgorithm: "AES256" })), [
        `logs: serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.sseAlgorithm is "AES256": ${notKms}`,
      ]);
  });

  describe("inline settings of the older type", () => {
    const inline = (byDefault: object): Record<string, unknown> => ({
      serverSideEncryptionConfigurations: [{ rules: [{ applyServerSideEncryptionByDefaults: [byDefault] }] }],
    });
    cases(customerKeyEncryption, [
      resource(
        "aws:s3/bucketV2:BucketV2",
        "logs",
        inline({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "1a2b" }),
      ),
    ])
      .accepts("with a key")
      .rejects("without a key", change("logs", inline({ sseAlgorithm: "aws:kms" })), [
        `logs: serverSideEncryptionConfigurations[0].rules[0].applyServerSideEncryptionByDefaults[0].kmsMasterKeyId is not set: ${notOurs}`,
      ]);
  });
});
