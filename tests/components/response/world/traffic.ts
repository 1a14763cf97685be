import type { Json } from "../../../../components/response/asl/states";
import { list, text, type Handler } from "./ec2";
import type { JsonObject, World } from "./model";
import { canonical } from "./intrinsics";
import { TaskError } from "./errors";

const scalingError = (message: string): TaskError =>
  new TaskError("AutoScaling.AutoScalingException", message);

function scalingGroup(world: World, input: JsonObject): World["scaling"][string] {
  const found = world.scaling[text(input, "AutoScalingGroupName")];
  if (!found) throw scalingError("AutoScalingGroup name not found");
  return found;
}

function members(world: World, input: JsonObject): [World["scaling"][string], readonly string[]] {
  const group = scalingGroup(world, input);
  const ids = list(input, "InstanceIds");
  const stranger = ids.find((id) => !(id in group.members));
  if (stranger !== undefined) throw scalingError(`The instance ${stranger} is not part of the group`);
  return [group, ids];
}

function targetGroup(world: World, input: JsonObject): World["targetGroups"][string] {
  const found = world.targetGroups[text(input, "TargetGroupArn")];
  if (!found) throw new TaskError("ElasticLoadBalancingV2.TargetGroupNotFoundException", "Not found");
  return found;
}

function classic(world: World, name: string): string[] {
  const found = world.classic[name];
  if (!found) throw new TaskError("ElasticLoadBalancing.LoadBalancerNotFoundException", "Not found");
  return found;
}

const instanceIds = (input: JsonObject): readonly string[] =>
  (input["Instances"] as readonly JsonObject[]).map((each) => text(each, "InstanceId"));

const targetsOf = (input: JsonObject): readonly JsonObject[] => input["Targets"] as readonly JsonObject[];

const health = (State: string) => (Target: JsonObject) => ({ Target, TargetHealth: { State } });

/** Auto Scaling and Elastic Load Balancing. Lists come in pages of one, so that paging is seen. */
export const traffic: Readonly<Record<string, Handler>> = {
  "autoscaling:describeAutoScalingInstances": (world, input) => {
    const ids = list(input, "InstanceIds");
    const found = Object.entries(world.scaling).flatMap(([AutoScalingGroupName, group]) =>
      Object.entries(group.members)
        .filter(([id]) => ids.includes(id))
        .map(([InstanceId, LifecycleState]) => ({ AutoScalingGroupName, InstanceId, LifecycleState })),
    );
    return { AutoScalingInstances: found };
  },
  "autoscaling:detachInstances": (world, input) => {
    const [group, ids] = members(world, input);
    for (const id of ids) Reflect.deleteProperty(group.members, id);
    if (input["ShouldDecrementDesiredCapacity"] === true) group.desired -= ids.length;
    return {};
  },
  "autoscaling:enterStandby": (world, input) => {
    const [group, ids] = members(world, input);
    for (const id of ids) group.members[id] = "Standby";
    if (input["ShouldDecrementDesiredCapacity"] === true) group.desired -= ids.length;
    return {};
  },
  "autoscaling:exitStandby": (world, input) => {
    const [group, ids] = members(world, input);
    for (const id of ids) group.members[id] = "Pending";
    group.desired += ids.length;
    return {};
  },
  "autoscaling:attachInstances": (world, input) => {
    const group = scalingGroup(world, input);
    for (const id of list(input, "InstanceIds")) group.members[id] = "InService";
    group.desired += list(input, "InstanceIds").length;
    return {};
  },
  "elasticloadbalancingv2:describeTargetGroups": (world, input) =>
    page(
      Object.entries(world.targetGroups).map(([TargetGroupArn, { type }]) => ({
        TargetGroupArn,
        TargetType: type,
      })),
      input,
      "TargetGroups",
    ),
  "elasticloadbalancingv2:describeTargetHealth": (world, input) => {
    const group = targetGroup(world, input);
    if (input["Targets"] === undefined)
      return { TargetHealthDescriptions: group.targets.map(health("healthy")) };
    return {
      TargetHealthDescriptions: targetsOf(input).map((wanted) => {
        const known = group.targets.some((each) => canonical(each) === canonical(wanted));
        return health(known ? "healthy" : "unused")(wanted);
      }),
    };
  },
  "elasticloadbalancingv2:deregisterTargets": (world, input) => {
    const gone = targetsOf(input).map(canonical);
    const group = targetGroup(world, input);
    group.targets = group.targets.filter((each) => !gone.includes(canonical(each)));
    return {};
  },
  "elasticloadbalancingv2:registerTargets": (world, input) => {
    const group = targetGroup(world, input);
    const known = group.targets.map(canonical);
    group.targets.push(...targetsOf(input).filter((each) => !known.includes(canonical(each))));
    return {};
  },
  "elasticloadbalancing:describeLoadBalancers": (world, input) => {
    const names =
      input["LoadBalancerNames"] === undefined
        ? Object.keys(world.classic)
        : list(input, "LoadBalancerNames");
    const described = names.map((LoadBalancerName) => ({
      LoadBalancerName,
      Instances: classic(world, LoadBalancerName).map((InstanceId) => ({ InstanceId })),
    }));
    return page(described, input, "LoadBalancerDescriptions");
  },
  "elasticloadbalancing:deregisterInstancesFromLoadBalancer": (world, input) => {
    const ids = instanceIds(input);
    const name = text(input, "LoadBalancerName");
    world.classic[name] = classic(world, name).filter((id) => !ids.includes(id));
    return {};
  },
  "elasticloadbalancing:registerInstancesWithLoadBalancer": (world, input) => {
    const ids = instanceIds(input);
    const known = classic(world, text(input, "LoadBalancerName"));
    known.push(...ids.filter((id) => !known.includes(id)));
    return {};
  },
};

function page(all: readonly Json[], input: JsonObject, key: string): Json {
  const at = Number(input["Marker"] ?? 0);
  const more = at + 1 < all.length && input["LoadBalancerNames"] === undefined;
  return { [key]: all.slice(at, at + 1), ...(more && { NextMarker: String(at + 1) }) };
}
