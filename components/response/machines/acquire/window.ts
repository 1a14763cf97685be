import { call } from "../../asl/call";
import { choose, forEach, pass, sequence, type Flow, type Part } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { machineNames } from "../../names";
import { isPresent } from "../conditions";
import { storedAsEvidence } from "../evidence";
import { goTo } from "../jumps";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";

/** Kinds of logs that are copied. */
export const logKinds = ["flowLogs", "loadBalancerLogs", "wafLogs"] as const;

export type LogKind = (typeof logKinds)[number];

/** Objects that are copied of one kind and one hour at most. That there are more is told. */
const objectsOfAnHour = 48;

const { year, month, day, hour } = {
  year: "$.at.year",
  month: "$.at.month",
  day: "$.at.day",
  hour: "$.at.hour",
};

/**
 * Where each kind lies. Sources: "Flow log files", Amazon VPC user guide; "Access log files", Application Load Balancer
 * guide; "Sending web ACL traffic logs to an S3 bucket", AWS WAF developer guide.
 */
const prefixes: Readonly<Record<LogKind, string>> = {
  flowLogs:
    "States.Format('AWSLogs/aws-account-id={}/aws-service=vpcflowlogs/aws-region={}/year={}/month={}/day={}/hour={}/', " +
    `$.account, $.region, ${year}, ${month}, ${day}, ${hour})`,
  loadBalancerLogs: `States.Format('AWSLogs/{}/elasticloadbalancing/{}/{}/{}/{}/', $.account, $.region, ${year}, ${month}, ${day})`,
  wafLogs: `States.Format('{}{}/{}/{}/{}/', $.webAcl, ${year}, ${month}, ${day}, ${hour})`,
};

/** The names of load balancers' files tell the time only after that of the load balancer, so a day of them is looked through. */
const listed: Readonly<Record<LogKind, number>> = {
  flowLogs: objectsOfAnHour,
  loadBalancerLogs: 300,
  wafLogs: objectsOfAnHour,
};

const minutes = ["00", "05", "10", "15", "20", "25", "30", "35", "40", "45", "50", "55"];

/** Keeps the keys of load balancers' files of the hour: one is written every five minutes, with its time in its name. */
function keepTheHour(kind: LogKind, list: string): Flow {
  const parts = "States.StringSplit($.key, '_')";
  const ofHour: Part = {
    flow: sequence(
      pass(`${kind}: look at the name`, {
        make: Object.fromEntries(
          minutes.map((minute) => [
            `at${minute}.$`,
            `States.ArrayContains(${parts}, States.Format('{}{}{}T{}${minute}Z', ${year}, ${month}, ${day}, ${hour}))`,
          ]),
        ),
        into: "$.match",
      }),
      choose(
        `${kind}: is it of the hour?`,
        [
          {
            when: {
              Or: minutes.map((minute) => ({ Variable: `$.match.at${minute}`, BooleanEquals: true })),
            },
            then: pass(`${kind}: keep`, { make: { "keys.$": "States.Array($.key)" } }),
          },
        ],
        pass(`${kind}: leave`, { make: { keys: [] } }),
      ),
    ),
    closing: `${kind}: looked at`,
  };
  return forEach(`${kind}: choose`, ofHour, {
    items: `${list}.keys`,
    item: { "key.$": "$$.Map.Item.Value", "at.$": "$.at" },
    select: { "keys.$": "$[*].keys[*]" },
    into: `${list}Chosen`,
  });
}

