import { call } from "../../asl/call";
import { choose, forEach, pass, sequence, wait, type Flow, type Part } from "../../asl/flow";
import { isPresent, isText } from "../conditions";
import { goTo } from "../jumps";
import type { MachineSettings } from "../settings";
import { listHours } from "./hours";
import { copyWindow, logKinds, type LogKind } from "./window";

const closing = "Logs: end";

const outcomes = (value: string): Record<string, string> =>
  Object.fromEntries(logKinds.map((kind) => [`${kind}.$`, value]));

/** Nothing can be copied, for one reason. */
function unavailable(name: string, path: string): Flow {
  return sequence(
    pass(name, { make: { steps: outcomes(path), evidence: [] }, into: "$.told" }),
    goTo(closing),
  );
}

/** The name of the bucket is given, or found by its tag. */
function findBucket(): Flow {
  const noBucket = sequence(
    pass("Logs: no bucket", {
      make: {
        Error: "Evidence.NotAvailable",
        Cause: "the input has no logBucketName, and no bucket of the account has the tag purpose=logs",
      },
      into: "$.steps.logBucket",
    }),
    goTo("Logs: not available"),
  );
  return choose(
    "Logs: is the bucket given?",
    [
      {
        when: isText("$.logBucketName"),
        then: pass("Logs: take the bucket", { make: { "name.$": "$.logBucketName" }, into: "$.bucket" }),
      },
    ],
    sequence(
      call("Logs: find the bucket", {
        action: "resourcegroupstaggingapi:getResources",
        as: "reader",
        key: "logBucket",
        input: { ResourceTypeFilters: ["s3"], TagFilters: [{ Key: "purpose", Values: ["logs"] }] },
        select: { "arns.$": "$..ResourceTagMappingList[*].ResourceARN" },
        into: "$.found",
        onFailure: unavailable("Logs: not available", "$.steps.logBucket"),
      }),
      choose(
        "Logs: is there a bucket?",
        [
          {
            when: isPresent("$.found.arns[0]"),
            then: sequence(
              pass("Logs: split the ARN", {
                make: { "parts.$": "States.StringSplit(States.ArrayGetItem($.found.arns, 0), ':')" },
                into: "$.arn",
              }),
              pass("Logs: name the bucket", {
                make: {
                  "name.$":
                    "States.ArrayGetItem($.arn.parts, States.MathAdd(States.ArrayLength($.arn.parts), -1))",
                },
                into: "$.bucket",
              }),
            ),
          },
        ],
        noBucket,
      ),
    ),
  );
}

/** AWS WAF puts the name of the web ACL before the time. */
const findWebAcls = call("Logs: find web ACLs", {
  action: "s3:listObjectsV2",
  as: "reader",
  key: "webAcls",
  input: {
    "Bucket.$": "$.bucket.name",
    "Prefix.$": "States.Format('AWSLogs/{}/WAFLogs/{}/', $.account, $.region)",
    Delimiter: "/",
    MaxKeys: 10,
  },
  select: { "prefixes.$": "$..CommonPrefixes[*].Prefix", "cutOff.$": "$.IsTruncated" },
  into: "$.webAcls",
  onFailure: pass("Logs: no web ACLs", { make: { prefixes: [] }, into: "$.webAcls" }),
});

const common = {
  "caseId.$": "$.caseId",
  "account.$": "$.account",
  "region.$": "$.region",
  "instanceId.$": "$.instanceId",
  "bucket.$": "$.bucket",
};

function copyHour(settings: MachineSettings): Part {
  const webAcl: Part = {
    flow: copyWindow(settings, "wafLogs"),
    closing: "Web ACL: end",
    output: "$.windows.wafLogs",
  };
  return {
    flow: sequence(
      pass("Split the hour", { make: { "parts.$": "States.StringSplit($.hour, '/')" }, into: "$.split" }),
      pass("Name the hour", {
        make: {
          "year.$": "States.ArrayGetItem($.split.parts, 0)",
          "month.$": "States.ArrayGetItem($.split.parts, 1)",
          "day.$": "States.ArrayGetItem($.split.parts, 2)",
          "hour.$": "States.ArrayGetItem($.split.parts, 3)",
        },
        into: "$.at",
      }),
      copyWindow(settings, "flowLogs"),
      copyWindow(settings, "loadBalancerLogs"),
      forEach("Copy the logs of each web ACL", webAcl, {
        items: "$.webAcls.prefixes",
        item: { ...common, "at.$": "$.at", "webAcl.$": "$$.Map.Item.Value", steps: {}, windows: {} },
        atOnce: 2,
        into: "$.windows.wafLogs",
      }),
    ),
    closing: "Hour: end",
    output: "$.windows",
  };
}

/** `{ ok: true, cutOff, windows }` when every object of every hour was copied, else what failed first. */
function outcomeOf(kind: LogKind, windows: string): Flow {
  return sequence(
    pass(`${kind}: gather`, {
      make: {
        "failures.$": `${windows}.failures[*]`,
        "copied.$": `${windows}.evidence[*]`,
        "cutOff.$": `States.ArrayContains(${windows}.cutOff, true)`,
      },
      into: "$.gathered",
    }),
    choose(
      `${kind}: is it all there?`,
      [
        {
          when: isPresent("$.gathered.failures[0]"),
          then: pass(`${kind}: tell what failed`, {
            make: {
              Error: "Evidence.Incomplete",
              "Cause.$": "States.JsonToString(States.ArrayGetItem($.gathered.failures, 0))",
              "windows.$": "$.gathered.copied",
            },
            into: `$.steps.${kind}`,
          }),
        },
      ],
      pass(`${kind}: tell that it is`, {
        make: { ok: true, "cutOff.$": "$.gathered.cutOff", "windows.$": "$.gathered.copied" },
        into: `$.steps.${kind}`,
      }),
    ),
  );
}

/** Copies the logs of the hours around the trigger from the log bucket of the workload account. */
export function takeLogs(settings: MachineSettings): Part {
  return {
    flow: sequence(
      findBucket(),
      wait("Logs: wait for delivery", settings.logDeliverySeconds),
      listHours,
      findWebAcls,
      forEach("Copy the logs of each hour", copyHour(settings), {
        items: "$.hours.list",
        item: {
          ...common,
          "webAcls.$": "$.webAcls",
          "hour.$": "$$.Map.Item.Value",
          steps: {},
          windows: {},
        },
        atOnce: 3,
        into: "$.windows",
      }),
      outcomeOf("flowLogs", "$.windows[*].flowLogs"),
      outcomeOf("loadBalancerLogs", "$.windows[*].loadBalancerLogs"),
      outcomeOf("wafLogs", "$.windows[*].wafLogs[*]"),
      pass("Logs: tell", {
        make: {
          steps: Object.fromEntries(logKinds.map((kind) => [`${kind}.$`, `$.steps.${kind}`])),
          "evidence.$": "$.windows..evidence[*]",
        },
        into: "$.told",
      }),
    ),
    closing,
    output: "$.told",
  };
}
