import { trustConfiguredAccounts } from "../../../../../policypacks/landing-zone/rules/iam/iam-trust-configured-accounts";
import { cases, change, type Change } from "../../../../support/policyCases";
import { output, ownAccount, resource, trustedAccount, unknown } from "../../../../support/policyStack";

const stranger = "999999999999";
const organizationId = "o-abcdefghij";
const letIn = `account ${stranger} is let in, which is not configured`;
const roleOf = (account: string): string => `arn:aws:iam::${account}:role/responder`;
const document = (...statements: readonly object[]): string => JSON.stringify({ Statement: statements });
const trust = (AWS: unknown): Record<string, unknown> => ({
  Sid: "Trust",
  Effect: "Allow",
  Principal: { AWS },
  Action: "x:Do",
});

/** Resources that carry a policy of their own, and the property that holds it. */
const holders = [
  ["aws:iam/role:Role", "assumeRolePolicy"],
  ["aws:s3/bucketPolicy:BucketPolicy", "policy"],
  ["aws:s3/bucket:Bucket", "policy"],
  ["aws:kms/key:Key", "policy"],
  ["aws:kms/keyPolicy:KeyPolicy", "policy"],
  ["aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy"],
  ["aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy", "accessPolicy"],
  ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "policyDocument"],
  ["aws:dynamodb/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:sns/topic:Topic", "policy"],
  ["aws:sns/topicPolicy:TopicPolicy", "policy"],
  ["aws:sqs/queue:Queue", "policy"],
  ["aws:sqs/queuePolicy:QueuePolicy", "policy"],
  ["aws:secretsmanager/secretPolicy:SecretPolicy", "policy"],
  ["aws:ecr/repositoryPolicy:RepositoryPolicy", "policy"],
  ["aws:backup/vaultPolicy:VaultPolicy", "policy"],
  ["aws:opensearch/domain:Domain", "accessPolicies"],
] as const;

