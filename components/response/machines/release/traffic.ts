import { call } from "../../asl/call";
import { pass, sequence } from "../../asl/flow";
import type { Condition } from "../../asl/states";
import { every, everyHolds, holdsWhen } from "../contain/checks";
import { each, filterBy } from "../contain/parts";
import { readLoadBalancer, readTarget, targetOf } from "../contain/reads";
import type { PartArgs } from "./parts";

/** The Elastic IP addresses, unless somebody else has one now. */
export function releaseAddresses(): PartArgs {
  const item = { "address.$": "$$.Map.Item.Value" };
  return {
    part: "addresses",
    unread: ["addresses.addresses"],
    restore: each(
      "Each address",
      call("Associate address", {
        action: "ec2:associateAddress",
        as: "container",
        key: "associate",
        input: {
          "AllocationId.$": "$.address.AllocationId",
          "NetworkInterfaceId.$": "$.address.NetworkInterfaceId",
          "PrivateIpAddress.$": "$.address.PrivateIpAddress",
          AllowReassociation: false,
        },
        timeoutSeconds: 15,
        onFailure: "record",
      }),
      { items: "$.before.addresses.list", item, subject: "$.address.PublicIp", into: "$.steps.addresses" },
    ),
    verify: sequence(
      every("Addresses again", {
        items: "$.before.addresses.list",
        item,
        flow: sequence(
          call("Read address", {
            action: "ec2:describeAddresses",
            as: "reader",
            key: "address",
            input: { Filters: [filterBy("allocation-id", "$.address.AllocationId")] },
            select: { "interfaces.$": "$.Addresses[*].NetworkInterfaceId" },
            into: "$.now",
            timeoutSeconds: 10,
            onFailure: "record",
          }),
          holdsWhen("Address is back?", {
            And: [
              { Variable: "$.now.interfaces[0]", IsPresent: true },
              { Variable: "$.now.interfaces[0]", StringEqualsPath: "$.address.NetworkInterfaceId" },
            ],
          }),
        ),
      }),
      holdsWhen("Addresses are back?", everyHolds),
    ),
  };
}

/** The target groups. */
export function releaseTargets(): PartArgs {
  const item = { "of.$": "$$.Map.Item.Value" };
  return {
    part: "targets",
    unread: ["targets.targetGroups", "targets.unread.list[0]"],
    restore: each(
      "Each target",
      call("Register target", {
        action: "elasticloadbalancingv2:registerTargets",
        as: "container",
        key: "register",
        input: targetOf,
        timeoutSeconds: 15,
        onFailure: "record",
      }),
      { items: "$.before.targets.list", item, subject: "$.of.targetGroupArn", into: "$.steps.targets" },
    ),
    verify: sequence(
      every("Targets again", {
        items: "$.before.targets.list",
        item,
        flow: sequence(readTarget("Read target", "$.now"), holdsWhen("Target is back?", isTarget())),
      }),
      holdsWhen("Targets are back?", everyHolds),
    ),
  };
}

function isTarget(): Condition {
  const state = "$.now.states[0]";
  return {
    And: [
      { Variable: state, IsPresent: true },
      { Not: { Variable: state, StringEquals: "unused" } },
      { Not: { Variable: state, StringEquals: "draining" } },
    ],
  };
}

/** The classic load balancers. */
export function releaseLoadBalancers(): PartArgs {
  const item = { "name.$": "$$.Map.Item.Value", now: { instanceIds: [] } };
  return {
    part: "loadBalancers",
    unread: ["loadBalancers.loadBalancers"],
    restore: each(
      "Each load balancer",
      call("Register instance", {
        action: "elasticloadbalancing:registerInstancesWithLoadBalancer",
        as: "container",
        key: "register",
        input: { "LoadBalancerName.$": "$.name", Instances: [{ "InstanceId.$": "$.instanceId" }] },
        timeoutSeconds: 15,
        onFailure: "record",
      }),
      { items: "$.before.loadBalancers.list", item, subject: "$.name", into: "$.steps.loadBalancers" },
    ),
    verify: sequence(
      every("Load balancers again", {
        items: "$.before.loadBalancers.list",
        item,
        flow: sequence(
          readLoadBalancer("$.now"),
          pass("Behind it again", {
            make: { "is.$": "States.ArrayContains($.now.instanceIds, $.instanceId)" },
            into: "$.behind",
          }),
          holdsWhen("Instance is back?", { Variable: "$.behind.is", BooleanEquals: true }),
        ),
      }),
      holdsWhen("Behind all again?", everyHolds),
    ),
  };
}
