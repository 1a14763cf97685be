import { isTrusted, type Facts } from "../../../shared/facts";
import { key as kmsKey } from "../../../shared/families/identity";
import { bucket, bucketEncryption, inlineSettings } from "../../../shared/families/storage";
import { about, judge, judgeExistence, type Finding, type Located } from "../../../shared/finding";
import { belongsTo } from "../../../shared/resource";
import { on, rule } from "../../../shared/rule";
import type { Member, Stack } from "../../../shared/stack";
import { all, not } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

const notOurs = "the key is not one of ours: AWS owns it, or an account that is not configured";

export const customerKeyEncryption = rule({
  name: "s3-customer-key-encryption",
  must: "Every bucket encrypts its objects with a KMS key of ours.",
  fix:
    "Add an aws.s3.BucketServerSideEncryptionConfiguration for the bucket with sseAlgorithm aws:kms and the ARN of a key " +
    "in a configured account as kmsMasterKeyId.",
  resources: [
    on(bucketEncryption, (settings, facts) => judgeSettings(settings.loosely(), facts)),
    on(bucket, (properties, facts) =>
      inlineSettings(properties, "serverSideEncryptionConfiguration").flatMap((settings) =>
        judgeSettings(settings, facts),
      ),
    ),
  ],
  stack: (stack) => [
    ...judgeMissing(stack),
    ...stack
      .all(bucketEncryption)
      .flatMap((member) => judgeUnknownKeys(member, [member.properties.loosely()])),
    ...stack
      .all(bucket)
      .flatMap((member) =>
        judgeUnknownKeys(member, inlineSettings(member.properties, "serverSideEncryptionConfiguration")),
      ),
  ],
});

function judgeSettings(settings: Value, facts: Facts): Finding[] {
  const defaults = defaultsOf(settings);
  if (defaults.length === 0) return judge("yes", settings.at("rules"), "it names no key");
  return defaults.flatMap((byDefault) => {
    const algorithm = byDefault.at("sseAlgorithm");
    const key = byDefault.at("kmsMasterKeyId");
    const isKms = algorithm.isOneOf(["aws:kms", "aws:kms:dsse"]);
    const isForeign = not(key.isText((text) => isOurs(text, facts)));
    return [
      ...judge(not(isKms), algorithm, "objects are not encrypted with a KMS key"),
      // Where a key comes from that is not known yet, only the whole stack tells.
      ...(key.isUnknown ? [] : judge(all(isKms, isForeign), key, notOurs)),
    ];
  });
}

function defaultsOf(settings: Value): Value[] {
  const rules = [settings.at("rule"), ...settings.at("rules").items()].filter((one) => !one.isAbsent);
  return rules.flatMap((one) => {
    const several = one.at("applyServerSideEncryptionByDefaults").items();
    return several.length > 0 && !one.isUnknown ? several : [one.at("applyServerSideEncryptionByDefault")];
  });
}

/** A key's ARN, id or alias. What names no account is in the bucket's own. */
function isOurs(text: string, facts: Facts): boolean {
  if (/(^|:)alias\/aws\//.test(text)) return false;
  const account = /^arn:[^:]*:kms:[^:]*:(\d{12}):/.exec(text)?.[1];
  return account === undefined ? !text.startsWith("arn:") && text !== "" : isTrusted(account, facts);
}

function judgeMissing(stack: Stack): Located[] {
  const separate = stack.join(bucketEncryption, "bucket", bucket);
  return stack.all(bucket).flatMap((member) => {
    const inline = inlineSettings(member.properties, "serverSideEncryptionConfiguration").length > 0;
    const missing = inline || separate.of(member).length > 0 ? "no" : separate.absence;
    const reason = "the bucket encrypts with a key of Amazon S3, which nobody can revoke or audit";
    return about(member, judgeExistence(missing, reason, "no-encryption"));
  });
}

/** A key that is not known yet is one of ours if the stack creates it. */
function judgeUnknownKeys(member: Member<unknown>, settings: readonly Value[]): Located[] {
  const properties = [
    "rule",
    "rules",
    "serverSideEncryptionConfiguration",
    "serverSideEncryptionConfigurations",
  ];
  const sources = properties.flatMap(member.sources);
  if (sources.some((source) => belongsTo(source, kmsKey))) return [];
  const unknown = settings.flatMap(defaultsOf).map((byDefault) => byDefault.at("kmsMasterKeyId"));
  return about(
    member,
    unknown.filter((one) => one.isUnknown).flatMap((one) => judge("unknown", one, notOurs)),
  );
}
