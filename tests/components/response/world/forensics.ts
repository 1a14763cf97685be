import type { Json } from "../../../../components/response/asl/states";
import { text, type Handler } from "./ec2";
import type { JsonObject } from "./model";
import { TaskError } from "./errors";
import { canonical } from "./intrinsics";

const keyOf = ({ pk, sk }: JsonObject): string => `${plain(pk)} ${plain(sk)}`;

const plain = (attribute: Json | undefined): string => text(attribute as JsonObject, "S");

/** Services of the forensics account. */
export const forensics: Readonly<Record<string, Handler>> = {
  "s3:putObject": (world, input) => {
    const key = text(input, "Key");
    if (input["IfNoneMatch"] === "*" && key in world.vault) {
      throw new TaskError(
        "S3.S3Exception",
        "At least one of the pre-conditions you specified did not hold (Service: S3, Status Code: 412, Request ID: 0)",
      );
    }
    world.vault[key] = input["Body"] ?? null;
    return { ETag: "etag", VersionId: "version", ChecksumSHA256: "checksum" };
  },
  "s3:getObject": (world, input) => {
    const body = world.vault[text(input, "Key")];
    if (body === undefined) throw new TaskError("S3.NoSuchKeyException", "The specified key does not exist.");
    return { Body: JSON.stringify(body), ETag: "etag" };
  },
  "cloudwatch:putMetricData": (world, input) => {
    world.metrics.push(input);
    return {};
  },
  "sns:publish": (world, input) => {
    world.notices.push(input);
    return { MessageId: "message" };
  },
  "dynamodb:putItem": (world, input) => {
    const item = input["Item"] as JsonObject;
    world.table[keyOf(item)] = item;
    return {};
  },
  "dynamodb:putItem.waitForTaskToken": (world, input) => {
    const item = input["Item"] as JsonObject;
    world.table[keyOf(item)] = item;
    return { approved: true, by: "approver" };
  },
  "dynamodb:deleteItem": (world, input) => {
    const key = keyOf(input["Key"] as JsonObject);
    if (input["ConditionExpression"] === "caseId = :caseId") {
      const { ":caseId": wanted = null } = input["ExpressionAttributeValues"] as JsonObject;
      if (canonical(world.table[key]?.["caseId"] ?? null) !== canonical(wanted)) {
        throw new TaskError("DynamoDb.ConditionalCheckFailedException", "The conditional request failed");
      }
    }
    Reflect.deleteProperty(world.table, key);
    return {};
  },
  "dynamodb:updateItem": (world, input) => {
    const key = keyOf(input["Key"] as JsonObject);
    const values = input["ExpressionAttributeValues"] as JsonObject;
    world.table[key] = { ...world.table[key], status: values[":status"] ?? null };
    return {};
  },
  "states:startExecution.sync:2": (world, input) => {
    world.recorded.push(input);
    return { Output: { lastSequence: 1 } };
  },
  "states:startExecution": (world, input) => {
    world.recorded.push(input);
    return { ExecutionArn: `arn:aws:states:::execution:record:${world.recorded.length}` };
  },
};
