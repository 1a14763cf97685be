import { bucket, bucketObjectLock } from "../../../shared/families/storage";
import { about, judge, judgeExistence, type Located } from "../../../shared/finding";
import type { Facts } from "../../../shared/facts";
import { on, rule } from "../../../shared/rule";
import type { Stack } from "../../../shared/stack";
import { purposes, tagOf } from "../../../shared/tags";
import { all, any, not, type Truth } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const evidenceObjectLock = rule({
  name: "s3-evidence-object-lock",
  must: "Evidence is in a bucket in which nobody can delete it before its time.",
  fix:
    `Tag the bucket purpose=${purposes.evidence} and data-classification=restricted, set objectLockEnabled, leave ` +
    "forceDestroy false, and add an aws.s3.BucketObjectLockConfiguration in mode COMPLIANCE for the configured days.",
  resources: [
    on(bucket, (properties) => {
      const evidence = isEvidence(properties);
      const lock = properties.at("objectLockEnabled");
      const destroy = properties.at("forceDestroy");
      return [
        ...judge(all(evidence, not(lock.is(true))), lock, "objects in the evidence bucket cannot be locked"),
        ...judge(
          all(evidence, destroy.is(true)),
          destroy,
          "removing the stack would empty the evidence bucket",
        ),
      ];
    }),
  ],
  stack: (stack, facts) => [...judgeExistenceOfEvidence(stack), ...judgeRetention(stack, facts)],
});

function isEvidence<T>(properties: Value<T>): Truth {
  return all(
    tagOf(properties, "purpose").is(purposes.evidence),
    tagOf(properties, "data-classification").is("restricted"),
  );
}

function judgeExistenceOfEvidence(stack: Stack): Located[] {
  const exists = any(...stack.all(bucket).map(({ properties }) => isEvidence(properties)));
  const reason = `no bucket is tagged purpose=${purposes.evidence} and data-classification=restricted`;
  return about(stack.root, judgeExistence(not(exists), reason, "no-evidence-bucket"));
}

function judgeRetention(stack: Stack, facts: Facts): Located[] {
  const days = facts.evidenceRetentionDays;
  const separate = stack.join(bucketObjectLock, "bucket", bucket);
  return stack.all(bucket).flatMap((member) => {
    const settings = [
      member.properties.at("objectLockConfiguration").loosely(),
      ...separate.of(member).map(({ properties }) => properties.loosely()),
    ];
    const locked = any(...settings.map((one) => locks(one, days)), not(separate.absence));
    const reason = `nothing locks its objects in mode COMPLIANCE for at least ${days} days`;
    return about(
      member,
      judgeExistence(all(isEvidence(member.properties), not(locked)), reason, "no-retention"),
    );
  });
}

function locks(settings: Value, days: number): Truth {
  const retentions = [settings.at("rule"), ...settings.at("rules").items()].flatMap((one) => [
    one.at("defaultRetention"),
    ...one.at("defaultRetentions").items(),
  ]);
  return any(
    ...retentions.map((retention) =>
      all(
        retention.at("mode").is("COMPLIANCE"),
        any(
          retention.at("days").isNumber((given) => given >= days),
          retention.at("years").isNumber((given) => given * 365 >= days),
        ),
      ),
    ),
  );
}
