import assert from "node:assert/strict";
import { accessByPolicy, type KeyUser } from "../../../tools/readiness/keyAccess";

const user: KeyUser = {
  account: "111122223333",
  roleArn: "arn:aws:iam::111122223333:role/landing-zone-incident-copier",
  rootArn: "arn:aws:iam::111122223333:root",
  viaService: "ec2.eu-central-1.amazonaws.com",
};

const toRoot = { Effect: "Allow", Principal: { AWS: user.rootArn }, Action: "kms:*", Resource: "*" };
const access = (...Statement: object[]) =>
  accessByPolicy(JSON.stringify({ Version: "2012-10-17", Statement }), user);

describe("What a key's policy lets the copier do", () => {
  it("is to copy, where the account's IAM decides", () => {
    assert.equal(access(toRoot), "yes");
  });

  for (const [what, Principal] of [
    ["the role", { AWS: user.roleArn }],
    ["one of several", { AWS: ["arn:aws:iam::999999999999:root", user.roleArn] }],
    ["the account by its id", { AWS: user.account }],
    ["everybody", "*"],
    ["everybody of AWS", { AWS: "*" }],
  ] as const) {
    it(`is to copy, where it names ${what}`, () => {
      assert.equal(access({ ...toRoot, Principal }), "yes");
    });
  }

  for (const [what, Principal] of [
    ["another role", { AWS: "arn:aws:iam::111122223333:role/other" }],
    ["another account", { AWS: "arn:aws:iam::999999999999:root" }],
    ["a service", { Service: "ec2.amazonaws.com" }],
  ] as const) {
    it(`is nothing, where it names ${what} alone`, () => {
      assert.equal(access({ ...toRoot, Principal }), "no");
    });
  }

  it("is nothing, where one of the three actions is missing", () => {
    for (const missing of ["kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant"]) {
      const Action = ["kms:Decrypt", "kms:DescribeKey", "kms:CreateGrant"].filter((one) => one !== missing);
      assert.equal(access({ ...toRoot, Action }), "no", missing);
    }
  });

  it("knows patterns, in any case", () => {
    assert.equal(access({ ...toRoot, Action: ["KMS:De*", "kms:Create?rant"] }), "yes");
    assert.equal(access({ ...toRoot, Action: ["kms:Encrypt", "kms:Get*"] }), "no");
    assert.equal(access({ ...toRoot, Action: undefined, NotAction: "kms:PutKeyPolicy" }), "yes");
    assert.equal(access({ ...toRoot, Action: undefined, NotAction: "kms:Decr*" }), "no");
  });

  it("is nothing, where a statement denies it", () => {
    assert.equal(access(toRoot, { ...toRoot, Effect: "Deny", Action: "kms:CreateGrant" }), "no");
    assert.equal(
      access(toRoot, {
        ...toRoot,
        Effect: "Deny",
        Principal: { AWS: "arn:aws:iam::111122223333:role/other" },
      }),
      "yes",
    );
  });

  const when = (Condition: object) => access({ ...toRoot, Condition });

  it("follows conditions whose values are known", () => {
    assert.equal(
      when({ StringEquals: { "kms:ViaService": user.viaService, "kms:CallerAccount": user.account } }),
      "yes",
    );
    assert.equal(when({ StringLike: { "kms:ViaService": "ec2.*.amazonaws.com" } }), "yes");
    assert.equal(when({ StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } }), "no");
    assert.equal(
      when({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/landing-zone-*" } }),
      "yes",
    );
  });

  it("asks for grants to AWS where grants are made", () => {
    const use = { ...toRoot, Action: ["kms:Decrypt", "kms:DescribeKey"] };
    const grant = {
      ...toRoot,
      Action: "kms:CreateGrant",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    };
    assert.equal(access(use, grant), "yes");
  });

  it("is not certain, where a condition's outcome can't be told", () => {
    assert.equal(when({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }), "unknown");
    assert.equal(when({ StringNotEquals: { "kms:CallerAccount": "999999999999" } }), "unknown");
    assert.equal(
      access(toRoot, {
        ...toRoot,
        Effect: "Deny",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
      }),
      "unknown",
    );
    assert.equal(
      access(toRoot, { Effect: "Deny", NotPrincipal: { AWS: user.rootArn }, Action: "kms:*" }),
      "unknown",
    );
  });

  it("is certain all the same, where another statement lets it without a condition", () => {
    assert.equal(
      access(toRoot, { ...toRoot, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
      "yes",
    );
  });

  it("is not certain, where the policy can't be read", () => {
    assert.equal(accessByPolicy("{", user), "unknown");
    assert.equal(accessByPolicy('{"Statement":[{"Effect":"Maybe"}]}', user), "unknown");
  });

  it("reads a policy of one statement", () => {
    assert.equal(accessByPolicy(JSON.stringify({ Statement: toRoot }), user), "yes");
  });
});
