import { call } from "../../asl/call";
import { pass, sequence } from "../../asl/flow";
import { isOut } from "./autoScaling";
import { every, everyHolds, holdsWhen, type Check } from "./checks";
import { filterBy } from "./parts";
import { readLoadBalancer, readTarget } from "./reads";

/** No target group sends anything to the instance any more. One that could not be read may still. */
export function verifyTargets(): Check {
  return {
    key: "targets",
    flow: sequence(
      every("No targets", {
        items: "$.before.targets.list",
        item: { "of.$": "$$.Map.Item.Value" },
        flow: sequence(
          readTarget("Read target health", "$.health"),
          holdsWhen("No target any more?", {
            And: [
              { Variable: "$.health.states", IsPresent: true },
              {
                Or: [
                  { Not: { Variable: "$.health.states[0]", IsPresent: true } },
                  { Variable: "$.health.states[0]", StringEquals: "unused" },
                  { Variable: "$.health.states[0]", StringEquals: "draining" },
                ],
              },
            ],
          }),
        ),
      }),
      holdsWhen("No target anywhere?", {
        And: [
          everyHolds,
          { Not: { Variable: "$.results.capture.targets.targetGroups", IsPresent: true } },
          { Not: { Variable: "$.results.capture.targets.unread.list[0]", IsPresent: true } },
        ],
      }),
    ),
  };
}

/** No classic load balancer sends anything to the instance any more. */
export function verifyLoadBalancers(): Check {
  return {
    key: "loadBalancers",
    flow: sequence(
      every("Behind none", {
        items: "$.before.loadBalancers.list",
        item: { "name.$": "$$.Map.Item.Value" },
        flow: sequence(
          pass("Not read yet", { make: { "instanceIds.$": "States.Array($.instanceId)" }, into: "$.read" }),
          readLoadBalancer("$.read"),
          pass("Still behind it?", {
            make: { "still.$": "States.ArrayContains($.read.instanceIds, $.instanceId)" },
            into: "$.read",
          }),
          holdsWhen("Behind it no more?", { Variable: "$.read.still", BooleanEquals: false }),
        ),
      }),
      holdsWhen("Behind none?", {
        And: [
          everyHolds,
          { Not: { Variable: "$.results.capture.loadBalancers.loadBalancers", IsPresent: true } },
        ],
      }),
    ),
  };
}

/** The Auto Scaling group does not manage the instance any more. */
export function verifyAutoScaling(): Check {
  return {
    key: "autoScaling",
    flow: sequence(
      call("Read Auto Scaling instance", {
        action: "autoscaling:describeAutoScalingInstances",
        as: "reader",
        key: "autoScaling",
        input: { "InstanceIds.$": "States.Array($.instanceId)" },
        select: { "states.$": "$.AutoScalingInstances[*].LifecycleState" },
        into: "$.scaling",
        timeoutSeconds: 10,
        onFailure: "record",
      }),
      holdsWhen("Out of the group?", {
        And: [
          { Variable: "$.scaling.states", IsPresent: true },
          {
            Or: [{ Not: { Variable: "$.scaling.states[0]", IsPresent: true } }, isOut("$.scaling.states[0]")],
          },
        ],
      }),
    ),
  };
}

/** The instance has no Elastic IP address. */
export function verifyAddresses(): Check {
  return {
    key: "addresses",
    flow: sequence(
      call("Read addresses", {
        action: "ec2:describeAddresses",
        as: "reader",
        key: "addresses",
        input: { Filters: [filterBy("instance-id", "$.instanceId")] },
        select: { "list.$": "$.Addresses[*].PublicIp" },
        into: "$.addresses",
        timeoutSeconds: 10,
        onFailure: "record",
      }),
      holdsWhen("No address?", {
        And: [
          { Variable: "$.addresses.list", IsPresent: true },
          { Not: { Variable: "$.addresses.list[0]", IsPresent: true } },
        ],
      }),
    ),
  };
}
