import { bucket, bucketPolicy } from "../../../shared/families/storage";
import { about, judge, judgeExistence, type Finding } from "../../../shared/finding";
import {
  conditionsOf,
  isDeny,
  isForEverybody,
  lists,
  statementsOf,
  type Condition,
} from "../../../shared/iam/document";
import { rule } from "../../../shared/rule";
import { purposes, tagOf } from "../../../shared/tags";
import { all, any, not, truth, type Truth } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const evidenceWriters = rule({
  name: "s3-evidence-writers",
  must: "The evidence bucket refuses whoever is not named to write, to read, or to end a legal hold, and everybody to delete.",
  fix:
    "Deny s3:PutObject, s3:GetObject and s3:PutObjectLegalHold to everybody where aws:PrincipalArn is not one of the " +
    "named roles, and s3:DeleteObject and s3:DeleteObjectVersion to everybody.",
  stack: (stack) => {
    const policies = stack.join(bucketPolicy, "bucket", bucket);
    const evidence = stack
      .all(bucket)
      .filter(({ properties }) => tagOf(properties, "purpose").is(purposes.evidence) !== "no");
    return evidence.flatMap((member) => {
      const own = policies.of(member);
      const missing = own.length > 0 ? "no" : policies.absence;
      return [
        ...about(member, judgeExistence(missing, "no policy says who writes to this bucket", "no-policy")),
        ...own.flatMap((policy) => about(policy, judgePolicy(policy.properties.at("policy")))),
      ];
    });
  },
});

/** What must be refused, to whom, and what follows if it is not. */
const refusals = [
  { action: "s3:putobject", exempt: true, otherwise: "somebody who is not named can add evidence" },
  { action: "s3:getobject", exempt: true, otherwise: "somebody who is not named can read evidence" },
  {
    action: "s3:putobjectlegalhold",
    exempt: true,
    otherwise: "somebody who is not named can end a legal hold",
  },
  { action: "s3:deleteobject", exempt: false, otherwise: "evidence can be deleted" },
  { action: "s3:deleteobjectversion", exempt: false, otherwise: "a version of evidence can be deleted" },
] as const;

function judgePolicy<T>(policy: Value<T>): Finding[] {
  const statements = statementsOf(policy);
  return refusals.flatMap(({ action, exempt, otherwise }) => {
    const refused = any(
      ...statements.map((statement) =>
        all(
          isDeny(statement),
          isForEverybody(statement),
          lists(statement.at("Action"), (text) => covers(text.toLowerCase(), action)),
          lists(statement.at("Resource"), (arn) => arn === "*" || arn.endsWith("/*")),
          exempt ? any(isUnconditional(statement), exemptsNamedRoles(statement)) : isUnconditional(statement),
        ),
      ),
    );
    return judge(not(refused), policy, otherwise, action);
  });
}

function covers(pattern: string, action: string): boolean {
  return pattern === "*" || pattern === "s3:*" || pattern === action;
}

function isUnconditional(statement: Value): Truth {
  return not(statement.at("Condition").isSet());
}

/** Whether the only ones left out are roles by their ARNs: a role's name may end with an asterisk after its path. */
function exemptsNamedRoles(statement: Value): Truth {
  if (statement.at("Condition").isUnknown) return "unknown";
  const names = conditionsOf(statement).filter(({ operator, key }) => isExemption(operator, key));
  return any(...names.map(({ values }) => all(truth(values.length > 0), ...values.map(isNamedRole))));
}

function isExemption(operator: Condition["operator"], key: string): boolean {
  return /^(Arn|String)Not(Equals|Like)$/.test(operator) && key === "aws:principalarn";
}

function isNamedRole(value: Value): Truth {
  return value.isText((arn) => /^arn:[\w-]+:iam::\d{12}:role\/landing-zone-[\w/-]+\*?$/.test(arn));
}
