import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Connection, Port } from "./connections";
import { weakestLight } from "./lightLevels";
import type { DirectConnectPlan } from "./plan";
import type { VirtualInterface } from "./virtualInterfaces";

/** What raises alarms, and whom they tell. */
export interface Watched {
  readonly plan: DirectConnectPlan;
  readonly connections: readonly Connection[];
  readonly interfaces: readonly VirtualInterface[];
  /** Topics that hear of every alarm. */
  readonly topicArns: readonly pulumi.Input<string>[];
}

type AlarmArgs = Pick<aws.cloudwatch.MetricAlarmArgs, "alarmDescription" | "threshold"> &
  Pick<
    aws.cloudwatch.MetricAlarmArgs,
    "metricName" | "statistic" | "period" | "dimensions" | "metricQueries"
  > & {
    readonly evaluationPeriods: number;
  };

/**
 * Creates the alarms: on each connection's state, encryption and light, on each BGP session, and on an interface whose
 * sessions are all down. An ordered port has no metrics yet; so a lack of data is told only when there had been some.
 * Source of the metrics: "Monitor with Amazon CloudWatch", AWS Direct Connect user guide.
 */
export function createAlarms(name: string, watched: Watched, opts: pulumi.CustomResourceOptions): void {
  const below = (key: string, args: AlarmArgs) => alarmBelow(`${name}-${key}`, args, watched.topicArns, opts);
  for (const connection of watched.connections) {
    watchState(connection, below);
    for (const port of connection.ports) watchPort(port, watched.plan, below);
  }
  const sessions = watched.interfaces.map((one) => ({ one, alarm: watchSession(one, below) }));
  for (const interfaceName of Object.keys(watched.plan.interfaces)) {
    const alarms = sessions.flatMap(({ one, alarm }) => (one.planned.name === interfaceName ? [alarm] : []));
    watchAll(`${name}-${interfaceName}`, interfaceName, alarms, watched.topicArns, opts);
  }
}

type Below = (key: string, args: AlarmArgs) => aws.cloudwatch.MetricAlarm;

function alarmBelow(
  name: string,
  args: AlarmArgs,
  topicArns: readonly pulumi.Input<string>[],
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const actions = [...topicArns];
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      ...args,
      name,
      comparisonOperator: "LessThanThreshold",
      treatMissingData: "missing",
      ...(args.metricName !== undefined && { namespace: "AWS/DX" }),
      alarmActions: actions,
      okActions: actions,
      insufficientDataActions: actions,
    },
    opts,
  );
}

/** Down for five minutes, as in "Create alarms to monitor connections", AWS Direct Connect user guide. */
const downForFiveMinutes = { statistic: "Minimum", period: 60, evaluationPeriods: 5, threshold: 1 };

function watchState({ planned, ports, id }: Connection, below: Below): void {
  const watched = ports.length > 0 ? ports : [{ key: planned.key, id }];
  for (const one of watched) {
    below(`${one.key}-state`, {
      ...downForFiveMinutes,
      metricName: "ConnectionState",
      dimensions: { ConnectionId: one.id },
      alarmDescription: `The Direct Connect connection ${one.key} is down`,
    });
  }
}

function watchPort(port: Port, { connections }: DirectConnectPlan, below: Below): void {
  if (connections.type !== "dedicated") return;
  const { transmitted, received } = weakestLight[connections.bandwidth];
  below(
    `${port.key}-light-transmitted`,
    lightBelow(port, "ConnectionLightLevelTx", transmitted, "sent by AWS"),
  );
  below(
    `${port.key}-light-received`,
    lightBelow(port, "ConnectionLightLevelRx", received, "received by AWS"),
  );
  if (!port.hasKey) return;
  below(`${port.key}-encryption`, {
    ...downForFiveMinutes,
    metricName: "ConnectionEncryptionState",
    dimensions: { ConnectionId: port.id },
    alarmDescription: `MACsec is down on the Direct Connect connection ${port.key}`,
  });
}

/** The weakest lane counts; a query finds the lanes, which are known only once the port is there. */
function lightBelow(port: Port, metric: string, threshold: number, whose: string): AlarmArgs {
  return {
    threshold,
    evaluationPeriods: 3,
    metricQueries: [lowestOf(metric, pulumi.interpolate`ConnectionId = '${port.id}'`)],
    alarmDescription: `Light ${whose} on ${port.key} is weaker than ${threshold} dBm: dirt, a bend or an ageing optic`,
  };
}

/** AWS also publishes a series for the address family that an interface does not use, and it is always 0. */
function watchSession({ planned, id }: VirtualInterface, below: Below): aws.cloudwatch.MetricAlarm {
  return below(`${planned.key}-bgp`, {
    threshold: 1,
    evaluationPeriods: 1,
    metricQueries: [
      lowestOf(
        "VirtualInterfaceBgpStatus",
        pulumi.interpolate`VirtualInterfaceId = '${id}' AND IpAddressFamily = 'ipv4'`,
      ),
    ],
    alarmDescription: `The BGP session of ${planned.name} on ${planned.connection.key} is down`,
  });
}

/** The lowest value in five minutes, the interval at which AWS publishes these metrics. */
function lowestOf(
  metric: string,
  where: pulumi.Output<string>,
): aws.types.input.cloudwatch.MetricAlarmMetricQuery {
  return {
    id: "lowest",
    label: metric,
    expression: pulumi.interpolate`SELECT MIN(${metric}) FROM "AWS/DX" WHERE ${where}`,
    period: 300,
    returnData: true,
  };
}

function watchAll(
  name: string,
  interfaceName: string,
  alarms: readonly aws.cloudwatch.MetricAlarm[],
  topicArns: readonly pulumi.Input<string>[],
  opts: pulumi.CustomResourceOptions,
): void {
  if (alarms.length < 2) return;
  const names = pulumi.all(alarms.map((alarm) => alarm.name));
  new aws.cloudwatch.CompositeAlarm(
    `${name}-unreachable`,
    {
      alarmName: `${name}-unreachable`,
      alarmDescription: `Every BGP session of ${interfaceName} is down: nothing reaches on-premises over Direct Connect`,
      alarmRule: names.apply((all) => all.map((one) => `ALARM("${one}")`).join(" AND ")),
      alarmActions: [...topicArns],
      okActions: [...topicArns],
    },
    opts,
  );
}
