import { bucket, bucketPolicy } from "../../../shared/families/storage";
import { about, judge, judgeExistence, type Finding } from "../../../shared/finding";
import {
  everyCondition,
  isDeny,
  isForEverybody,
  lists,
  statementsOf,
  type Condition,
} from "../../../shared/iam/document";
import { on, rule } from "../../../shared/rule";
import { all, any, not, truth, type Truth } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const tlsOnly = rule({
  name: "s3-tls-only",
  must: "Every bucket refuses requests that are not encrypted in transit.",
  fix:
    'Deny s3:* to Principal "*" on the bucket and its objects where Bool aws:SecureTransport is false, in an ' +
    "aws.s3.BucketPolicy.",
  resources: [
    on(bucketPolicy, (properties) => judgePolicy(properties.at("policy"))),
    on(bucket, (properties) => {
      const policy = properties.at("policy");
      return policy.isAbsent ? [] : judgePolicy(policy);
    }),
  ],
  stack: (stack) => {
    const policies = stack.join(bucketPolicy, "bucket", bucket);
    return stack.all(bucket).flatMap((member) => {
      const inline = !member.properties.at("policy").isAbsent;
      const missing = inline || policies.of(member).length > 0 ? "no" : policies.absence;
      return about(
        member,
        judgeExistence(missing, "no policy refuses plain HTTP to this bucket", "no-policy"),
      );
    });
  },
});

/** One statement may refuse for the bucket and another for its objects. */
function judgePolicy<T>(policy: Value<T>): Finding[] {
  const statements = statementsOf(policy);
  const refusals = [isBucket, isObjects].map((covers) =>
    any(
      ...statements.map((statement) =>
        all(
          refusesPlainHttp(statement),
          lists(statement.at("Resource"), (arn) => arn === "*" || covers(arn)),
        ),
      ),
    ),
  );
  return judge(not(all(...refusals)), policy, "it does not refuse plain HTTP to the bucket and its objects");
}

const isBucket = (arn: string): boolean => !arn.includes("/");
const isObjects = (arn: string): boolean => arn.endsWith("/*");

function refusesPlainHttp(statement: Value): Truth {
  return all(
    isDeny(statement),
    isForEverybody(statement),
    lists(statement.at("Action"), (action) => action === "*" || action.toLowerCase() === "s3:*"),
    statement.at("Condition").isSet(),
    everyCondition(statement, isPlainHttp),
  );
}

/** Any further condition would let some plain requests through. */
function isPlainHttp({ operator, key, values }: Condition): Truth {
  return all(
    truth(operator === "Bool" || operator === "BoolIfExists"),
    truth(key === "aws:securetransport"),
    ...values.map((value) => value.isOneOf(["false", false])),
  );
}
