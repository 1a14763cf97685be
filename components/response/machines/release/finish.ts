import { call, runMachine } from "../../asl/call";
import { choose, sequence, type Flow } from "../../asl/flow";
import type { Json } from "../../asl/states";
import { casesTableName, caseTags } from "../../names";
import { ifPresent } from "../contain/parts";
import { machineArn, type MachineSettings } from "../settings";
import { releaseParts } from "./parts";

/** Ends the quarantine, once all of it is released: the tags go, and the case lets the instance go. */
export function endQuarantine(): Flow {
  return choose("Quarantine over?", [
    {
      when: {
        And: [
          { Variable: "$.wanted.all", BooleanEquals: true },
          { Variable: "$.conclusion.all", BooleanEquals: true },
        ],
      },
      then: sequence(
        untag("instance", "Untag instance", "States.Array($.instanceId)"),
        ifPresent(
          "Volumes to untag?",
          "$.before.volumes[0]",
          untag("volumes", "Untag volumes", "$.before.volumes[*].Ebs.VolumeId"),
        ),
        ifPresent(
          "Interfaces to untag?",
          "$.before.network.interfaces[0]",
          untag("interfaces", "Untag interfaces", "$.before.network.interfaces[*].interfaceId"),
        ),
        closeClaim(),
        markReleased(),
      ),
    },
  ]);
}

function untag(key: string, name: string, resources: string): Flow {
  return call(name, {
    action: "ec2:deleteTags",
    as: "container",
    key,
    input: { "Resources.$": resources, Tags: Object.values(caseTags).map((Key) => ({ Key })) },
    timeoutSeconds: 15,
    onFailure: "record",
  });
}

/** From now on another request for the instance opens another case. */
function closeClaim(): Flow {
  return call("Close claim", {
    action: "dynamodb:deleteItem",
    as: "self",
    key: "claim",
    input: {
      TableName: casesTableName,
      Key: {
        pk: { "S.$": "States.Format('instance#{}#{}#{}', $.account, $.region, $.instanceId)" },
        sk: { S: "open" },
      },
    },
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

function markReleased(): Flow {
  return call("Mark released", {
    action: "dynamodb:updateItem",
    as: "self",
    key: "status",
    input: {
      TableName: casesTableName,
      Key: {
        pk: { "S.$": "States.Format('case#{}', $.caseId)" },
        sk: { "S.$": "States.Format('instance#{}', $.instanceId)" },
      },
      UpdateExpression: "SET #status = :status",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":status": { S: "released" } },
    },
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

/** Has the custody log written. */
export function recordRelease(settings: MachineSettings): Flow {
  const entries: Json = [
    {
      step: "release.request",
      "subject.$": "$.instanceId",
      details: {
        "requestedBy.$": "$.requestedBy",
        "reason.$": "$.reason",
        "parts.$": "$.parts",
        "machine.$": "$.steps",
      },
    },
    ...releaseParts.map((part) => ({
      step: `release.${part}`,
      "subject.$": "$.instanceId",
      details: { "result.$": `$.results.${part}` },
    })),
    {
      step: "release.verification",
      "subject.$": "$.instanceId",
      details: { "released.$": "$.conclusion.all", "verified.$": "$.verified" },
    },
  ];
  return runMachine("Record", (name) => machineArn(settings, name), {
    machine: "record",
    key: "record",
    input: { "caseId.$": "$.caseId", actor: "release", entries },
    select: { ok: true },
    timeoutSeconds: 600,
    onFailure: "record",
  });
}
