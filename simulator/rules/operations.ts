import { arn, type Facts, type RuleTable, text } from "../facts";
import type { Value } from "../values";

/** Logs, events, trails, Config, Systems Manager, messaging, functions, workflows. */
export const operations: RuleTable = {
  "aws:cloudwatch/logGroup:LogGroup": { id: "{name}", outputs: { arn: arn("logs", "log-group:{name}") } },
  "aws:cloudwatch/logStream:LogStream": {
    id: "{name}",
    outputs: { arn: arn("logs", "log-group:{logGroupName}:log-stream:{name}") },
  },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": { id: "cwlsf-{digits:10}" },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { id: "{policyName}" },
  "aws:cloudwatch/logDestination:LogDestination": {
    id: "{name}",
    outputs: { arn: arn("logs", "destination:{name}") },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    id: "{name}",
    outputs: { arn: arn("cloudwatch", "alarm:{name}") },
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    id: "{alarmName}",
    outputs: { arn: arn("cloudwatch", "alarm:{alarmName}") },
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    id: "{dashboardName}",
    outputs: { dashboardArn: "arn:{partition}:cloudwatch::{account}:dashboard/{dashboardName}" },
  },
  "aws:cloudwatch/eventBus:EventBus": { id: "{name}", outputs: { arn: arn("events", "event-bus/{name}") } },
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": { id: "{eventBusName|default}" },
  "aws:cloudwatch/eventPermission:EventPermission": { id: "{eventBusName|default}/{statementId}" },
  "aws:cloudwatch/eventRule:EventRule": {
    id: (facts) => (onDefaultBus(facts) ? facts.name : `${busName(facts)}/${facts.name}`),
    outputs: {
      arn: ({ partition, region, account, id }) => `arn:${partition}:events:${region}:${account}:rule/${id}`,
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    id: (facts) => `${onDefaultBus(facts) ? "" : `${busName(facts)}-`}${text(facts, "rule")}-${facts.name}`,
    outputs: { targetId: "{name}" },
  },
  "aws:cloudtrail/trail:Trail": {
    id: arn("cloudtrail", "trail/{name}"),
    outputs: { arn: "{id}", homeRegion: "{region}" },
  },
  "aws:cfg/rule:Rule": {
    id: "{name}",
    outputs: { arn: arn("config", "config-rule/{ruleId}"), ruleId: "config-rule-{alnum:6}" },
  },
  "aws:cfg/configurationAggregator:ConfigurationAggregator": {
    id: "{name}",
    outputs: { arn: arn("config", "config-aggregator/config-aggregator-{alnum:8}") },
  },
  "aws:cfg/conformancePack:ConformancePack": {
    id: "{name}",
    outputs: { arn: arn("config", "conformance-pack/{name}/conformance-pack-{alnum:9}") },
  },
  "aws:ssm/parameter:Parameter": {
    id: "{name}",
    outputs: { arn: parameterArn, version: { counter: "number" }, dataType: "text", tier: "Standard" },
  },
  "aws:ssm/document:Document": {
    id: "{name}",
    outputs: {
      arn: arn("ssm", "document/{name}"),
      defaultVersion: "1",
      documentVersion: { counter: "text" },
      latestVersion: { counter: "text" },
      hash: "{hex:64}",
      hashType: "Sha256",
      owner: "{account}",
      status: "Active",
    },
  },
  "aws:ssm/association:Association": {
    outputs: { arn: arn("ssm", "association/{id}"), associationId: "{id}" },
  },
  "aws:ssm/maintenanceWindow:MaintenanceWindow": { id: "mw-{hex:17}" },
  "aws:ssm/maintenanceWindowTarget:MaintenanceWindowTarget": { id: "{uuid}" },
  "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask": { id: "{uuid}", outputs: { windowTaskId: "{id}" } },
  "aws:ssm/patchBaseline:PatchBaseline": { outputs: { arn: arn("ssm", "patchbaseline/{id}") } },
  "aws:ssm/patchGroup:PatchGroup": { id: "{patchGroup},{baselineId}" },
  "aws:sns/topic:Topic": {
    id: arn("sns", "{name}"),
    outputs: { arn: "{id}", owner: "{account}", beginningArchiveTime: "", signatureVersion: () => 1 },
  },
  "aws:sns/topicPolicy:TopicPolicy": { id: "{arn}" },
  "aws:sns/topicSubscription:TopicSubscription": {
    id: "{topic}:{uuid}",
    outputs: { arn: "{id}", ownerId: "{account}" },
  },
  "aws:sqs/queue:Queue": {
    id: "https://sqs.{region}.{dnsSuffix}/{account}/{name}",
    outputs: { arn: arn("sqs", "{name}"), url: "{id}" },
  },
  "aws:sqs/queuePolicy:QueuePolicy": { id: "{queueUrl}" },
  "aws:lambda/function:Function": {
    id: "{name}",
    outputs: {
      arn: arn("lambda", "function:{name}"),
      invokeArn: "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
      qualifiedArn: "{arn}:$LATEST",
      version: "$LATEST",
      architectures: () => ["x86_64"],
      codeSha256: "{hex:44}",
    },
  },
  "aws:lambda/permission:Permission": { id: "{statementId}", outputs: { statementId: "{name}" } },
  "aws:lambda/alias:Alias": {
    id: "{arn}",
    outputs: { arn: arn("lambda", "function:{functionName}:{name}") },
  },
  "aws:lambda/layerVersion:LayerVersion": {
    id: arn("lambda", "layer:{layerName}:1"),
    outputs: { arn: "{id}", layerArn: arn("lambda", "layer:{layerName}"), version: "1" },
  },
  "aws:sfn/stateMachine:StateMachine": {
    outputs: {
      arn: "{id}",
      stateMachineVersionArn: (facts) => (facts.get("publish") === true ? `${facts.id}:1` : facts.id),
      type: "STANDARD",
    },
  },
  "aws:kinesis/stream:Stream": { id: arn("kinesis", "stream/{name}"), outputs: { arn: "{id}" } },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    outputs: { arn: "{id}", versionId: "1", destinationId: "destinationId-000000000001" },
  },
  "aws:scheduler/schedule:Schedule": {
    id: "{groupName|default}/{name}",
    outputs: { arn: arn("scheduler", "schedule/{groupName|default}/{name}"), groupName: "default" },
  },
  "aws:glue/catalogDatabase:CatalogDatabase": {
    id: "{account}:{name}",
    outputs: { arn: arn("glue", "database/{name}"), catalogId: "{account}" },
  },
  "aws:glue/catalogTable:CatalogTable": {
    id: "{account}:{databaseName}:{name}",
    outputs: { arn: arn("glue", "table/{databaseName}/{name}"), catalogId: "{account}" },
  },
};

function busName(facts: Facts): string {
  return text(facts, "eventBusName").split("/").pop() ?? "";
}

function onDefaultBus(facts: Facts): boolean {
  return busName(facts) === "" || busName(facts) === "default";
}

function parameterArn({ partition, region, account, name }: Facts): Value {
  return `arn:${partition}:ssm:${region}:${account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
}
