import type { Payload, Retrier } from "../asl/states";
import { approvalPrefix } from "../names";

/**
 * Key of the row with the token of a question for approval. Every execution asks once, so two questions of one case stand
 * beside each other, and an answer is to the one that was read.
 */
export const approvalKey: Payload = {
  pk: { "S.$": "States.Format('case#{}', $.caseId)" },
  sk: { "S.$": `States.Format('${approvalPrefix}{}', $$.Execution.Name)` },
};

/** The command that answers a question: a template of `States.Format`, and its arguments. */
export const approveCommand = {
  template: "npm run incident -- approve --case {} --question {}",
  args: "$.caseId, $$.Execution.Name",
} as const;

/** What a row says of the question beside its token, from which on an answer is awaited. */
export function questionRow(of: Readonly<Record<"wants" | "requestedBy" | "reason", string>>): Payload {
  return {
    ...approvalKey,
    taskToken: { "S.$": "$$.Task.Token" },
    wants: { "S.$": of.wants },
    requestedBy: { "S.$": of.requestedBy },
    reason: { "S.$": of.reason },
    askedAt: { "S.$": "$$.State.EnteredTime" },
    execution: { "S.$": "$$.Execution.Id" },
  };
}

/**
 * Any error of the task that waits may be somebody's refusal, so only those of the table are tried again. A token that was stored
 * once is not stored again: the approval of a second one would be lost.
 */
export const untilStored: readonly Retrier[] = [
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
    BackoffRate: 2,
  },
];
