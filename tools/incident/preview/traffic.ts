import { AutoScalingClient, DescribeAutoScalingInstancesCommand } from "@aws-sdk/client-auto-scaling";
import {
  ElasticLoadBalancingClient,
  paginateDescribeLoadBalancers,
} from "@aws-sdk/client-elastic-load-balancing";
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeTargetGroups,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Instance } from "@aws-sdk/client-ec2";
import type { ClientSettings } from "../session";
import type { Change } from "./change";

/** How the instance leaves its Auto Scaling group. */
export async function autoScalingChanges(
  settings: ClientSettings,
  instanceId: string,
  choice: "detach" | "standby",
): Promise<readonly Change[]> {
  const { AutoScalingInstances } = await new AutoScalingClient(settings).send(
    new DescribeAutoScalingInstancesCommand({ InstanceIds: [instanceId] }),
  );
  return (AutoScalingInstances ?? [])
    .filter(({ LifecycleState }) => !/^(Detach|EnteringStandby|Standby)/.test(LifecycleState ?? ""))
    .map(({ AutoScalingGroupName = "", LifecycleState }) => ({
      resource: AutoScalingGroupName,
      change:
        choice === "detach"
          ? `detach ${instanceId}, keeping capacity`
          : `put ${instanceId} on standby, keeping capacity`,
      ...(LifecycleState !== undefined && { from: LifecycleState }),
    }));
}

/** Target groups and classic load balancers that the instance leaves. */
export async function loadBalancerChanges(
  settings: ClientSettings,
  instance: Instance,
): Promise<readonly Change[]> {
  return [...(await targetGroupChanges(settings, instance)), ...(await classicChanges(settings, instance))];
}

async function targetGroupChanges(settings: ClientSettings, instance: Instance): Promise<readonly Change[]> {
  const client = new ElasticLoadBalancingV2Client(settings);
  const own = identities(instance);
  const changes: Change[] = [];
  for await (const { TargetGroups = [] } of paginateDescribeTargetGroups({ client }, {})) {
    for (const { TargetGroupArn = "", TargetType } of TargetGroups) {
      if (TargetType !== "instance" && TargetType !== "ip") continue;
      const { TargetHealthDescriptions } = await client.send(
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      for (const { Target, TargetHealth } of TargetHealthDescriptions ?? []) {
        if (!own.has(Target?.Id ?? "") || TargetHealth?.State === "draining") continue;
        changes.push({
          resource: TargetGroupArn,
          change: `deregister ${Target?.Id ?? ""}${Target?.Port === undefined ? "" : `:${Target.Port}`}`,
          ...(TargetHealth?.State !== undefined && { from: TargetHealth.State }),
        });
      }
    }
  }
  return changes;
}

/** What a target group may know the instance by. */
function identities({ InstanceId, NetworkInterfaces }: Instance): ReadonlySet<string | undefined> {
  return new Set([
    InstanceId,
    ...(NetworkInterfaces ?? []).flatMap((nic) => [
      nic.PrivateIpAddress,
      ...(nic.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress),
      ...(nic.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address),
    ]),
  ]);
}

async function classicChanges(
  settings: ClientSettings,
  { InstanceId = "" }: Instance,
): Promise<readonly Change[]> {
  const client = new ElasticLoadBalancingClient(settings);
  const changes: Change[] = [];
  for await (const page of paginateDescribeLoadBalancers({ client }, {})) {
    for (const { LoadBalancerName = "", Instances = [] } of page.LoadBalancerDescriptions ?? []) {
      if (!Instances.some((each) => each.InstanceId === InstanceId)) continue;
      changes.push({ resource: LoadBalancerName, change: `deregister ${InstanceId}` });
    }
  }
  return changes;
}
