import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { approvalPrefix, casesTableName } from "../../components/response/names";
import type { AccountClients } from "./account";

/**
 * The token of a task that waits for somebody's approval in a case, if one does.
 *
 * @param executionArn Who asks. @default whoever asks
 */
export async function awaitedToken(
  { dynamoDb }: AccountClients,
  caseId: string,
  executionArn?: string,
): Promise<string | undefined> {
  const { Items } = await dynamoDb.send(
    new QueryCommand({
      TableName: casesTableName,
      KeyConditionExpression: "pk = :case AND begins_with(sk, :approval)",
      ExpressionAttributeValues: {
        ":case": { S: `case#${caseId}` },
        ":approval": { S: `${approvalPrefix}${executionArn?.split(":").at(-1) ?? ""}` },
      },
      ConsistentRead: true,
    }),
  );
  return Items?.[0]?.["taskToken"]?.S;
}

/** Approves what a task waits for. */
export async function approve({ sfn }: AccountClients, taskToken: string): Promise<void> {
  const output = JSON.stringify({ approved: true, by: "drill", reason: "drill" });
  await sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
}
