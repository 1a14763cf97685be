import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { IncidentBus } from "../../../components/response/incidentBus";
import { ResponderRole } from "../../../components/response/responderRole";
import { ResponseRole } from "../../../components/response/responseRole";
import { record } from "../../support/record";

const forensics = { id: "444455556666", region: "eu-central-1" };
const workload = { id: "111122223333", region: "eu-central-1" };

interface Statement {
  readonly Sid: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

function statements(policy: unknown): Statement[] {
  return (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;
}

describe("The response role", () => {
  it("is taken by Step Functions for its own account, and takes the responder role of each workload account", async () => {
    const args = { account: forensics, workloadAccounts: ["111122223333", "777788889999"] };
    const { one } = await record((opts) => new ResponseRole("response", args, opts));
    const role = one(aws.iam.Role).inputs;
    assert.equal(role["name"], "landing-zone-incident-response");
    assert.deepEqual(statements(role["assumeRolePolicy"]), [
      {
        Sid: "TrustService",
        Effect: "Allow",
        Principal: { Service: "states.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "444455556666" } },
      },
    ]);
    assert.deepEqual(statements(one(aws.iam.RolePolicy).inputs["policy"]), [
      {
        Sid: "EnterWorkloadAccounts",
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Resource: [
          "arn:aws:iam::111122223333:role/landing-zone-incident-responder",
          "arn:aws:iam::777788889999:role/landing-zone-incident-responder",
        ],
      },
    ]);
  });
});

describe("The responder role", () => {
  const responseRoleArn = "arn:aws:iam::444455556666:role/landing-zone-incident-response";
  const recorded = () =>
    record((opts) => new ResponderRole("responder", { account: workload, responseRoleArn }, opts));

  it("has the name that the forensics account knows, for an hour at a time", async () => {
    const { name, maxSessionDuration } = (await recorded()).one(aws.iam.Role).inputs;
    assert.deepEqual([name, maxSessionDuration], ["landing-zone-incident-responder", 3600]);
  });

  it("names a resource wherever the action has one, and a condition where it has none", async () => {
    const policy = statements((await recorded()).one(aws.iam.RolePolicy).inputs["policy"]);
    const wide = policy.filter(({ Resource }) => Resource === "*");
    assert.deepEqual(
      wide.map(({ Sid, Condition }) => ({ Sid, Condition })),
      [{ Sid: "DescribeInstances", Condition: { StringEquals: { "aws:RequestedRegion": "eu-central-1" } } }],
    );
    const reading = wide
      .flatMap(({ Action }) => Action)
      .filter((action) => !/^[a-z0-9]+:Describe[A-Z]\w*$/.test(action));
    assert.deepEqual(reading, []);
  });

  it("takes snapshots of a case only: the tag case-id is required", async () => {
    const policy = statements((await recorded()).one(aws.iam.RolePolicy).inputs["policy"]);
    assert.deepEqual(
      policy.find(({ Sid }) => Sid === "CreateSnapshotsOfACase"),
      {
        Sid: "CreateSnapshotsOfACase",
        Effect: "Allow",
        Action: "ec2:CreateSnapshots",
        Resource: "arn:aws:ec2:eu-central-1::snapshot/*",
        Condition: { Null: { "aws:RequestTag/case-id": "false" } },
      },
    );
  });
});

describe("The incident bus", () => {
  it("accepts events of the workload accounts only, encrypted with a key for this bus alone", async () => {
    const args = { account: forensics, senders: ["111122223333"] };
    const { one, inputs } = await record((opts) => new IncidentBus("incidents", args, opts), {
      account: forensics.id,
    });
    const busArn = "arn:aws:events:eu-central-1:444455556666:event-bus/incidents";
    assert.deepEqual(statements(one(aws.cloudwatch.EventBusPolicy).inputs["policy"]), [
      {
        Sid: "AcceptEventsOfWorkloadAccounts",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::111122223333:root"] },
        Action: "events:PutEvents",
        Resource: busArn,
      },
    ]);
    assert.deepEqual(
      statements(inputs("incidents-encryption-key")["policy"]).find(({ Sid }) => Sid === "EncryptEvents")
        ?.Condition,
      {
        StringEquals: {
          "aws:SourceAccount": "444455556666",
          "kms:EncryptionContext:aws:events:event-bus:arn": busArn,
        },
        ArnEquals: { "aws:SourceArn": busArn },
      },
    );
  });
});
