import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { IncidentBus } from "../../../components/response/incidentBus";
import { record } from "../../support/record";

const forensics = { id: "444455556666", region: "eu-central-1" };

interface Statement {
  readonly Sid: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

function statements(policy: unknown): Statement[] {
  return (JSON.parse(policy as string) as { Statement: Statement[] }).Statement;
}

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
