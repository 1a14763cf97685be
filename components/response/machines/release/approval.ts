import { call } from "../../asl/call";
import { choose, fail, pass, sequence, type Flow } from "../../asl/flow";
import type { Retrier } from "../../asl/states";
import { casesTableName } from "../../names";
import { all, isBoolean, isText } from "../conditions";
import type { MachineSettings } from "../settings";

/** A token that was stored once is not stored again: the approval of a second one would be lost. */
const untilStored: readonly Retrier[] = [
  {
    ErrorEquals: [
      "DynamoDb.DynamoDbException",
      "DynamoDb.InternalServerErrorException",
      "DynamoDb.ProvisionedThroughputExceededException",
      "DynamoDb.RequestLimitExceededException",
      "DynamoDb.SdkClientException",
      "DynamoDb.ThrottlingException",
    ],
    IntervalSeconds: 1,
    MaxAttempts: 3,
  },
];

/**
 * Waits until somebody approves, with the task token that is in the table. Ends as `ApprovalTimedOut` when nobody does, and as
 * `ReleaseNotApproved` when it is refused or cannot be asked for.
 */
export function awaitApproval({ topicArn, approvalHours }: MachineSettings): Flow {
  return sequence(
    call("Ask for approval", {
      action: "sns:publish",
      as: "self",
      key: "ask",
      input: {
        TopicArn: topicArn,
        Subject: "Approval of a release is wanted",
        "Message.$":
          "States.Format('{} wants to release {} of case {} in account {}: {}', $.requestedBy, $.instanceId, $.caseId, $.account, $.reason)",
      },
      timeoutSeconds: 10,
      onFailure: "record",
    }),
    call("Wait for approval", {
      action: "dynamodb:putItem",
      as: "self",
      key: "approval",
      waitForToken: true,
      input: {
        TableName: casesTableName,
        Item: {
          pk: { "S.$": "States.Format('case#{}', $.caseId)" },
          sk: { S: "approval" },
          taskToken: { "S.$": "$$.Task.Token" },
          machine: { S: "release" },
          instanceId: { "S.$": "$.instanceId" },
          requestedBy: { "S.$": "$.requestedBy" },
          reason: { "S.$": "$.reason" },
          requestedAt: { "S.$": "$$.State.EnteredTime" },
        },
      },
      select: { ok: true, "answer.$": "$" },
      timeoutSeconds: approvalHours * 3600,
      retry: untilStored,
      expected: {
        errors: ["States.Timeout"],
        into: "$.steps.approval",
        then: fail("Nobody approved", "ApprovalTimedOut", { text: "Nobody approved the release in time." }),
      },
      onFailure: fail("Not approved", "ReleaseNotApproved", { path: "$.steps.approval.Cause" }),
    }),
    choose(
      "Is it approved?",
      [
        {
          when: all(
            isBoolean("$.steps.approval.answer.approved", true),
            isText("$.steps.approval.answer.by"),
          ),
          then: pass("Approved", { make: { "by.$": "$.steps.approval.answer.by" }, into: "$.approval" }),
        },
      ],
      fail("Refused", "ReleaseNotApproved", {
        text: "The answer approves nothing, or does not say who approves.",
      }),
    ),
    call("Forget approval", {
      action: "dynamodb:deleteItem",
      as: "self",
      key: "forget",
      input: {
        TableName: casesTableName,
        Key: { pk: { "S.$": "States.Format('case#{}', $.caseId)" }, sk: { S: "approval" } },
      },
      timeoutSeconds: 10,
      onFailure: "record",
    }),
  );
}
