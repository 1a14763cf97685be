import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { casesTableName } from "../../components/response/names";
import type { AccountClients } from "./account";

/** The token of a task that waits for somebody's approval in a case, if one does. */
export async function awaitedToken(
  { dynamoDb }: AccountClients,
  caseId: string,
): Promise<string | undefined> {
  const { Item } = await dynamoDb.send(
    new GetItemCommand({
      TableName: casesTableName,
      Key: { pk: { S: `case#${caseId}` }, sk: { S: "approval" } },
      ConsistentRead: true,
    }),
  );
  return Item?.["taskToken"]?.S;
}

/** Approves what a task waits for. */
export async function approve({ sfn }: AccountClients, taskToken: string): Promise<void> {
  const output = JSON.stringify({ approved: true, by: "drill", reason: "drill" });
  await sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
}
