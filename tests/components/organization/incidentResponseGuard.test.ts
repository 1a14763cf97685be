import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { evidenceGuard, responseGuard } from "../../../components/organization/incidentResponseGuard";
import { IncidentGuard } from "../../../components/response/incidentGuard";
import { evaluate, type Call, type EvaluatedStatement } from "../../support/iamEvaluation";
import { record } from "../../support/record";

const account = { id: "111122223333", region: "eu-central-1" };
const exempt = { deployers: ["arn:aws:iam::*:role/landing-zone-deployment"] };
const control = [...responseGuard("aws", exempt), ...evidenceGuard("aws", exempt)] as EvaluatedStatement[];
const full: EvaluatedStatement = { Sid: "FullAccess", Effect: "Allow", Action: "*", Resource: "*" };

const iam = (resource: string) => `arn:aws:iam::111122223333:${resource}`;
const ec2 = (resource: string) => `arn:aws:ec2:eu-central-1:111122223333:${resource}`;
const administrator = iam("role/Administrator");
const deployment = iam("role/landing-zone-deployment");
const container = iam("role/landing-zone-incident-container");
const copier = iam("role/landing-zone-incident-copier");

const group = ec2("security-group/sg-1");
const isolation = { "aws:ResourceTag/purpose": "isolation" };
const conversion = { "aws:ResourceTag/purpose": "conversion" };
const contained = { "aws:ResourceTag/quarantine": "contained", "aws:ResourceTag/case-id": "case-1" };
const ofACase = { "aws:ResourceTag/case-id": "case-1" };
const kept = { "aws:ResourceTag/do-not-delete": "true" };
const transferKey = { "kms:ResourceAliases": ["alias/landing-zone-evidence-transfer"] };
const key = "arn:aws:kms:eu-central-1:111122223333:key/1";
const rule = "arn:aws:events:eu-central-1:111122223333:rule/prod-findings-guardduty";
const instance = ec2("instance/i-1");

function verdict(principal: string, action: string, resource: string, context: Call["context"] = {}) {
  const call = { action, resource, context: { "aws:PrincipalArn": principal, ...context } };
  return evaluate(call, { identity: [full], control });
}

