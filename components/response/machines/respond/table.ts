import { call, type CallArgs } from "../../asl/call";
import type { Flow } from "../../asl/flow";
import type { Json, Payload } from "../../asl/states";
import { casesTableName } from "../../names";
import { approvalKey } from "../approvalRow";

const caseKey = (caseId: string): Payload => ({ "S.$": `States.Format('case#{}', ${caseId})` });

/** Keys of rows. What they are made of are paths of a state's data. */
export const rows = {
  case: (caseId = "$.caseId"): Payload => ({ pk: caseKey(caseId), sk: { S: "case" } }),
  /** Who has the instance or principal: there is one row of an open case at most. */
  open: (): Payload => ({
    pk: { "S.$": "States.Format('{}#{}#{}#{}', $.kind, $.account, $.region, $.subject)" },
    sk: { S: "open" },
  }),
  /** What became of an instance or principal in a case. */
  subject: (caseId = "$.caseId"): Payload => ({
    pk: caseKey(caseId),
    sk: { "S.$": "States.Format('{}#{}', $.kind, $.subject)" },
  }),
} as const;

/** The table must not hold up a containment: one more attempt, and on it goes. */
const hasty: CallArgs["retry"] = [
  { ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 1, MaxAttempts: 1, BackoffRate: 1 },
];

const usual = { as: "self", onFailure: "record", retry: hasty, timeoutSeconds: 5 } as const;

type Rest = Pick<CallArgs, "key"> & Partial<CallArgs>;

/** Reads a row into `<into>.answer.Item`; there is no such value when there is no such row. */
export function readRow(name: string, row: Payload, args: Rest & { readonly into: string }): Flow {
  return call(name, {
    ...usual,
    action: "dynamodb:getItem",
    input: { TableName: casesTableName, Key: row, ConsistentRead: true },
    select: { "answer.$": "$" },
    ...args,
  });
}

/** Writes a whole row. */
export function putRow(name: string, row: Payload, more: Payload, args: Rest): Flow {
  const { input, ...rest } = args;
  return call(name, {
    ...usual,
    action: "dynamodb:putItem",
    input: { TableName: casesTableName, Item: { ...row, ...more }, ...input },
    into: null,
    ...rest,
  });
}

/** Sets values of a row, which is made when there is none. Those in `first` are set only when they are not yet there. */
export function updateRow(
  name: string,
  row: Payload,
  { always, first = {} }: { readonly always: Payload; readonly first?: Payload },
  args: Rest,
): Flow {
  const all = { ...always, ...first };
  const names = Object.keys(all);
  const sets = names.map((name) =>
    name in always ? `#${name} = :${name}` : `#${name} = if_not_exists(#${name}, :${name})`,
  );
  return call(name, {
    ...usual,
    action: "dynamodb:updateItem",
    input: {
      TableName: casesTableName,
      Key: row,
      UpdateExpression: `SET ${sets.join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(all).map(([name, value]): [string, Json] => [`:${name}`, value]),
      ),
    },
    into: null,
    ...args,
  });
}

/** Sets the status of a case, and what is known of it from the beginning. */
export function caseStatus(name: string, key: string, status: string): Flow {
  return updateRow(
    name,
    rows.case(),
    {
      always: { status: { S: status } },
      first: {
        reason: { "S.$": "$.request.reason" },
        requestedBy: { "S.$": "$.request.requestedBy" },
        openedAt: { "S.$": "$$.Execution.StartTime" },
        account: { "S.$": "$.request.account" },
        region: { "S.$": "$.request.region" },
        execution: { "S.$": "$$.Execution.Id" },
      },
    },
    { key },
  );
}

/** Takes away the token by which people approve: it is of no use any more. */
export function forgetQuestion(name: string): Flow {
  return call(name, {
    ...usual,
    action: "dynamodb:deleteItem",
    key: "forgetQuestion",
    input: { TableName: casesTableName, Key: approvalKey },
    into: null,
  });
}
