import { call, type CallArgs } from "../../asl/call";
import { choose, parallel, pass, sequence, type Flow } from "../../asl/flow";
import type { Retrier } from "../../asl/states";
import { conversionPurpose, isolationPurpose } from "../../names";
import { each, filter, filterBy, ifPresent, stepsOf } from "./parts";

/** Shortest times that EC2 takes, in seconds. Source: EC2 API reference, ConnectionTrackingSpecificationRequest. */
const shortest = { TcpEstablishedTimeout: 60, UdpStreamTimeout: 60, UdpTimeout: 30 };

/** Isolation does not wait long for the conversion, which only sharpens it. */
const hasty: readonly Retrier[] = [
  { ErrorEquals: ["States.TaskFailed", "States.Timeout"], IntervalSeconds: 1, MaxAttempts: 1 },
];

/** Moves every interface into the isolation group. */
export function isolateInterfaces(): Flow {
  return each(
    "Each interface",
    parallel(
      "Isolate interface",
      [stepsOf("Connection tracking", forgetConnections()), stepsOf("Security groups", swapGroups())],
      { select: { "tracking.$": "$[0]", "groups.$": "$[1]" }, into: "$.steps" },
    ),
    {
      items: "$.before.network.interfaces",
      item: { "interface.$": "$$.Map.Item.Value" },
      subject: "$.interface.interfaceId",
      into: "$.list",
    },
  );
}

/** Idle connections are forgotten within a minute, where the hardware can do so. */
function forgetConnections(): Flow {
  return call("Shorten connection tracking", {
    action: "ec2:modifyNetworkInterfaceAttribute",
    as: "container",
    key: "shorten",
    input: { "NetworkInterfaceId.$": "$.interface.interfaceId", ConnectionTrackingSpecification: shortest },
    timeoutSeconds: 15,
    onFailure: "record",
  });
}

/**
 * A change of groups does not end connections that are tracked. In the conversion group, which lets everything through,
 * they are not tracked any more, and the isolation group then ends them. Without an isolation group nothing is changed: the
 * conversion group alone would open the instance. For the same reason an interface that cannot be isolated gets its own
 * groups back.
 */
function swapGroups(): Flow {
  return sequence(
    pass("No groups known", { make: { isolation: [], conversion: [] }, into: "$.found" }),
    findGroup("isolation", isolationPurpose, {}),
    ifPresent(
      "Isolation group found?",
      "$.found.isolation.ids[0]",
      choose(
        "Isolated already?",
        [
          {
            when: {
              And: [
                { Variable: "$.interface.groupIds[0]", StringEqualsPath: "$.found.isolation.ids[0]" },
                { Not: { Variable: "$.interface.groupIds[1]", IsPresent: true } },
              ],
            },
            then: pass("Was isolated", { make: { ok: true, already: true }, into: "$.steps.isolate" }),
          },
        ],
        sequence(
          findGroup("conversion", conversionPurpose, { retry: hasty }),
          ifPresent(
            "Conversion group found?",
            "$.found.conversion.ids[0]",
            moveTo("convert", "Convert connections", "$.found.conversion.ids", {
              retry: hasty,
              onFailure: "record",
            }),
            pass("No conversion group", {
              make: {
                Error: "ConversionGroupMissing",
                Cause: "The VPC has no security group for conversion.",
              },
              into: "$.steps.convert",
            }),
          ),
          moveTo("isolate", "Isolate", "$.found.isolation.ids", {
            onFailure: ifPresent(
              "Converted before?",
              "$.steps.convert",
              moveTo("giveBack", "Give groups back", "$.interface.groupIds", { onFailure: "record" }),
            ),
          }),
        ),
      ),
      pass("No isolation group", {
        make: { Error: "IsolationGroupMissing", Cause: "The VPC has no security group for isolation." },
        into: "$.steps.isolate",
      }),
    ),
  );
}

function findGroup(key: "isolation" | "conversion", purpose: string, more: Pick<CallArgs, "retry">): Flow {
  return call(`Find ${key} group`, {
    action: "ec2:describeSecurityGroups",
    as: "reader",
    key: `${key}Group`,
    input: { Filters: [filterBy("vpc-id", "$.interface.vpcId"), filter("tag:purpose", purpose)] },
    select: { "ids.$": "$.SecurityGroups[0:1].GroupId" },
    into: `$.found.${key}`,
    timeoutSeconds: 10,
    onFailure: "record",
    ...more,
  });
}

function moveTo(
  key: string,
  name: string,
  groups: string,
  more: Pick<CallArgs, "retry" | "onFailure">,
): Flow {
  return call(name, {
    action: "ec2:modifyNetworkInterfaceAttribute",
    as: "container",
    key,
    input: { "NetworkInterfaceId.$": "$.interface.interfaceId", "Groups.$": groups },
    timeoutSeconds: 15,
    ...more,
  });
}
