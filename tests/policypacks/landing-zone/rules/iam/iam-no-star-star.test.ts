import { noStarStar } from "../../../../../policypacks/landing-zone/rules/iam/iam-no-star-star";
import { cases, change } from "../../../../support/policyCases";
import { resource, unknown } from "../../../../support/policyStack";

const everything = "it allows every action on every resource";
const statement = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::logs/*"] } as const;
const star = { Effect: "Allow", Action: "*", Resource: "*" } as const;

/** Each place in which a document may stand: how it is written, and how a finding names it. */
const places: readonly (readonly [string, string, (document: unknown) => Record<string, unknown>])[] = [
  ["aws:iam/policy:Policy", "policy", (policy) => ({ policy })],
  ["aws:iam/rolePolicy:RolePolicy", "policy", (policy) => ({ policy })],
  ["aws:iam/userPolicy:UserPolicy", "policy", (policy) => ({ policy })],
  ["aws:iam/groupPolicy:GroupPolicy", "policy", (policy) => ({ policy })],
  [
    "aws:iam/role:Role",
    "inlinePolicies[0].policy",
    (policy) => ({ inlinePolicies: [{ name: "x", policy }] }),
  ],
  [
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
    "inlinePolicy",
    (inlinePolicy) => ({ inlinePolicy }),
  ],
];

describe("iam-no-star-star", () => {
  const text = (...statements: readonly object[]): string => JSON.stringify({ Statement: statements });

  for (const [type, path, place] of places) {
    describe(type, () => {
      cases(noStarStar, [resource(type, "reader", place(text(statement)))])
        .accepts("named actions on named resources")
        .rejects("every action on every resource", change("reader", place(text(statement, star))), [
          `reader: ${path}.Statement[1] is {"Effect":"Allow","Action":"*","Resource":"*"}: ${everything}`,
        ])
        .rejects(
          "the same in a document that is not serialised",
          change("reader", place({ Statement: star })),
          [`reader: ${path}.Statement is {"Effect":"Allow","Action":"*","Resource":"*"}: ${everything}`],
        )
        .cannotJudge("a document that is not known yet", change("reader", place(unknown)), [
          `reader: ${path}.Statement is not known yet: cannot tell before the update whether ${everything}`,
        ]);
    });
  }

  describe("a statement", () => {
    const one = (part: object): ReturnType<typeof change> =>
      change("reader", { policy: text({ ...star, ...part }) });
    const found = (shown: string, suffix = ""): string[] => [
      `reader: policy.Statement[0] is ${shown}: ${everything}${suffix}`,
    ];
    cases(noStarStar, [resource("aws:iam/policy:Policy", "reader", { policy: text(statement) })])
      .accepts("that denies everything", one({ Effect: "Deny" }))
      .accepts("of every action on one bucket", one({ Resource: "arn:aws:s3:::logs" }))
      .accepts("of every action of one service", one({ Action: "s3:*" }))
      .rejects(
        "with everything in a list of other things",
        one({ Action: ["s3:GetObject", "*"], Resource: ["arn:aws:s3:::logs", "*"] }),
        found('{"Effect":"Allow","Action":["s3:GetObject","*"],"Resource":["arn:aws:s3:::logs","*"]}'),
      )
      .rejects(
        "of every action of every service",
        one({ Action: "*:*" }),
        found('{"Effect":"Allow","Action":"*:*","Resource":"*"}'),
      )
      .rejects(
        "of every action but some",
        one({ Action: undefined, NotAction: "iam:*" }),
        found('{"Effect":"Allow","Resource":"*","NotAction":"iam:*"}', ", but for what NotAction names"),
      )
      .rejects(
        "of every resource but some",
        one({ Resource: undefined, NotResource: "arn:aws:s3:::logs" }),
        found('{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::logs"}'),
      )
      .rejects(
        "with a condition, which may hold for everybody",
        one({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
        found(
          '{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}',
        ),
      );
  });

  describe("what a component was given", () => {
    cases(noStarStar, [resource("landingzone:iam:Role", "reader", { grants: { statements: [statement] } })])
      .accepts("if it names actions and resources")
      .rejects("at any depth", change("reader", { grants: { statements: [statement, star] } }), [
        `reader: grants.statements[1] is {"Effect":"Allow","Action":"*","Resource":"*"}: ${everything}`,
      ])
      .rejects(
        "beside something that is not known yet",
        change("reader", {
          grants: { statements: [{ ...statement, Resource: unknown }, star], name: unknown },
        }),
        [`reader: grants.statements[1] is {"Effect":"Allow","Action":"*","Resource":"*"}: ${everything}`],
      )
      .cannotJudge(
        "for a resource that is not known yet",
        change("reader", { document: { Statement: { ...star, Resource: unknown } } }),
        [
          'reader: document.Statement is {"Effect":"Allow","Action":"*","Resource":not known yet}: ' +
            `cannot tell before the update whether ${everything}`,
        ],
      );
  });

  describe("AWS's own policy for administrators", () => {
    const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    for (const type of [
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:iam/userPolicyAttachment:UserPolicyAttachment",
      "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
      "aws:iam/policyAttachment:PolicyAttachment",
    ]) {
      cases(noStarStar, [resource(type, "reader", { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" })])
        .accepts(`is not attached by ${type}`)
        .rejects(`attached by ${type}`, change("reader", { policyArn: administrator }), [
          `reader: policyArn is "${administrator}": ${everything}`,
        ]);
    }
    cases(noStarStar, [resource("aws:iam/role:Role", "reader", { managedPolicyArns: [] })]).rejects(
      "attached by a role itself, in another partition",
      change("reader", { managedPolicyArns: ["arn:aws-cn:iam::aws:policy/AdministratorAccess"] }),
      [`reader: managedPolicyArns[0] is "arn:aws-cn:iam::aws:policy/AdministratorAccess": ${everything}`],
    );
    cases(noStarStar, [
      resource("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", "reader", {
        managedPolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      }),
    ]).rejects("attached to a permission set", change("reader", { managedPolicyArn: administrator }), [
      `reader: managedPolicyArn is "${administrator}": ${everything}`,
    ]);
  });
});
