import { call } from "../../asl/call";
import { choose, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";

/** Puts the seconds into the metric that the alarm watches, when the instance is contained and the time is known. */
export function putMetric(): Flow {
  return choose("Anything to measure?", [
    {
      when: {
        And: [
          { Variable: "$.conclusion.all", BooleanEquals: true },
          { Variable: "$.elapsed.seconds", IsNumeric: true },
        ],
      },
      then: call("Put metric", {
        action: "cloudwatch:putMetricData",
        as: "self",
        key: "metric",
        input: {
          Namespace: "LandingZone/IncidentResponse",
          MetricData: [{ MetricName: "SecondsToContained", "Value.$": "$.elapsed.seconds", Unit: "Seconds" }],
        },
        timeoutSeconds: 10,
        onFailure: "record",
      }),
    },
  ]);
}

/** Parts of a containment, each of which has an entry in the custody log. */
export const entryKeys = [
  "capture",
  "protection",
  "autoScaling",
  "loadBalancers",
  "interfaces",
  "networkAcls",
  "addresses",
  "credentials",
  "tags",
] as const;

/** Has the custody log written, and does not wait for it: who contains many would contain the last ones only after it. */
export function recordContainment(settings: MachineSettings): Flow {
  return recordStep("Record", settings, {
    key: "record",
    actor: "contain",
    entries: [stateBefore, ...entryKeys.map(entry), verification, fileBefore],
    wait: false,
  });
}

const stateBefore: Payload = {
  step: "contain.before",
  "subject.$": "$.instanceId",
  details: {
    "reason.$": "$.reason",
    "requestedBy.$": "$.requestedBy",
    "triggeredAt.$": "$.triggeredAt",
    "machine.$": "$.steps",
    "warnings.$": "$.warnings",
  },
};

/** The file of the state before. The last entry, because what is not there can't be recorded and ends the recording. */
const fileBefore: Payload = {
  step: "contain.kept",
  "subject.$": "$.instanceId",
  details: {},
  "key.$": "States.Format('{}/before.json', $.instanceId)",
};

function entry(key: string): Payload {
  return {
    step: `contain.${key}`,
    "subject.$": "$.instanceId",
    details: { "steps.$": `$.results.${key}` },
  };
}

/** The outcome, which is kept beside the state before. */
const verification: Payload = {
  step: "contain.verification",
  "subject.$": "$.instanceId",
  details: {
    "contained.$": "$.conclusion.all",
    "verified.$": "$.verified",
    "seconds.$": "$.elapsed.seconds",
  },
  "key.$": "States.Format('{}/contained.json', $.instanceId)",
  body: {
    "caseId.$": "$.caseId",
    "instanceId.$": "$.instanceId",
    "contained.$": "$.conclusion.all",
    "seconds.$": "$.elapsed.seconds",
    "verified.$": "$.verified",
    "steps.$": "States.JsonMerge($.steps, $.results, false)",
    "warnings.$": "$.warnings",
  },
};
