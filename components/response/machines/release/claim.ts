import { call } from "../../asl/call";
import { choose, sequence, type Flow } from "../../asl/flow";
import { casesTableName } from "../../names";

/** Does something when everything was asked for and is released. Before that, the case keeps what it has. */
export function whenOver(name: string, flow: Flow): Flow {
  return choose(name, [
    {
      when: {
        And: [
          { Variable: "$.wanted.all", BooleanEquals: true },
          { Variable: "$.conclusion.all", BooleanEquals: true },
        ],
      },
      then: flow,
    },
  ]);
}

/**
 * The case lets it go: another request for it opens another case, and its status in this one says so.
 *
 * @param subject Path of what it is called in the table of cases.
 */
export function letGo(kind: "instance" | "principal", subject: string): Flow {
  return sequence(closeClaim(kind, subject), markReleased(kind, subject));
}

/** A claim of another case stays. */
function closeClaim(kind: string, subject: string): Flow {
  return call("Close claim", {
    action: "dynamodb:deleteItem",
    as: "self",
    key: "claim",
    input: {
      TableName: casesTableName,
      Key: {
        pk: { "S.$": `States.Format('${kind}#{}#{}#{}', $.account, $.region, ${subject})` },
        sk: { S: "open" },
      },
      ConditionExpression: "caseId = :caseId",
      ExpressionAttributeValues: { ":caseId": { "S.$": "$.caseId" } },
    },
    timeoutSeconds: 10,
    expected: { errors: ["DynamoDb.ConditionalCheckFailedException"], into: null },
    onFailure: "record",
  });
}

function markReleased(kind: string, subject: string): Flow {
  return call("Mark released", {
    action: "dynamodb:updateItem",
    as: "self",
    key: "status",
    input: {
      TableName: casesTableName,
      Key: {
        pk: { "S.$": "States.Format('case#{}', $.caseId)" },
        sk: { "S.$": `States.Format('${kind}#{}', ${subject})` },
      },
      UpdateExpression: "SET #status = :status",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":status": { S: "released" } },
    },
    timeoutSeconds: 10,
    onFailure: "record",
  });
}
