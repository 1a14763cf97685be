import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { machineNames, roleNames, takers, type WorkloadRole } from "../../../components/response/names";
import { boundaryStatements } from "../../../components/response/responderBoundary";
import { ResponderRoles, type ResponderRolesArgs } from "../../../components/response/responderRoles";
import { trustMachines } from "../../../components/response/responderTrust";
import { evaluate, matches, type Call, type EvaluatedStatement } from "../../support/iamEvaluation";
import { record, type Recording } from "../../support/record";
import * as known from "../../support/responseAuthorization";
import { machineCalls, machines, type MachineCall } from "../../support/responseMachines";

const roles = Object.keys(roleNames) as WorkloadRole[];
const organizationId = "o-a1b2c3d4e5";
const args: ResponderRolesArgs = {
  account: known.workload,
  responders: { accountId: "444455556666", region: "eu-central-1", organizationId },
  transferKeyArn: known.transferKeyArn,
  logBucketArn: known.logBucketArn,
  logKeyArn: known.logKeyArn,
  evidenceBucketArn: known.evidenceBucketArn,
  evidenceKeyArn: known.evidenceKeyArn,
};
const boundary = boundaryStatements(known.workload) as readonly EvaluatedStatement[];

function statements(policy: unknown): EvaluatedStatement[] {
  return (JSON.parse(policy as string) as { Statement: EvaluatedStatement[] }).Statement;
}

/** Actions that a role has beside those of the names of its machines' calls, and why. */
const companions: Readonly<Record<WorkloadRole, Readonly<Record<string, string>>>> = {
  reader: {},
  container: { "iam:PassRole": "giving an instance a profile passes the profile's role" },
  copier: {
    "ec2:CreateTags": "what is made with tags needs the permission to tag, at its creation alone",
    "kms:CreateGrant": "EBS copies with a grant, after the call has been answered",
    "kms:Decrypt": "S3 decrypts a log that is copied, EBS a disk",
    "kms:DescribeKey": "EBS looks at the keys of a copy",
    "kms:GenerateDataKey": "S3 encrypts the copy of a log",
    "kms:GenerateDataKeyWithoutPlaintext": "EBS encrypts the copy of a disk",
    "kms:ReEncryptFrom": "EBS re-encrypts the key of a disk",
    "kms:ReEncryptTo": "EBS re-encrypts the key of a disk for handing over",
    "s3:GetObject": "a copy reads its source",
    "s3:PutObject": "a copy is put into the evidence bucket",
    "s3:PutObjectLegalHold": "a copy is put on legal hold as it is made",
  },
};