describe("The guard of incident response", () => {
  for (const [action, resource, context, by] of [
    ["iam:PutRolePolicy", container, {}, "ResponseIdentitiesAreFixed"],
    ["iam:UpdateAssumeRolePolicy", container, {}, "ResponseIdentitiesAreFixed"],
    ["iam:DeleteRole", iam("role/landing-zone-quarantine"), {}, "ResponseIdentitiesAreFixed"],
    ["iam:CreateRole", iam("role/landing-zone-incident-mine"), {}, "ResponseIdentitiesAreFixed"],
    ["iam:DeleteRolePermissionsBoundary", container, {}, "ResponseIdentitiesAreFixed"],
    ["iam:CreatePolicyVersion", iam("policy/prod-responders-boundary"), {}, "ResponseIdentitiesAreFixed"],
    ["iam:CreatePolicyVersion", iam("policy/prod-incident-guard-evidence"), {}, "ResponseIdentitiesAreFixed"],
    [
      "iam:RemoveRoleFromInstanceProfile",
      iam("instance-profile/landing-zone-quarantine"),
      {},
      "ResponseIdentitiesAreFixed",
    ],
    [
      "iam:DetachRolePolicy",
      administrator,
      { "iam:PolicyARN": iam("policy/prod-incident-guard-response") },
      "GuardsStayAttached",
    ],
    ["sts:AssumeRole", container, {}, "NobodyHereTakesTheRoles"],
    ["iam:PassRole", copier, {}, "NobodyHereTakesTheRoles"],
    ["iam:PassRole", iam("role/landing-zone-quarantine"), {}, "QuarantineRoleIsForContainment"],
    ["ec2:AuthorizeSecurityGroupEgress", group, isolation, "ResponseGroupsAreFixed"],
    ["ec2:DeleteSecurityGroup", group, conversion, "ResponseGroupsAreFixed"],
    ["ec2:DeleteTags", group, isolation, "ResponseGroupsAreFixed"],
    ["ec2:ModifyNetworkInterfaceAttribute", group, conversion, "ResponseGroupsAreForContainment"],
    ["ec2:RunInstances", group, conversion, "ResponseGroupsAreForContainment"],
    ["kms:ScheduleKeyDeletion", key, transferKey, "TransferKeyIsFixed"],
    ["kms:PutKeyPolicy", key, transferKey, "TransferKeyIsFixed"],
    [
      "kms:DeleteAlias",
      "arn:aws:kms:eu-central-1:111122223333:alias/landing-zone-evidence-transfer",
      {},
      "TransferKeyKeepsItsName",
    ],
    ["events:DisableRule", rule, {}, "FindingsAreForwarded"],
    ["events:RemoveTargets", rule, {}, "FindingsAreForwarded"],
    ["ec2:ModifyInstanceAttribute", instance, contained, "ContainmentStays"],
    ["ec2:AssociateAddress", instance, contained, "ContainmentStays"],
    ["ec2:ReplaceIamInstanceProfileAssociation", instance, contained, "ContainmentStays"],
    ["ec2:StartInstances", instance, contained, "ContainmentStays"],
    ["ssm:StartSession", instance, contained, "ContainmentStays"],
    ["ec2:ModifyNetworkInterfaceAttribute", ec2("network-interface/eni-1"), ofACase, "WhatIsOfACaseStays"],
    ["ec2:DeleteSnapshot", "arn:aws:ec2:eu-central-1::snapshot/snap-1", ofACase, "WhatIsOfACaseStays"],
    ["ec2:DeregisterImage", "arn:aws:ec2:eu-central-1::image/ami-1", ofACase, "WhatIsOfACaseStays"],
    [
      "ec2:ModifySnapshotAttribute",
      "arn:aws:ec2:eu-central-1::snapshot/snap-1",
      ofACase,
      "WhatIsOfACaseStays",
    ],
    ["ec2:DeleteTags", instance, ofACase, "CaseTagsStay"],
    ["ec2:CreateTags", instance, { "aws:TagKeys": ["Name", "case-id"] }, "CaseTagsAreForMachines"],
    ["ec2:DeleteVolume", ec2("volume/vol-1"), kept, "MarkedThingsStay"],
    ["s3:DeleteBucket", "arn:aws:s3:::kept", kept, "MarkedThingsStay"],
    ["ec2:DisableSnapshotBlockPublicAccess", "*", {}, "CopiesAreNeverPublic"],
  ] satisfies [string, string, Call["context"], string][]) {
    it(`refuses an administrator ${action} on ${resource} (${by})`, () => {
      assert.equal(verdict(administrator, action, resource, context), `denied by ${by}`);
    });
  }

  it("refuses the root user too", () => {
    const root = iam("root");
    assert.equal(verdict(root, "ec2:TerminateInstances", instance, contained), "denied by ContainmentStays");
  });

  for (const [who, principal, action, resource, context] of [
    ["the deployment changes the roles", deployment, "iam:PutRolePolicy", container, {}],
    ["the deployment changes the groups", deployment, "ec2:AuthorizeSecurityGroupEgress", group, isolation],
    ["the deployment changes the key", deployment, "kms:PutKeyPolicy", key, transferKey],
    ["the deployment changes the forwarding", deployment, "events:PutRule", rule, {}],
    ["the container isolates", container, "ec2:ModifyNetworkInterfaceAttribute", group, isolation],
    ["the container gives the profile", container, "iam:PassRole", iam("role/landing-zone-quarantine"), {}],
    [
      "the container changes contained instances",
      container,
      "ec2:ModifyInstanceAttribute",
      instance,
      contained,
    ],
    ["the container tags for a case", container, "ec2:CreateTags", instance, { "aws:TagKeys": ["case-id"] }],
    [
      "the copier shares copies",
      copier,
      "ec2:ModifySnapshotAttribute",
      "arn:aws:ec2:eu-central-1::snapshot/s",
      ofACase,
    ],
    ["the copier gives grants for the key", copier, "kms:CreateGrant", key, transferKey],
    ["an administrator changes other roles", administrator, "iam:PutRolePolicy", iam("role/web"), {}],
    [
      "an administrator changes other groups",
      administrator,
      "ec2:DeleteSecurityGroup",
      group,
      { "aws:ResourceTag/purpose": "application" },
    ],
    ["an administrator ends other instances", administrator, "ec2:TerminateInstances", instance, {}],
    [
      "an administrator deletes other keys",
      administrator,
      "kms:ScheduleKeyDeletion",
      key,
      { "kms:ResourceAliases": ["alias/x"] },
    ],
    [
      "an administrator detaches other policies",
      administrator,
      "iam:DetachRolePolicy",
      iam("role/web"),
      { "iam:PolicyARN": iam("policy/x") },
    ],
    [
      "an administrator changes other rules",
      administrator,
      "events:DeleteRule",
      "arn:aws:events:eu-central-1:111122223333:rule/nightly",
      {},
    ],
  ] satisfies [string, string, string, string, Call["context"]][]) {
    it(`leaves alone: ${who} (${action})`, () => {
      assert.equal(verdict(principal, action, resource, context), "allowed by FullAccess");
    });
  }

  it("lets not even the deployment undo a containment", () => {
    for (const action of ["ec2:ModifyInstanceAttribute", "ec2:TerminateInstances", "ec2:AssociateAddress"]) {
      assert.equal(verdict(deployment, action, instance, contained), "denied by ContainmentStays");
    }
  });

  it("only denies, and fits into a service control policy", () => {
    for (const statements of [responseGuard("aws", exempt), evidenceGuard("aws", exempt)]) {
      assert.deepEqual([...new Set(statements.map(({ Effect }) => Effect))], ["Deny"]);
      // 5,120 characters. Source: "Quotas and service limits for AWS Organizations".
      assert(JSON.stringify({ Version: "2012-10-17", Statement: statements }).length <= 5120);
    }
  });

  it("is attached to the roles that are named, as managed policies", async () => {
    const args = { account, deployers: ["landing-zone-deployment"], guardedRoles: ["Administrator"] };
    const { names, one } = await record((opts) => new IncidentGuard("guard", args, opts));
    assert.deepEqual(names(aws.iam.Policy), ["guard-evidence", "guard-response"]);
    assert.deepEqual(names(aws.iam.RolePolicyAttachment), [
      "guard-evidence-Administrator",
      "guard-response-Administrator",
    ]);
    const { Statement } = JSON.parse(one(aws.iam.Policy, "guard-response").inputs["policy"] as string) as {
      Statement: EvaluatedStatement[];
    };
    const call = {
      action: "iam:DeleteRole",
      resource: container,
      context: { "aws:PrincipalArn": administrator },
    };
    assert.equal(evaluate(call, { identity: [full, ...Statement] }), "denied by ResponseIdentitiesAreFixed");
  });
});
