import { call, runMachine } from "../../asl/call";
import { choose, type Flow } from "../../asl/flow";
import type { Json } from "../../asl/states";
import { machineArn, type MachineSettings } from "../settings";

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

/** Has the custody log written. Containment does not depend on it: a failure is told in `$.steps.record`. */
export function recordContainment(settings: MachineSettings): Flow {
  return runMachine("Record", (machine) => machineArn(settings, machine), {
    machine: "record",
    key: "record",
    input: {
      "caseId.$": "$.caseId",
      actor: "contain",
      entries: [stateBefore, ...entryKeys.map(entry), verification, fileBefore],
    },
    select: { ok: true },
    timeoutSeconds: 600,
    onFailure: "record",
  });
}

const stateBefore: Json = {
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
const fileBefore: Json = {
  step: "contain.kept",
  "subject.$": "$.instanceId",
  details: {},
  "key.$": "States.Format('{}/before.json', $.instanceId)",
};

function entry(key: string): Json {
  return {
    step: `contain.${key}`,
    "subject.$": "$.instanceId",
    details: { "steps.$": `$.results.${key}` },
  };
}

/** The outcome, which is kept beside the state before. */
const verification: Json = {
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
