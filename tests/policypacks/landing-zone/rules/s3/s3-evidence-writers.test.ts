import { evidenceWriters } from "../../../../../policypacks/landing-zone/rules/s3/s3-evidence-writers";
import { cases, change, remove, type Change } from "../../../../support/policyCases";
import { output, ownAccount, resource, unknown } from "../../../../support/policyStack";

const named = [
  `arn:aws:iam::${ownAccount}:role/landing-zone-incident-record`,
  `arn:aws:iam::${ownAccount}:role/landing-zone-workstations/*`,
];

interface Refusal {
  readonly Effect?: string;
  readonly Principal?: string;
  readonly Action?: string | string[];
  readonly Resource?: string;
  readonly Condition?: object;
}

const refuse = (Action: string | string[], Condition?: object): Refusal => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource: "arn:aws:s3:::evidence/*",
  ...(Condition && { Condition }),
});
const unless = (operator: string, arns: unknown) => ({ [operator]: { "aws:PrincipalArn": arns } });
const statements = {
  writers: refuse("s3:PutObject", unless("ArnNotLike", named)),
  readers: refuse("s3:GetObject", unless("ArnNotLike", named)),
  holds: refuse("s3:PutObjectLegalHold", unless("ArnNotEquals", named[0])),
  deletion: refuse(["s3:DeleteObject", "s3:DeleteObjectVersion"]),
};
const document = (changed: Partial<Record<keyof typeof statements, Refusal>> = {}): string =>
  JSON.stringify({ Statement: Object.values({ ...statements, ...changed }) });

const good = [
  resource("aws:s3/bucket:Bucket", "evidence", { tags: { purpose: "evidence" } }, { bucket: "evidence" }),
  resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
    bucket: output("evidence", "bucket"),
    policy: document(),
  }),
];
const having = (changed: Parameters<typeof document>[0]): Change =>
  change("policy", { policy: document(changed) });
const found = (reason: string, changed: Parameters<typeof document>[0]): string[] => [
  `policy: policy is ${JSON.stringify(document(changed)).slice(0, 119)}…: ${reason}`,
];
const rejected = (changed: Parameters<typeof document>[0], reason: string): [Change, string[]] => [
  having(changed),
  found(reason, changed),
];

const anyWriter = "somebody who is not named can add evidence";

describe("s3-evidence-writers", () => {
  cases(evidenceWriters, good)
    .accepts("a policy that refuses all but named roles")
    .accepts("any bucket for something else", (stack) =>
      change("evidence", { tags: { purpose: "logs" } })(change("policy", { policy: "{}" })(stack)),
    )
    .accepts("one refusal of everything to all but named roles", (stack) =>
      having({ writers: refuse("s3:*", unless("StringNotLike", named)) })(stack),
    )
    .accepts(
      "a copy to which nobody writes",
      having({ writers: refuse(["s3:PutObject", "s3:PutObjectLegalHold"]) }),
    )
    .rejects("no policy", remove("policy"), ["evidence: no policy says who writes to this bucket"])
    .rejects(
      "a policy that lets everybody write",
      ...rejected({ writers: { ...statements.writers, Effect: "Allow" } }, anyWriter),
    )
    .rejects(
      "a refusal of writing that leaves out a role by a pattern of names",
      ...rejected(
        {
          writers: refuse(
            "s3:PutObject",
            unless("ArnNotLike", [...named, `arn:aws:iam::${ownAccount}:role/*`]),
          ),
        },
        anyWriter,
      ),
    )
    .rejects(
      "a refusal of writing for some only",
      ...rejected({ writers: { ...statements.writers, Principal: "arn:aws:iam::1:root" } }, anyWriter),
    )
    .rejects(
      "a refusal of writing to a part of the bucket",
      ...rejected({ writers: { ...statements.writers, Resource: "arn:aws:s3:::evidence/x" } }, anyWriter),
    )
    .rejects(
      "a policy that lets everybody read",
      ...rejected({ readers: refuse("s3:PutObject") }, "somebody who is not named can read evidence"),
    )
    .rejects(
      "a policy that lets everybody end a legal hold",
      ...rejected({ holds: refuse("s3:PutObject") }, "somebody who is not named can end a legal hold"),
    )
    .rejects(
      "a policy that lets somebody delete versions",
      ...rejected({ deletion: refuse("s3:DeleteObject") }, "a version of evidence can be deleted"),
    )
    .rejects(
      "a refusal of deletion that leaves somebody out",
      ...(rejected(
        {
          deletion: refuse(["s3:DeleteObjectVersion", "s3:DeleteObject"], unless("ArnNotLike", named)),
        },
        "evidence can be deleted",
      ).map((one, index) =>
        index === 0
          ? one
          : ["evidence can be deleted", "a version of evidence can be deleted"].flatMap((reason) =>
              found(reason, {
                deletion: refuse(["s3:DeleteObjectVersion", "s3:DeleteObject"], unless("ArnNotLike", named)),
              }),
            ),
      ) as [Change, string[]]),
    )
    .cannotJudge("a policy that is not known yet", change("policy", { policy: unknown }), [
      "policy: policy is not known yet: cannot tell before the update whether a version of evidence can be deleted",
      "policy: policy is not known yet: cannot tell before the update whether evidence can be deleted",
      `policy: policy is not known yet: cannot tell before the update whether ${anyWriter}`,
      "policy: policy is not known yet: cannot tell before the update whether somebody who is not named can end a legal hold",
      "policy: policy is not known yet: cannot tell before the update whether somebody who is not named can read evidence",
    ]);
});
