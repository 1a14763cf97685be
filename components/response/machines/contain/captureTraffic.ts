import { call } from "../../asl/call";
import { choose, forEach, pass, sequence, type Flow, type Part } from "../../asl/flow";
import type { Condition } from "../../asl/states";
import type { Capture } from "./captured";
import { paged, paging } from "./paged";
import { context } from "./parts";

/** The Auto Scaling group. */
export function captureAutoScaling(): Capture {
  return {
    name: "Capture Auto Scaling",
    key: "autoScaling",
    unread: { list: [] },
    flow: call("Describe Auto Scaling instance", {
      action: "autoscaling:describeAutoScalingInstances",
      as: "reader",
      key: "autoScaling",
      input: { "InstanceIds.$": "States.Array($.instanceId)" },
      select: { "list.$": "$.AutoScalingInstances[*]" },
      into: "$.read",
      timeoutSeconds: 10,
      onFailure: "record",
    }),
    value: { "list.$": "$.read.list" },
  };
}

/** Target groups, as `{ targetGroupArn, target }` for each port on which the instance or one of its addresses is a target. */
export function captureTargets(): Capture {
  return {
    name: "Capture targets",
    key: "targets",
    unread: paging,
    flow: paged("Target groups", {
      page: (name, start) =>
        call(name, {
          action: "elasticloadbalancingv2:describeTargetGroups",
          as: "reader",
          key: "targetGroups",
          input: { PageSize: 100, ...start },
          select: { "items.$": "$.TargetGroups[*]", "next.$": "$..NextMarker" },
          into: "$.read.page",
          timeoutSeconds: 10,
          onFailure: "record",
        }),
      items: forEach("Each target group", targetsOfGroup(), {
        items: "$.read.page.items",
        item: {
          ...context,
          "arn.$": "$$.Map.Item.Value.TargetGroupArn",
          "type.$": "$$.Map.Item.Value.TargetType",
          "identities.$": "$.identities.all",
          health: { targets: [] },
          matching: { list: [] },
          steps: {},
        },
        select: { "own.$": "$[*].own[*]", "failures.$": "$[*].steps.targetHealth" },
        into: "$.read.found",
      }),
    }),
    value: { "list.$": "$.read.all.list" },
  };
}

function targetsOfGroup(): Part {
  const isInstance: Condition = { Variable: "$.type", StringEquals: "instance" };
  const isAddress: Condition = { Variable: "$.type", StringEquals: "ip" };
  return {
    flow: choose("Targets of EC2?", [
      { when: { Or: [isInstance, isAddress] }, then: sequence(readHealth(), matchTargets()) },
    ]),
    closing: "Target group seen",
    make: { "own.$": "$.matching.list", "steps.$": "$.steps" },
  };
}

/** A group with very many targets gives an answer that is too large for Step Functions. */
function readHealth(): Flow {
  return call("Describe target health", {
    action: "elasticloadbalancingv2:describeTargetHealth",
    as: "reader",
    key: "targetHealth",
    input: { "TargetGroupArn.$": "$.arn" },
    select: { "targets.$": "$.TargetHealthDescriptions[*]" },
    into: "$.health",
    timeoutSeconds: 10,
    expected: { errors: ["States.DataLimitExceeded"], into: "$.steps.targetHealth" },
    onFailure: "record",
  });
}

function matchTargets(): Flow {
  return forEach(
    "Each target",
    {
      flow: choose(
        "Leaving already?",
        [
          {
            when: { Variable: "$.described.TargetHealth.State", StringEquals: "draining" },
            then: pass("Is leaving", { make: { own: false }, into: "$.is" }),
          },
        ],
        pass("Is it this instance?", {
          make: { "own.$": "States.ArrayContains($.identities, $.described.Target.Id)" },
          into: "$.is",
        }),
      ),
      closing: "Target seen",
      make: { "own.$": "$.is.own", "targetGroupArn.$": "$.arn", "target.$": "$.described.Target" },
    },
    {
      items: "$.health.targets",
      item: { "described.$": "$$.Map.Item.Value", "arn.$": "$.arn", "identities.$": "$.identities" },
      select: { "list.$": "$[?(@.own == true)]" },
      into: "$.matching",
      atOnce: 40,
    },
  );
}

/** Names of the classic load balancers. */
export function captureLoadBalancers(): Capture {
  return {
    name: "Capture load balancers",
    key: "loadBalancers",
    unread: paging,
    flow: paged("Load balancers", {
      page: (name, start) =>
        call(name, {
          action: "elasticloadbalancing:describeLoadBalancers",
          as: "reader",
          key: "loadBalancers",
          input: { PageSize: 20, ...start },
          select: { "items.$": "$.LoadBalancerDescriptions[*]", "next.$": "$..NextMarker" },
          into: "$.read.page",
          timeoutSeconds: 10,
          onFailure: "record",
        }),
      items: forEach(
        "Each load balancer",
        {
          flow: pass("Does it know the instance?", {
            make: { "own.$": "States.ArrayContains($.instanceIds, $.instanceId)", "name.$": "$.name" },
          }),
          closing: "Load balancer seen",
        },
        {
          items: "$.read.page.items",
          item: {
            "name.$": "$$.Map.Item.Value.LoadBalancerName",
            "instanceIds.$": "$$.Map.Item.Value..InstanceId",
            "instanceId.$": "$.instanceId",
          },
          select: { "own.$": "$[?(@.own == true)].name", failures: [] },
          into: "$.read.found",
        },
      ),
    }),
    value: { "list.$": "$.read.all.list" },
  };
}