describe("The roles of a workload account", () => {
  let made: Recording<ResponderRoles>;
  before(async () => (made = await record((opts) => new ResponderRoles("responders", args, opts))));

  const policyOf = (role: WorkloadRole) => statements(made.inputs(`responders-${role}-respond`)["policy"]);

  it("have the names that the forensics account knows, for an hour at a time, within one boundary", () => {
    const { outputs } = made.one(aws.iam.Policy);
    for (const role of roles) {
      const { name, maxSessionDuration, permissionsBoundary } = made.inputs(`responders-${role}-role`);
      assert.deepEqual([name, maxSessionDuration], [roleNames[role], 3600]);
      assert.equal(permissionsBoundary, outputs["arn"]);
    }
  });

  describe("are taken", () => {
    const machineRole = "arn:aws:iam::444455556666:role/landing-zone-incident-contain";
    const machine = "arn:aws:states:eu-central-1:444455556666:stateMachine:landing-zone-incident-contain";
    const good = {
      "aws:PrincipalArn": machineRole,
      "sts:ExternalId": machine,
      "aws:PrincipalOrgID": organizationId,
    };
    const takes = (role: WorkloadRole, context: Record<string, string>) =>
      statements(made.inputs(`responders-${role}-role`)["assumeRolePolicy"]).some((one) =>
        matches(one, { action: "sts:AssumeRole", resource: "*", context }),
      );
    const without = (key: string) =>
      Object.fromEntries(Object.entries(good).filter(([name]) => name !== key));

    it("by a machine with its own role and its own ARN as external id", () => {
      assert.equal(takes("container", good), true);
    });

    for (const [who, context] of [
      [
        "another role of the forensics account",
        { ...good, "aws:PrincipalArn": machineRole.replace(/contain$/, "x") },
      ],
      [
        "the same role in another account",
        { ...good, "aws:PrincipalArn": machineRole.replace("4444", "9999") },
      ],
      [
        "a machine with the role of one that may do something else",
        { ...good, "sts:ExternalId": machine.replace(/contain$/, "acquire") },
      ],
      [
        "a machine of somebody else with the role of ours",
        { ...good, "sts:ExternalId": machine.replace(/contain$/, "other") },
      ],
      ["somebody without an external id", without("sts:ExternalId")],
      ["an account of another organization", { ...good, "aws:PrincipalOrgID": "o-zzzzzzzzzz" }],
      ["an account of no organization", without("aws:PrincipalOrgID")],
    ] as const) {
      it(`not by ${who}`, () => {
        assert.equal(takes("container", context), false);
      });
    }

    it("not by a machine that has no business with them", () => {
      assert.equal(takes("copier", good), false);
    });

    it("through the forensics account alone", () => {
      const principals = roles.flatMap((role) => {
        const trust = statements(made.inputs(`responders-${role}-role`)["assumeRolePolicy"]);
        return trust.map((one) => (one as unknown as { Principal: unknown }).Principal);
      });
      for (const principal of principals)
        assert.deepEqual(principal, { AWS: "arn:aws:iam::444455556666:root" });
    });

    it("by all that names.ts lets take them, of which those in one statement take the same roles", () => {
      const rolesOf = (arn: string) =>
        roles.filter((role) => takers[role].some((one) => arn.endsWith(`:role/${machineNames[one]}`)));
      for (const role of roles) {
        const trust = statements(made.inputs(`responders-${role}-role`)["assumeRolePolicy"]);
        const trusted = trust.map(
          ({ Condition }) => Condition?.["ArnEquals"]?.["aws:PrincipalArn"] as readonly string[],
        );
        assert.deepEqual(
          trusted.flat().sort(),
          takers[role].map((one) => `arn:aws:iam::444455556666:role/${machineNames[one]}`).sort(),
        );
        for (const arns of trusted) assert.equal(new Set(arns.map((arn) => rolesOf(arn).join())).size, 1);
      }
    });

    it("by a document as long as AWS takes it, in every partition and with the longest id of an organization", () => {
      for (const region of ["ap-southeast-1", "us-gov-west-1", "cn-northwest-1"]) {
        const responders = { accountId: "444455556666", region, organizationId: `o-${"a".repeat(32)}` };
        for (const role of roles) {
          const document = { Version: "2012-10-17", Statement: trustMachines(responders, role) };
          // Source: "IAM and AWS STS quotas", IAM user guide.
          assert(JSON.stringify(document).length <= 2048, `${role} in ${region}`);
        }
      }
    });

    it("without an organization by the same machines", async () => {
      const responders = { accountId: "444455556666", region: "eu-central-1" };
      const { inputs } = await record((opts) => new ResponderRoles("alone", { ...args, responders }, opts));
      const trust = statements(inputs("alone-container-role")["assumeRolePolicy"]);
      const asked = (context: Record<string, string>) =>
        trust.some((one) => matches(one, { action: "sts:AssumeRole", resource: "*", context }));
      assert.equal(asked(without("aws:PrincipalOrgID")), true);
      assert.equal(asked({ ...good, "sts:ExternalId": "x" }), false);
    });
  });

  describe("allow what the machines call", () => {
    let calls: readonly MachineCall[] = [];
    before(() => (calls = machineCalls()));
    const asRole = (role: WorkloadRole) => calls.filter((call) => call.role === role);
    const verdict = (role: WorkloadRole, call: Call) =>
      evaluate(call, { identity: policyOf(role), boundary });
    const nameOf = ({ machine, state }: MachineCall) => `${machine}, ${state}`;

    it("of which there are many", () => {
      assert(machines().size >= 5);
      for (const role of roles) assert(asRole(role).length > 3, role);
    });

    it("and are taken by no other machine than those that are trusted", () => {
      const users = calls.flatMap(({ role, machine }) => (role === undefined ? [] : [`${role} ${machine}`]));
      const trusted = roles.flatMap((role) => takers[role].map((machine) => `${role} ${machine}`));
      assert.deepEqual(
        [...new Set(users)].filter((user) => !trusted.includes(user)),
        [],
      );
    });

    for (const role of roles) {
      it(`as ${role}, every one of them`, () => {
        const refused = asRole(role).flatMap((call) =>
          known
            .callsOf(call)
            .map((one) => [nameOf(call), one.action, one.resource, verdict(role, one)])
            .filter(([, , , decided]) => decided?.startsWith("allowed") !== true),
        );
        assert.deepEqual(refused, []);
      });

      it(`as ${role}, and nothing that none of them calls`, () => {
        const called = new Set(
          asRole(role).flatMap((call) => known.callsOf(call).map(({ action }) => action)),
        );
        const allowed = policyOf(role).flatMap(({ Action }) => Action);
        assert.deepEqual(
          allowed.filter((action) => !called.has(action)),
          [],
        );
      });

      it(`as ${role}, and beside the actions of their names only companions with a reason`, () => {
        const names = new Set(asRole(role).map(({ action }) => action.split(":")[1]?.toLowerCase()));
        const others = policyOf(role)
          .flatMap(({ Action }) => Action)
          .filter((action) => !names.has(action.split(":")[1]?.toLowerCase()));
        const reasons = [...Object.keys(companions[role]), ...renamed];
        assert.deepEqual(
          [...new Set(others)].filter((action) => !reasons.includes(action)),
          [],
        );
      });
    }
  });

  describe("are limited", () => {
    const context = { "aws:PrincipalAccount": known.workload.id, "aws:RequestedRegion": "eu-central-1" };
    const verdict = (role: WorkloadRole, action: string, resource: string, more: Call["context"] = {}) =>
      evaluate(
        { action, resource, context: { ...context, ...more } },
        { identity: policyOf(role), boundary },
      );
    const snapshot = "arn:aws:ec2:eu-central-1::snapshot/snap-0a1b2c3d";

    it("to the account's region where a call names no resource", () => {
      const there = { "aws:RequestedRegion": "us-east-1" };
      assert.equal(verdict("reader", "ec2:DescribeInstances", "*", there), "not allowed by the identity");
    });

    it("to copies that carry a case", () => {
      const tagged = { "aws:RequestTag/case-id": "case-1" };
      assert.equal(
        verdict("copier", "ec2:CreateSnapshots", snapshot, tagged),
        "allowed by MakeCopiesOfACase",
      );
      assert.equal(verdict("copier", "ec2:CreateSnapshots", snapshot), "not allowed by the identity");
    });

    it("to the tags of cases", () => {
      const wrong = { "aws:TagKeys": ["Name"] };
      const right = { "aws:TagKeys": ["case-id", "quarantine"] };
      assert.equal(verdict("container", "ec2:CreateTags", known.instance, right), "allowed by TagForACase");
      assert.equal(
        verdict("container", "ec2:CreateTags", known.instance, wrong),
        "not allowed by the identity",
      );
    });

    it("to documents of incident response", () => {
      assert.equal(
        verdict("copier", "ssm:SendCommand", "arn:aws:ssm:eu-central-1::document/AWS-RunShellScript"),
        "not allowed by the identity",
      );
    });

    it("to resources by their ARNs wherever the action has one", () => {
      const wide = roles.flatMap((role) =>
        policyOf(role)
          .filter(({ Resource }) => Resource === "*")
          .map(({ Sid, Condition }) => [role, Sid, Condition]),
      );
      const inRegion = { StringEquals: { "aws:RequestedRegion": "eu-central-1" } };
      for (const [, , condition] of wide) assert.deepEqual(condition, inRegion);
    });

    it("by size: IAM takes 10,240 characters of inline policies of a role", () => {
      for (const role of roles) assert(JSON.stringify(policyOf(role)).length < 10_000, role);
      assert(JSON.stringify(boundary).length < 6144);
    });
  });

  describe("stay within their boundary, whatever is attached to them", () => {
    const everything: EvaluatedStatement = { Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" };
    const iam = (resource: string) => `arn:aws:iam::111122223333:${resource}`;
    for (const [action, resource, expected] of [
      ["iam:PutRolePolicy", iam("role/landing-zone-incident-container"), "denied by NeverChangeTheResponse"],
      ["iam:PutRolePolicy", iam("role/landing-zone-quarantine"), "denied by NeverChangeTheResponse"],
      ["iam:PassRole", iam("role/landing-zone-incident-copier"), "denied by NeverPassTheResponse"],
      ["ec2:TerminateInstances", known.instance, "denied by NeverDestroy"],
      ["ec2:DeleteVolume", "arn:aws:ec2:eu-central-1:111122223333:volume/vol-1", "denied by NeverDestroy"],
      ["ec2:RunInstances", known.instance, "denied by NeverBuild"],
      [
        "ec2:AuthorizeSecurityGroupIngress",
        "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1",
        "denied by NeverBuild",
      ],
      ["iam:CreateUser", iam("user/x"), "not allowed by the boundary"],
      ["iam:UpdateAssumeRolePolicy", iam("role/x"), "not allowed by the boundary"],
      ["iam:AttachRolePolicy", iam("role/x"), "not allowed by the boundary"],
      ["kms:ScheduleKeyDeletion", known.transferKeyArn, "not allowed by the boundary"],
      ["s3:DeleteObject", `${known.logBucketArn}/x`, "not allowed by the boundary"],
      ["sts:AssumeRole", iam("role/Administrator"), "not allowed by the boundary"],
    ] as const) {
      it(`${action} on ${resource}`, () => {
        const call = { action, resource, context: { "aws:PrincipalAccount": "111122223333" } };
        assert.equal(evaluate(call, { identity: [everything], boundary }), expected);
      });
    }
  });
});

/** Actions that IAM names otherwise than the SDK does. */
const renamed = ["s3:ListBucket"];
