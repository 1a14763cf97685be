import { call } from "../../asl/call";
import { parallel, type Flow } from "../../asl/flow";
import { each, stepsOf } from "./parts";
import { targetOf } from "./reads";

/** No load balancer sends anything to the instance any more. */
export function leaveLoadBalancers(): Flow {
  return parallel(
    "Leave load balancers",
    [stepsOf("Leave target groups", leaveTargetGroups()), stepsOf("Leave classic ones", leaveClassic())],
    { select: { "targetGroups.$": "$[0].groups", "classic.$": "$[1].balancers" }, into: "$.steps" },
  );
}

function leaveTargetGroups(): Flow {
  return each(
    "Each target of a group",
    call("Deregister target", {
      action: "elasticloadbalancingv2:deregisterTargets",
      as: "container",
      key: "deregister",
      input: targetOf,
      timeoutSeconds: 15,
      onFailure: "record",
    }),
    {
      items: "$.before.targets.list",
      item: { "of.$": "$$.Map.Item.Value" },
      subject: "$.of.targetGroupArn",
      into: "$.steps.groups",
    },
  );
}

function leaveClassic(): Flow {
  return each(
    "Each classic load balancer",
    call("Deregister instance", {
      action: "elasticloadbalancing:deregisterInstancesFromLoadBalancer",
      as: "container",
      key: "deregister",
      input: { "LoadBalancerName.$": "$.name", Instances: [{ "InstanceId.$": "$.instanceId" }] },
      timeoutSeconds: 15,
      onFailure: "record",
    }),
    {
      items: "$.before.loadBalancers.list",
      item: { "name.$": "$$.Map.Item.Value" },
      subject: "$.name",
      into: "$.steps.balancers",
    },
  );
}
