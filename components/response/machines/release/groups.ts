import { call } from "../../asl/call";
import { choose, parallel, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition } from "../../asl/states";
import { every, everyHolds, holdsWhen, holdsWhenAmong } from "../contain/checks";
import { each, stepsOf } from "../contain/parts";
import type { PartArgs } from "./parts";

/** What EC2 has when nobody set anything, in seconds. Source: "Connection tracking timeouts", Amazon EC2 user guide. */
const defaults = { tcpEstablished: 432_000, udpStream: 180, udp: 30 };

/** The security groups of every interface, and how long connections are tracked. */
export function releaseGroups(): PartArgs {
  return {
    part: "groups",
    unread: ["network.interfaces"],
    restore: each(
      "Each interface",
      parallel(
        "Restore interface",
        [stepsOf("Tracking", restoreTracking()), stepsOf("Groups", restoreGroups())],
        { select: { "tracking.$": "$[0]", "groups.$": "$[1]" }, into: "$.steps" },
      ),
      {
        items: "$.before.network.interfaces",
        item: { "interface.$": "$$.Map.Item.Value" },
        subject: "$.interface.interfaceId",
        into: "$.steps.interfaces",
      },
    ),
    verify: sequence(
      every("Groups again", {
        items: "$.before.network.interfaces",
        item: { "interface.$": "$$.Map.Item.Value" },
        flow: sequence(readGroups(), sameGroups()),
      }),
      holdsWhen("Groups everywhere?", everyHolds),
    ),
  };
}

function restoreGroups(): Flow {
  return call("Restore groups", {
    action: "ec2:modifyNetworkInterfaceAttribute",
    as: "container",
    key: "groups",
    input: {
      "NetworkInterfaceId.$": "$.interface.interfaceId",
      "Groups.$": "$.interface.groupIds",
    },
    timeoutSeconds: 15,
    onFailure: "record",
  });
}

/** What was not set before is set to the default: EC2 cannot take a setting away. */
function restoreTracking(): Flow {
  const settings = Object.entries(defaults);
  return sequence(
    pass("Settings and defaults", {
      make: Object.fromEntries(
        settings.map(([key, value]) => [
          `${key}.$`,
          `States.Array($.interface.tracking.${key}, States.Array(${value}))`,
        ]),
      ),
      into: "$.tracking",
    }),
    pass("Settings of tracking", {
      make: Object.fromEntries(
        settings.map(([key]) => [`${key}.$`, `States.ArrayGetItem($.tracking.${key}[*][*], 0)`]),
      ),
      into: "$.tracking",
    }),
    call("Restore tracking", {
      action: "ec2:modifyNetworkInterfaceAttribute",
      as: "container",
      key: "tracking",
      input: {
        "NetworkInterfaceId.$": "$.interface.interfaceId",
        ConnectionTrackingSpecification: {
          "TcpEstablishedTimeout.$": "$.tracking.tcpEstablished",
          "UdpStreamTimeout.$": "$.tracking.udpStream",
          "UdpTimeout.$": "$.tracking.udp",
        },
      },
      timeoutSeconds: 15,
      onFailure: "record",
    }),
  );
}

function readGroups(): Flow {
  return sequence(
    pass("Groups unread", { make: { ids: [] }, into: "$.now" }),
    call("Read groups again", {
      action: "ec2:describeNetworkInterfaces",
      as: "reader",
      key: "groups",
      input: { "NetworkInterfaceIds.$": "States.Array($.interface.interfaceId)" },
      select: { "ids.$": "$.NetworkInterfaces[*].Groups[*].GroupId" },
      into: "$.now",
      timeoutSeconds: 10,
      onFailure: "record",
    }),
  );
}

/** The same groups, in whatever order. */
function sameGroups(): Flow {
  const holds: Condition = { Variable: "$.check.holds", BooleanEquals: true };
  return sequence(
    holdsWhenAmong("All groups back?", "$.interface.groupIds", ["$.now.ids"]),
    choose("No group missing?", [
      {
        when: holds,
        then: sequence(
          pass("Perhaps others", { make: { holds: false }, into: "$.check" }),
          holdsWhenAmong("No other group?", "$.now.ids", ["$.interface.groupIds"]),
        ),
      },
    ]),
  );
}