function copyObject(settings: MachineSettings, kind: LogKind): Part {
  const closing = `${kind}: object end`;
  const key = "States.Format('{}/logs/{}', $.instanceId, $.key)";
  const failed = sequence(
    pass(`${kind}: not copied`, {
      make: { entries: [], failures: [{ "key.$": "$.key", "failure.$": `$.steps.${kind}` }] },
    }),
    goTo(closing),
  );
  return {
    flow: sequence(
      call(`${kind}: copy`, {
        action: "s3:copyObject",
        as: "copier",
        key: kind,
        input: {
          ...storedAsEvidence(settings),
          "CopySource.$": "States.Format('{}/{}', $.bucket.name, $.key)",
          "Key.$": `States.Format('cases/{}/{}', $.caseId, ${key})`,
          MetadataDirective: "COPY",
        },
        into: null,
        timeoutSeconds: 300,
        onFailure: failed,
      }),
      pass(`${kind}: copied`, {
        make: {
          entries: [
            {
              step: kind,
              "subject.$": "$.instanceId",
              details: { "bucket.$": "$.bucket.name", "key.$": "$.key" },
              "key.$": key,
            },
          ],
          failures: [],
        },
      }),
    ),
    closing,
  };
}

/**
 * Copies the objects of one kind and one hour, and records each of them. Into `$.windows.<kind>`: `evidence` with at most one
 * item that tells their prefix and number, `failures`, and whether objects were left behind.
 */
export function copyWindow(settings: MachineSettings, kind: LogKind): Flow {
  const list = `$.${kind}`;
  const into = `$.windows.${kind}`;
  const end = `${kind}: window end`;
  const chosen = kind === "loadBalancerLogs" ? `${list}Chosen` : list;
  const failed = (name: string): Flow => sequence(pass(name, { make: failure(kind), into }), goTo(end));
  const notListed = failed(`${kind}: not listed`);
  return sequence(
    pass(`${kind}: name the window`, { make: { "prefix.$": prefixes[kind] }, into: `${list}Window` }),
    call(`${kind}: list`, {
      action: "s3:listObjectsV2",
      as: "reader",
      key: kind,
      input: { "Bucket.$": "$.bucket.name", "Prefix.$": `${list}Window.prefix`, MaxKeys: listed[kind] },
      select: { "keys.$": "$..Contents[*].Key", "cutOff.$": "$.IsTruncated" },
      into: list,
      expected: {
        errors: ["States.DataLimitExceeded"],
        into: `$.steps.${kind}`,
        then: goTo(notListed.first),
      },
      onFailure: notListed,
    }),
    ...(kind === "loadBalancerLogs" ? [keepTheHour(kind, list)] : []),
    forEach(`${kind}: copy all`, copyObject(settings, kind), {
      items: `${chosen}.keys`,
      item: {
        "caseId.$": "$.caseId",
        "account.$": "$.account",
        "instanceId.$": "$.instanceId",
        "bucket.$": "$.bucket",
        "key.$": "$$.Map.Item.Value",
        steps: {},
      },
      atOnce: 5,
      select: { "entries.$": "$[*].entries[*]", "failures.$": "$[*].failures[*]" },
      into: `${list}Copied`,
    }),
    pass(`${kind}: nothing yet`, {
      make: { evidence: [], "failures.$": `${list}Copied.failures`, "cutOff.$": `${list}.cutOff` },
      into,
    }),
    choose(`${kind}: was anything copied?`, [
      {
        when: isPresent(`${list}Copied.entries[0]`),
        then: sequence(
          recordStep(`${kind}: record`, settings, {
            key: kind,
            actor: machineNames.acquire,
            entries: { path: `${list}Copied.entries` },
            onFailure: failed(`${kind}: not recorded`),
          }),
          pass(`${kind}: tell`, {
            make: {
              evidence: [
                {
                  kind,
                  "key.$": `States.Format('cases/{}/{}/logs/{}', $.caseId, $.instanceId, ${list}Window.prefix)`,
                  "objects.$": `States.ArrayLength(${list}Copied.entries)`,
                },
              ],
              "failures.$": `${list}Copied.failures`,
              "cutOff.$": `${list}.cutOff`,
            },
            into,
          }),
        ),
      },
    ]),
    pass(end, { make: { ended: true }, into: `${list}End` }),
  );
}

function failure(kind: LogKind): Payload {
  return { evidence: [], failures: [{ "failure.$": `$.steps.${kind}` }], cutOff: false };
}
