import assert from "node:assert/strict";
import { accounts, buildingPolicies, deployAccount, previewPolicies, property, role } from "./fixtures";
import { allowedActions, allows, statementsOf } from "./authorization";

const account = deployAccount();
const policy = (name: string) => property(account, name, "PolicyDocument");
const here = { "aws:RequestedRegion": "eu-central-1" };
const inAccount = (service: string, resource: string, owner: string = accounts.prod) =>
  `arn:aws:${service}:eu-central-1:${owner}:${resource}`;

type Asked = readonly [action: string, resource: string, context?: Readonly<Record<string, string>>];

/** Whether the check may do it: its policy allows it, and so does the boundary. */
function may([action, resource, context = {}]: Asked): boolean {
  const request = { action, resource, context, principal: role("prod", "landing-zone-readiness") };
  return allows([policy("ReadinessPolicy")], request) && allows([policy("Boundary")], request);
}

describe("The check of readiness", () => {
  for (const asked of [
    ["ec2:DescribeInstances", "*", here],
    ["ssm:DescribeInstanceInformation", "*", here],
    ["servicequotas:GetServiceQuota", "arn:aws:servicequotas:eu-central-1:111122223333:vpc/L-1", here],
    ["kms:ListGrants", inAccount("kms", "key/1")],
    ["iam:GetRole", role("prod", "landing-zone-incident-copier")],
    ["iam:GetInstanceProfile", "arn:aws:iam::111122223333:instance-profile/landing-zone-quarantine"],
    ["securityhub:GetFindings", inAccount("securityhub", "hub/default")],
    ["securityhub:BatchImportFindings", inAccount("securityhub", "product/111122223333/default")],
  ] satisfies Asked[]) {
    it(`may do ${asked[0]}`, () => {
      assert(may(asked));
    });
  }

  for (const [what, asked] of [
    ["reads another region", ["ec2:DescribeInstances", "*", { "aws:RequestedRegion": "us-east-1" }]],
    [
      "speaks for GuardDuty",
      ["securityhub:BatchImportFindings", "arn:aws:securityhub:eu-central-1::product/aws/guardduty"],
    ],
    [
      "speaks for another account",
      [
        "securityhub:BatchImportFindings",
        inAccount("securityhub", "product/444455556666/default", accounts.forensics),
      ],
    ],
    [
      "resolves findings of others",
      ["securityhub:BatchUpdateFindings", inAccount("securityhub", "hub/default")],
    ],
    ["turns Security Hub off", ["securityhub:DisableSecurityHub", inAccount("securityhub", "hub/default")]],
    ["uses a key", ["kms:Decrypt", inAccount("kms", "key/1")]],
    ["sees other roles", ["iam:GetRole", role("prod", "Administrator")]],
    ["reads the state", ["s3:GetObject", "arn:aws:s3:::landing-zone-state-999988887777-eu-central-1/x"]],
  ] satisfies [string, Asked][]) {
    it(`never ${what} (${asked[0]})`, () => {
      assert(!may(asked));
    });
  }

  it("changes nothing but its findings", () => {
    const writes = allowedActions(policy("ReadinessPolicy")).filter(
      (action) => !/:(Describe|Get|List)/.test(action),
    );
    assert.deepEqual(writes, ["securityhub:BatchImportFindings"]);
  });

  it("is the only one that sends findings and looks into instances", () => {
    const others = [...previewPolicies, ...buildingPolicies].flatMap((name) => allowedActions(policy(name)));
    for (const action of [
      "ec2:DescribeInstances",
      "ec2:DescribeSnapshots",
      "ec2:DescribeVolumes",
      "kms:ListGrants",
      "ssm:DescribeInstanceInformation",
      "servicequotas:GetServiceQuota",
    ]) {
      assert(!others.includes(action), action);
    }
    assert.deepEqual(
      others.filter((action) => action.startsWith("securityhub:")),
      [],
    );
  });

  it("is allowed every action by its full name", () => {
    const statements = statementsOf(policy("ReadinessPolicy"));
    assert(statements.every(({ Action = [] }) => Action.every((action) => !action.includes("*"))));
  });
});