describe("iam-trust-configured-accounts", () => {
  for (const [type, property] of holders) {
    describe(type, () => {
      const holding = (AWS: unknown): Change => change("holder", { [property]: document(trust(AWS)) });
      const at = `holder: ${property}.Statement[0].Principal.AWS`;
      cases(trustConfiguredAccounts, [
        resource(type, "holder", { [property]: document(trust(roleOf(ownAccount))) }),
      ])
        .accepts("a role of the account")
        .accepts("a role of a configured account", holding(roleOf(trustedAccount)))
        .rejects("a role of another account", holding(roleOf(stranger)), [
          `${at} is "${roleOf(stranger)}": ${letIn}`,
        ])
        .rejects("everybody", holding("*"), [`${at} is "*": everybody is let in`])
        .cannotJudge("a document that is not known yet", change("holder", { [property]: unknown }), [
          `holder: ${property}.Statement is not known yet: cannot tell before the update whether ` +
            "it lets in an account that is not configured",
        ]);
    });
  }

  describe("a statement", () => {
    const at = "holder: assumeRolePolicy.Statement[0]";
    const role = (...statements: readonly object[]): Change =>
      change("holder", { assumeRolePolicy: document(...statements) });
    const star = (condition: object): Change => role({ ...trust("*"), Condition: condition });
    const everybody = [`${at}.Principal.AWS is "*": everybody is let in`];

    cases(
      trustConfiguredAccounts,
      [resource("aws:iam/role:Role", "holder", { assumeRolePolicy: document(trust(roleOf(ownAccount))) })],
      { organizationId },
    )
      .accepts("that refuses", role({ ...trust("*"), Effect: "Deny" }))
      .accepts(
        "for a service",
        role({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "x:Do" }),
      )
      .accepts("for an account by its id", role(trust(trustedAccount)))
      .accepts(
        "for CloudFront",
        role(trust("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1")),
      )
      .accepts(
        "for an identity provider of the account",
        role({
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::${ownAccount}:oidc-provider/x` },
          Action: "x:Do",
        }),
      )
      .accepts(
        "for a public identity provider",
        role({ Effect: "Allow", Principal: { Federated: "accounts.google.com" }, Action: "x:Do" }),
      )
      .accepts(
        "for everybody of configured accounts",
        star({ StringEquals: { "aws:PrincipalAccount": [ownAccount, trustedAccount] } }),
      )
      .accepts(
        "for everybody of the organization",
        star({ StringEquals: { "aws:PrincipalOrgID": organizationId } }),
      )
      .accepts(
        "for everybody of a unit of the organization",
        star({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": [`${organizationId}/r-1/ou-1/*`] } }),
      )
      .accepts(
        "for whatever a configured account's resource sends",
        star({ ArnLike: { "aws:SourceArn": `arn:aws:sns:eu-central-1:${trustedAccount}:*` } }),
      )
      .accepts("with a key in other letters", star({ StringEquals: { "AWS:SOURCEACCOUNT": ownAccount } }))
      .rejects("for an account by its id that is not configured", role(trust(stranger)), [
        `${at}.Principal.AWS is "${stranger}": ${letIn}`,
      ])
      .rejects("with a stranger in a list", role(trust([roleOf(ownAccount), roleOf(stranger)])), [
        `${at}.Principal.AWS[1] is "${roleOf(stranger)}": ${letIn}`,
      ])
      .rejects("in another partition", role(trust(`arn:aws-cn:iam::${stranger}:root`)), [
        `${at}.Principal.AWS is "arn:aws-cn:iam::${stranger}:root": ${letIn}`,
      ])
      .rejects("for a session of another account", role(trust(`arn:aws:sts::${stranger}:assumed-role/x/y`)), [
        `${at}.Principal.AWS is "arn:aws:sts::${stranger}:assumed-role/x/y": ${letIn}`,
      ])
      .rejects("for a role in any account", role(trust("arn:aws:iam::*:role/x")), [
        `${at}.Principal.AWS is "arn:aws:iam::*:role/x": everybody is let in`,
      ])
      .rejects("for an id of a user or role", role(trust("AIDACKCEVSQ6C2EXAMPLE")), [
        `${at}.Principal.AWS is "AIDACKCEVSQ6C2EXAMPLE": somebody is let in whose account is not configured`,
      ])
      .rejects(
        "for a canonical user",
        role({ Effect: "Allow", Principal: { CanonicalUser: "79a59df9" }, Action: "x:Do" }),
        [`${at}.Principal.CanonicalUser is "79a59df9": somebody is let in whose account is not configured`],
      )
      .rejects("for everybody, in short", role({ Effect: "Allow", Principal: "*", Action: "x:Do" }), [
        `${at}.Principal is "*": everybody is let in`,
      ])
      .rejects(
        "for everybody but some",
        role({ Effect: "Allow", NotPrincipal: { AWS: ownAccount }, Action: "x:Do" }),
        [`${at}.NotPrincipal is {"AWS":"${ownAccount}"}: it lets in everybody else`],
      )
      .rejects(
        "for an identity provider of another account",
        role({
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::${stranger}:saml-provider/x` },
          Action: "x:Do",
        }),
        [`${at}.Principal.Federated is "arn:aws:iam::${stranger}:saml-provider/x": ${letIn}`],
      )
      .rejects(
        "for everybody of another account",
        star({ StringEquals: { "aws:PrincipalAccount": stranger } }),
        everybody,
      )
      .rejects(
        "for everybody of either account",
        star({ StringEquals: { "aws:PrincipalAccount": [ownAccount, stranger] } }),
        everybody,
      )
      .rejects(
        "for everybody of another organization",
        star({ StringEquals: { "aws:PrincipalOrgID": "o-zzzzzzzzzz" } }),
        everybody,
      )
      .rejects(
        "with a condition that a request without the key passes",
        star({ StringEqualsIfExists: { "aws:PrincipalOrgID": organizationId } }),
        everybody,
      )
      .rejects(
        "with a condition that excludes",
        star({ StringNotEquals: { "aws:PrincipalAccount": ownAccount } }),
        everybody,
      )
      .rejects(
        "with a condition on something else",
        star({ StringEquals: { "aws:PrincipalType": "User" } }),
        everybody,
      )
      .rejects(
        "for a bucket's events, whose ARN names no account",
        star({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::bucket" } }),
        everybody,
      );
  });

  describe("without an organization", () => {
    cases(trustConfiguredAccounts, [
      resource("aws:iam/role:Role", "holder", { assumeRolePolicy: document(trust(roleOf(ownAccount))) }),
    ]).rejects(
      "everybody of some organization",
      change("holder", {
        assumeRolePolicy: document({
          ...trust("*"),
          Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
        }),
      }),
      ['holder: assumeRolePolicy.Statement[0].Principal.AWS is "*": everybody is let in'],
    );
  });

  describe("what a component was given", () => {
    const statement = { ...trust(roleOf(ownAccount)), Resource: unknown };
    cases(trustConfiguredAccounts, [
      resource("aws:iam/role:Role", "own", {}, { arn: roleOf(ownAccount) }),
      resource("landingzone:encryption:EncryptionKey", "key", { usage: [statement] }),
    ])
      .accepts("for a configured account")
      .rejects(
        "for another account, beside something that is not known yet",
        change("key", {
          usage: [{ ...statement, Principal: { AWS: [output("own", "arn"), roleOf(stranger)] } }],
          name: unknown,
        }),
        [`key: usage[0].Principal.AWS[1] is "${roleOf(stranger)}": ${letIn}`],
      );
  });

  describe("documents that let nobody in", () => {
    for (const type of [
      "aws:iam/policy:Policy",
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      "aws:organizations/policy:Policy",
    ]) {
      cases(trustConfiguredAccounts, [resource(type, "holder", { policy: document(trust("*")) })]).accepts(
        type,
      );
    }
  });

  describe("a property that is only named like a document", () => {
    cases(trustConfiguredAccounts, [
      resource("aws:ses/receiptFilter:ReceiptFilter", "filter", { policy: "Block" }),
    ]).accepts("of an SES receipt filter");
  });

  describe("grants without a document", () => {
    const grants = [
      ["aws:lambda/permission:Permission", "principal"],
      ["aws:lambda/layerVersionPermission:LayerVersionPermission", "principal"],
      ["aws:cloudwatch/eventPermission:EventPermission", "principal"],
      ["aws:kms/grant:Grant", "granteePrincipal"],
      ["aws:ec2/amiLaunchPermission:AmiLaunchPermission", "accountId"],
      ["aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", "accountId"],
      ["aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple", "principalArn"],
      ["aws:ram/principalAssociation:PrincipalAssociation", "principal"],
    ] as const;
    for (const [type, property] of grants) {
      const grantee = property === "accountId" ? stranger : roleOf(stranger);
      cases(trustConfiguredAccounts, [resource(type, "grant", { [property]: ownAccount })])
        .accepts(`${type} to the account`)
        .accepts(`${type} to a configured account`, change("grant", { [property]: trustedAccount }))
        .rejects(`${type} to another account`, change("grant", { [property]: grantee }), [
          `grant: ${property} is "${grantee}": ${letIn}`,
        ])
        .cannotJudge(`${type} to somebody who is not known yet`, change("grant", { [property]: unknown }), [
          `grant: ${property} is not known yet: cannot tell before the update whether somebody is let in whose account is not configured`,
        ]);
    }

    cases(
      trustConfiguredAccounts,
      [resource("aws:lambda/permission:Permission", "grant", { principal: "*" })],
      {
        organizationId,
      },
    )
      .accepts("a service", change("grant", { principal: "sns.amazonaws.com" }))
      .accepts("everybody of a configured account", change("grant", { sourceAccount: trustedAccount }))
      .accepts("everybody of the organization", change("grant", { principalOrgId: organizationId }))
      .rejects("everybody of another account", change("grant", { sourceAccount: stranger }), [
        'grant: principal is "*": everybody is let in',
      ]);
    cases(
      trustConfiguredAccounts,
      [resource("aws:cloudwatch/eventPermission:EventPermission", "grant", { principal: "*" })],
      {
        organizationId,
      },
    )
      .accepts(
        "events of the organization",
        change("grant", {
          condition: { key: "aws:PrincipalOrgID", type: "StringEquals", value: organizationId },
        }),
      )
      .rejects("events of everybody", change("grant", { condition: undefined }), [
        'grant: principal is "*": everybody is let in',
      ]);
    cases(trustConfiguredAccounts, [resource("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "grant")], {
      organizationId,
    })
      .accepts(
        "an image for the organization",
        change("grant", {
          organizationArn: `arn:aws:organizations::${ownAccount}:organization/${organizationId}`,
        }),
      )
      .rejects("an image for everybody", change("grant", { group: "all" }), [
        'grant: group is "all": everybody is let in',
      ])
      .rejects(
        "an image for a unit of another organization",
        change("grant", { organizationalUnitArn: `arn:aws:organizations::${stranger}:ou/o-zzzzzzzzzz/ou-1` }),
        [
          `grant: organizationalUnitArn is "arn:aws:organizations::${stranger}:ou/o-zzzzzzzzzz/ou-1": ` +
            "an organization is let in that is not configured",
        ],
      );
    cases(trustConfiguredAccounts, [resource("aws:ram/principalAssociation:PrincipalAssociation", "grant")], {
      organizationId,
    })
      .accepts(
        "a share with a unit of the organization",
        change("grant", { principal: `arn:aws:organizations::${ownAccount}:ou/${organizationId}/ou-1` }),
      )
      .rejects(
        "a share with another organization",
        change("grant", { principal: `arn:aws:organizations::${stranger}:organization/o-zzzzzzzzzz` }),
        [
          `grant: principal is "arn:aws:organizations::${stranger}:organization/o-zzzzzzzzzz": ` +
            "an organization is let in that is not configured",
        ],
      );
  });
});
