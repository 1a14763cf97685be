import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { metricNamespace, metrics } from "./metrics";
import { machineNames, type MachineName } from "./names";

export interface IncidentAlarmsArgs {
  /** ARNs of the state machines. */
  readonly machineArns: Readonly<Partial<Record<MachineName, pulumi.Input<string>>>>;
  /** Seconds from the trigger to the end of containment, beyond which an alarm goes off. */
  readonly secondsToContain: number;
  /** ARN of the topic that people are told by. */
  readonly topicArn: pulumi.Input<string>;
  /** Name and ARN of the queue for events that could not be delivered. */
  readonly undelivered: { readonly name: pulumi.Input<string>; readonly arn: pulumi.Input<string> };
}

/** Machines whose failure means that something is not contained, or not on record. */
const watched: readonly MachineName[] = ["respond", "contain", "containPrincipal", "record"];

/**
 * Watches incident response itself: containments that take too long, executions that fail, signatures of the custody log that
 * do not verify, findings that started no response. An execution that breaks off before it could tell anybody is told by
 * EventBridge.
 */
export class IncidentAlarms extends Component {
  public constructor(name: string, args: IncidentAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:IncidentAlarms", name, args, opts);
    const child = { parent: this };
    for (const [key, alarm] of Object.entries(alarms(args))) watch(`${name}-${key}`, alarm, args, child);
    tellOfBrokenExecutions(`${name}-broken`, args, child);
    this.registerOutputs({});
  }
}

type Alarm = Pick<
  aws.cloudwatch.MetricAlarmArgs,
  "alarmDescription" | "namespace" | "metricName" | "dimensions" | "statistic"
> & { readonly threshold: number };

function alarms({ machineArns, secondsToContain, undelivered }: IncidentAlarmsArgs): Record<string, Alarm> {
  const own = { namespace: metricNamespace, statistic: "Maximum" };
  const failures = watched.flatMap((machine): [string, Alarm][] => {
    const arn = machineArns[machine];
    if (arn === undefined) return [];
    return [
      [
        `failed-${machineNames[machine].replace("landing-zone-incident-", "")}`,
        {
          alarmDescription: `An execution of ${machineNames[machine]} failed`,
          namespace: "AWS/States",
          metricName: "ExecutionsFailed",
          dimensions: { StateMachineArn: arn },
          statistic: "Sum",
          threshold: 0,
        },
      ],
    ];
  });
  return {
    slow: {
      ...own,
      alarmDescription: `A containment took more than ${secondsToContain} seconds`,
      metricName: metrics.secondsToContained,
      threshold: secondsToContain,
    },
    "doubtful-custody": {
      ...own,
      alarmDescription: "A signature of the custody log did not verify",
      metricName: metrics.doubtfulSignatures,
      threshold: 0,
    },
    undelivered: {
      alarmDescription: "A finding started no response, or people could not be told of a broken execution",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: undelivered.name },
      statistic: "Maximum",
      threshold: 0,
    },
    ...Object.fromEntries(failures),
  };
}

function watch(
  name: string,
  alarm: Alarm,
  { topicArn }: IncidentAlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  new aws.cloudwatch.MetricAlarm(
    name,
    {
      name,
      ...alarm,
      comparisonOperator: "GreaterThanThreshold",
      period: 60,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
    },
    opts,
  );
}

/**
 * Some errors end an execution at once, where it can tell nobody.
 * Source: "States.Runtime", "Handling errors in Step Functions workflows", AWS Step Functions developer guide.
 */
function tellOfBrokenExecutions(
  name: string,
  { machineArns, topicArn, undelivered }: IncidentAlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const rule = new aws.cloudwatch.EventRule(
    `${name}-rule`,
    {
      name,
      description: "Executions of incident response that did not end well",
      eventPattern: pulumi.jsonStringify({
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: Object.values(machineArns) },
      }),
    },
    opts,
  );
  new aws.cloudwatch.EventTarget(
    `${name}-target`,
    {
      rule: rule.name,
      targetId: "topic",
      arn: topicArn,
      inputTransformer: {
        inputPaths: {
          status: "$.detail.status",
          execution: "$.detail.executionArn",
          machine: "$.detail.stateMachineArn",
        },
        inputTemplate:
          '{"text":"An execution of incident response did not end well","status":<status>,"execution":<execution>,"machine":<machine>}',
      },
      deadLetterConfig: { arn: undelivered.arn },
    },
    opts,
  );
}
