import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connections";

type Topics = readonly pulumi.Input<string>[];

/**
 * Creates an alarm on each tunnel, one on each connection that has lost both, and, where there are two connections, one on
 * the loss of all tunnels.
 *
 * @param topicArns Topics that are told of a failure and of its end.
 */
export function createAlarms(
  name: string,
  connections: readonly Connection[],
  topicArns: Topics,
  opts: pulumi.CustomResourceOptions,
): void {
  const ofConnections = connections.map(({ planned, connection }) => {
    const addresses = [connection.tunnel1Address, connection.tunnel2Address];
    const ofTunnels = addresses.map((address, index) =>
      watchTunnel(
        `${name}-tunnel-${planned.key}-${index + 1}`,
        `Tunnel ${index + 1} to ${planned.customerGateway.name} is down`,
        { VpnId: connection.id, TunnelIpAddress: address },
        topicArns,
        opts,
      ),
    );
    const description = `Both tunnels to ${planned.customerGateway.name} are down`;
    return watchAll(`${name}-both-tunnels-${planned.key}`, description, ofTunnels, topicArns, opts);
  });
  if (ofConnections.length < 2) return;
  watchAll(`${name}-all-tunnels`, "No tunnel leads on-premises", ofConnections, topicArns, opts);
}

/**
 * AWS reports a tunnel as 1 when it is up and, with BGP, its session is established. A tunnel counts as down when it was
 * not up once in five minutes, or was not reported.
 * Source: "Monitor AWS Site-to-Site VPN tunnels using Amazon CloudWatch", AWS Site-to-Site VPN user guide.
 */
function watchTunnel(
  name: string,
  alarmDescription: string,
  dimensions: Record<string, pulumi.Input<string>>,
  topicArns: Topics,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const alarm = new aws.cloudwatch.MetricAlarm(
    name,
    {
      name,
      alarmDescription,
      namespace: "AWS/VPN",
      metricName: "TunnelState",
      dimensions,
      statistic: "Maximum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "breaching",
      alarmActions: [...topicArns],
      okActions: [...topicArns],
    },
    opts,
  );
  return alarm.name;
}

function watchAll(
  name: string,
  alarmDescription: string,
  alarmNames: readonly pulumi.Output<string>[],
  topicArns: Topics,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const alarm = new aws.cloudwatch.CompositeAlarm(
    name,
    {
      alarmName: name,
      alarmDescription,
      alarmRule: pulumi
        .all([...alarmNames])
        .apply((names) => names.map((one) => `ALARM("${one}")`).join(" AND ")),
      alarmActions: [...topicArns],
      okActions: [...topicArns],
    },
    opts,
  );
  return alarm.alarmName;
}
