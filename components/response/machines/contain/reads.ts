import { call } from "../../asl/call";
import type { Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { filter, filterBy } from "./parts";

/** What a target group and its target are asked and changed by. `$.of` is what was captured of them. */
export const targetOf = {
  "TargetGroupArn.$": "$.of.targetGroupArn",
  "Targets.$": "States.Array($.of.target)",
} as const;

/**
 * Reads the health of the target `$.of`.
 *
 * @param name Name of the state.
 * @param into Where `states` is put: one text, or none where it is no target.
 */
export function readTarget(name: string, into: string): Flow {
  return call(name, {
    action: "elasticloadbalancingv2:describeTargetHealth",
    as: "reader",
    key: "health",
    input: targetOf,
    select: { "states.$": "$.TargetHealthDescriptions[*].TargetHealth.State" },
    into,
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

/**
 * Reads which instances the classic load balancer `$.name` sends to.
 *
 * @param into Where `instanceIds` is put.
 */
export function readLoadBalancer(into: string): Flow {
  return call("Read load balancer", {
    action: "elasticloadbalancing:describeLoadBalancers",
    as: "reader",
    key: "balancer",
    input: { "LoadBalancerNames.$": "States.Array($.name)" },
    select: { "instanceIds.$": "$..InstanceId" },
    into,
    timeoutSeconds: 10,
    onFailure: "record",
  });
}

/**
 * Reads which instance profile the instance has or is being given.
 *
 * @param name Name of the state.
 * @param into Where `list` is put: one association, or none.
 * @param more What is put beside it.
 */
export function readProfiles(name: string, into: string, more: Payload = {}): Flow {
  return call(name, {
    action: "ec2:describeIamInstanceProfileAssociations",
    as: "reader",
    key: "association",
    input: {
      Filters: [filterBy("instance-id", "$.instanceId"), filter("state", "associating", "associated")],
    },
    select: { ...more, "list.$": "$.IamInstanceProfileAssociations[*]" },
    into,
    timeoutSeconds: 10,
    onFailure: "record",
  });
}
