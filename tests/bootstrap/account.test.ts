import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { workflowStacks } from "../../bootstrap/stacks";
import { loadStackFile } from "../../config/load";
import {
  accounts,
  buildingPolicies,
  deployAccount,
  previewPolicies,
  property,
  secretsKey,
  stateKey,
} from "./fixtures";
import { attributeOf, readTemplate } from "./template";

const account = deployAccount();
const roles = ["PreviewRole", "DeploymentRole"] as const;
const provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

const trustOf = (deployed: ReturnType<typeof deployAccount>, name: string) =>
  property(deployed, name, "AssumeRolePolicyDocument");

function workflow(Sid: string, subject: string | readonly string[]) {
  return {
    Sid,
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": subject,
      },
    },
  };
}

describe("The role that previews", () => {
  it("trusts the repository's pull requests, its branch, and nobody else", () => {
    assert.deepEqual(trustOf(account, "PreviewRole"), {
      Version: "2012-10-17",
      Statement: [
        workflow("TrustPreviews", [
          "repo:example/landing-zone:pull_request",
          "repo:example/landing-zone:ref:refs/heads/main",
        ]),
      ],
    });
  });

  it("has the policies that read, within the boundary", () => {
    assert.deepEqual(property(account, "PreviewRole", "ManagedPolicyArns"), previewPolicies.map(attributeOf));
    assert.equal(property(account, "PreviewRole", "PermissionsBoundary"), attributeOf("Boundary"));
  });
});

describe("The role that deploys", () => {
  it("trusts the stack's environment in the repository and nobody else", () => {
    assert.deepEqual(trustOf(account, "DeploymentRole"), {
      Version: "2012-10-17",
      Statement: [workflow("TrustEnvironment", "repo:example/landing-zone:environment:prod")],
    });
  });

  it("has the policies that read and build, within the boundary", () => {
    assert.deepEqual(
      property(account, "DeploymentRole", "ManagedPolicyArns"),
      [...previewPolicies, ...buildingPolicies].map(attributeOf),
    );
    assert.equal(property(account, "DeploymentRole", "PermissionsBoundary"), attributeOf("Boundary"));
  });
});

describe("The role that checks readiness", () => {
  const readiness = workflow("TrustReadinessWorkflow", "repo:example/landing-zone:ref:refs/heads/main");

  it("trusts the repository's workflow on its branch and nobody else, people included", () => {
    const people = { PeopleRoleArns: ["arn:aws:iam::111122223333:role/Operator"] };
    const { StringEquals } = readiness.Condition;
    const reference = "example/landing-zone/.github/workflows/readiness.yml@refs/heads/main";
    assert.deepEqual(trustOf(deployAccount(people), "ReadinessRole"), {
      Version: "2012-10-17",
      Statement: [
        {
          ...readiness,
          Condition: {
            StringEquals: {
              ...StringEquals,
              "token.actions.githubusercontent.com:job_workflow_ref": reference,
            },
          },
        },
      ],
    });
    const [, path = ""] = /^example\/landing-zone\/(.+)@/.exec(reference) ?? [];
    assert(existsSync(join(__dirname, "../..", path)), path);
  });

  it("trusts the branch where AWS knows no workflows", () => {
    const { Statement } = trustOf(deployAccount({ "AWS::Partition": "aws-us-gov" }), "ReadinessRole") as {
      Statement: unknown[];
    };
    const federated = provider.replace("arn:aws:", "arn:aws-us-gov:");
    assert.deepEqual(Statement, [{ ...readiness, Principal: { Federated: federated } }]);
  });

  it("has a policy of its own and no other, within the boundary", () => {
    assert.deepEqual(property(account, "ReadinessRole", "ManagedPolicyArns"), [
      attributeOf("ReadinessPolicy"),
    ]);
    assert.equal(property(account, "ReadinessRole", "PermissionsBoundary"), attributeOf("Boundary"));
  });
});

describe("The roles", () => {
  it("have no further policy, and a session of an hour", () => {
    for (const role of [...roles, "ReadinessRole"]) {
      assert.equal(property(account, role, "Policies"), null);
      assert.equal(property(account, role, "MaxSessionDuration"), 3600);
    }
  });

  it("that preview and deploy can be taken by the people named, who are in this account", () => {
    const people = ["arn:aws:iam::111122223333:role/Operator"];
    const deployed = deployAccount({ PeopleRoleArns: people });
    for (const role of roles) {
      const { Statement } = trustOf(deployed, role) as { Statement: unknown[] };
      assert.deepEqual(Statement.slice(1), [
        {
          Sid: "TrustPeople",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${accounts.prod}:root` },
          Action: "sts:AssumeRole",
          Condition: { ArnLike: { "aws:PrincipalArn": people } },
        },
      ]);
    }
  });

  it("have names that the state's template knows", () => {
    assert.deepEqual(
      roles.map((role) => property(account, role, "RoleName")),
      ["landing-zone-preview", "landing-zone-deployment"],
    );
  });

  it("have names that the workflows know", () => {
    const config = loadStackFile(join(__dirname, "../../Pulumi.prod.yaml"));
    const [known] = workflowStacks([config]).workload;
    assert.deepEqual(
      [known?.previewRole, known?.deploymentRole, known?.readinessRole].map((arn) => arn?.split("/").at(-1)),
      [...roles, "ReadinessRole"].map((role) => property(account, role, "RoleName")),
    );
  });
});

describe("GitHub's OIDC provider", () => {
  it("gives tokens for AWS only", () => {
    assert.equal(property(account, "GitHub", "Url"), "https://token.actions.githubusercontent.com");
    assert.deepEqual(property(account, "GitHub", "ClientIdList"), ["sts.amazonaws.com"]);
  });

  it("is left alone where there is one", () => {
    assert.equal(Object.hasOwn(deployAccount({ OidcProvider: "existing" }).resources, "GitHub"), false);
  });
});

describe("The parameters of the account's template", () => {
  const { Parameters } = readTemplate("account.yaml");

  for (const [name, good, bad] of [
    ["Stack", ["prod"], ["*", "Prod", ""]],
    ["Region", ["eu-central-1", "us-gov-east-1"], ["*", "eu-central"]],
    [
      "Repository",
      ["example/landing-zone"],
      ["example/*", "*/landing-zone", "example", "example/a:b", "example/a/b"],
    ],
    [
      "PeopleRoleArns",
      ["", "arn:aws:iam::111122223333:role/Operator"],
      ["*", "arn:aws:iam::111122223333:user/Ann"],
    ],
    ["StateKeyArn", [stateKey], ["*", "arn:aws:kms:eu-central-1:999988887777:alias/x"]],
    ["SecretsKeyArn", [secretsKey], ["*", "arn:aws:kms:eu-central-1:999988887777:key/*"]],
    ["StateBucket", ["landing-zone-state-999988887777-eu-central-1"], ["*", "landing-zone-*", "a/b"]],
  ] as const) {
    it(`refuse what would widen a policy (${name})`, () => {
      const pattern = new RegExp(`^(?:${Parameters[name]?.AllowedPattern ?? ".*"})$`);
      for (const value of good) assert.match(value, pattern);
      for (const value of bad) assert.doesNotMatch(value, pattern);
    });
  }
});
