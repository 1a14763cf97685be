import { tlsOnly } from "../../../../../policypacks/landing-zone/rules/s3/s3-tls-only";
import { cases, change, remove, replace } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const refuses = "it does not refuse plain HTTP to the bucket and its objects";
const missing = "no policy refuses plain HTTP to this bucket";
const arn = "arn:aws:s3:::logs";

const refusal = {
  Sid: "RefusePlainHttp",
  Effect: "Deny",
  Principal: "*" as unknown,
  Action: "s3:*" as unknown,
  Resource: [arn, `${arn}/*`] as unknown,
  Condition: { Bool: { "aws:SecureTransport": "false" } } as unknown,
};
const document = (...statements: readonly object[]): Record<string, unknown> => ({
  policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
});

describe("s3-tls-only", () => {
  const rejected = (statement: object): string[] => {
    const shown = JSON.stringify(document(statement)["policy"]);
    return [`policy: policy is ${shown.length > 120 ? `${shown.slice(0, 119)}…` : shown}: ${refuses}`];
  };
  const good = cases(tlsOnly, [
    resource("aws:s3/bucket:Bucket", "logs", {}, { id: "logs", arn }),
    resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
      bucket: output("logs", "id"),
      ...document(refusal),
    }),
  ])
    .accepts("a policy that refuses plain HTTP")
    .accepts(
      "a policy that says more",
      change("policy", document({ Effect: "Allow", Principal: "*" }, refusal)),
    )
    .accepts(
      "a single statement that is not in a list",
      change("policy", { policy: JSON.stringify({ Statement: refusal }) }),
    )
    .accepts("a document that is not serialised", change("policy", { policy: { Statement: [refusal] } }))
    .accepts(
      "everybody written as AWS",
      change("policy", document({ ...refusal, Principal: { AWS: ["*"] } })),
    )
    .accepts("every action of every service", change("policy", document({ ...refusal, Action: ["*"] })))
    .accepts("every resource", change("policy", document({ ...refusal, Resource: "*" })))
    .accepts(
      "a condition written in other letters, as a truth value",
      change("policy", document({ ...refusal, Condition: { Bool: { "AWS:securetransport": [false] } } })),
    )
    .accepts(
      "one statement for the bucket and one for its objects",
      change("policy", document({ ...refusal, Resource: arn }, { ...refusal, Resource: `${arn}/*` })),
    )
    .rejects("a bucket without a policy", remove("policy"), [`logs: ${missing}`]);

  const broken: readonly (readonly [string, object])[] = [
    ["a statement that allows", { Effect: "Allow" }],
    ["a refusal to one principal", { Principal: { AWS: "arn:aws:iam::111111111111:root" } }],
    ["a refusal of reading only", { Action: "s3:GetObject" }],
    ["a refusal of the bucket only", { Resource: arn }],
    ["a refusal of the objects only", { Resource: `${arn}/*` }],
    ["a refusal of encrypted requests", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
    ["a refusal without a condition", { Condition: undefined }],
    ["another operator", { Condition: { StringNotEquals: { "aws:SecureTransport": "false" } } }],
    [
      "a further condition, which lets other requests through",
      {
        Condition: {
          Bool: { "aws:SecureTransport": "false" },
          StringEquals: { "aws:PrincipalType": "User" },
        },
      },
    ],
  ];
  for (const [title, part] of broken) {
    good.rejects(
      title,
      change("policy", document({ ...refusal, ...part })),
      rejected({ ...refusal, ...part }),
    );
  }

  good
    .cannotJudge("a policy that is not known yet", change("policy", { policy: unknown }), [
      `policy: policy is not known yet: cannot tell before the update whether ${refuses}`,
    ])
    .cannotJudge("a policy of a bucket that is not known yet", change("policy", { bucket: unknown }), [
      `logs: cannot tell before the update whether ${missing}`,
    ]);

  describe("a policy that is made of unknown parts", () => {
    const made = (policy: string): ReturnType<typeof resource> =>
      resource("landingzone:tests:Document", "document", {}, { text: policy });
    const bucket = resource("aws:s3/bucket:Bucket", "logs", {}, { id: "logs", arn });
    const policy = resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
      bucket: output("logs", "id"),
      policy: output("document", "text"),
    });
    cases(tlsOnly, [bucket, policy, made(JSON.stringify({ Statement: [refusal] }))])
      .acceptsInUpdate("if it refuses plain HTTP", (stack) => [...stack])
      .rejectsInUpdate(
        "if it does not",
        replace("document", () => made('{"Statement":[]}')),
        [String.raw`policy: policy is "{\"Statement\":[]}": ${refuses}`],
      );
  });

  describe("an inline policy", () => {
    cases(tlsOnly, [resource("aws:s3/bucket:Bucket", "logs", document(refusal), { id: "logs", arn })])
      .accepts("that refuses plain HTTP")
      .rejects("that is empty", change("logs", { policy: "{}" }), [`logs: policy is "{}": ${refuses}`]);
  });

  describe("a policy that is no JSON", () => {
    cases(tlsOnly, [resource("aws:s3/bucketPolicy:BucketPolicy", "policy", document(refusal))]).rejects(
      "counts as a violation",
      change("policy", { policy: "not JSON" }),
      [`policy: the rule could not judge this resource: Unexpected token 'o', "not JSON" is not valid JSON`],
    );
  });
});
