import { parallel, pass, sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import type { Capture } from "./captured";
import { captureAddresses, captureAttributes, captureProfile } from "./captureInstance";
import { captureNetwork } from "./captureNetwork";
import { captureAutoScaling, captureLoadBalancers, captureTargets } from "./captureTraffic";

function captures(): readonly Capture[] {
  return [
    captureAttributes(),
    captureNetwork(),
    captureAddresses(),
    captureProfile(),
    captureAutoScaling(),
    captureTargets(),
    captureLoadBalancers(),
  ];
}

/**
 * Reads what a release needs, all at once, into `$.before`. What cannot be read is empty there, and why is told in
 * `$.results.capture`.
 */
export function captureState(): Flow {
  const all = captures();
  const keys = all.map(({ key }) => key);
  return sequence(
    identities(),
    parallel(
      "Capture",
      all.map(({ name, unread, flow, value }) => ({
        flow: sequence(
          pass(`${name}: begin`, { make: unread, into: "$.read" }),
          pass(`${name}: nothing told`, { make: {}, into: "$.steps" }),
          flow,
        ),
        closing: `${name}: end`,
        make: { value, "steps.$": "$.steps" },
      })),
      {
        select: Object.fromEntries(
          keys.flatMap((key, index) => [
            [`${key}.$`, `$[${index}].value`],
            [`${key}Steps.$`, `$[${index}].steps`],
          ]),
        ),
        into: "$.captured",
      },
    ),
    pass("State before", { make: before(keys), into: "$.before" }),
    pass("Capture told", {
      make: {
        capture: {
          ...Object.fromEntries(keys.map((key) => [`${key}.$`, `$.captured.${key}Steps`])),
        },
      },
      into: "$.results",
    }),
    pass("Captured", { make: {}, into: "$.captured" }),
  );
}

function before(keys: readonly string[]): Payload {
  return {
    "caseId.$": "$.caseId",
    "account.$": "$.account",
    "region.$": "$.region",
    "instanceId.$": "$.instanceId",
    "reason.$": "$.reason",
    "requestedBy.$": "$.requestedBy",
    "triggeredAt.$": "$.triggeredAt",
    "capturedAt.$": "$$.State.EnteredTime",
    instance: {
      "states.$": "$.found.states",
      "types.$": "$.found.types",
      "lifecycles.$": "$.found.lifecycles",
      "rootDeviceTypes.$": "$.found.rootDeviceTypes",
      "tags.$": "$.found.tags",
    },
    "volumes.$": "$.found.volumes",
    ...Object.fromEntries(keys.map((key) => [`${key}.$`, `$.captured.${key}`])),
    failures: Object.fromEntries(keys.map((key) => [`${key}.$`, `$.captured.${key}Steps`])),
  };
}

/** What a target group may know the instance by: its id and its addresses. */
function identities(): Flow {
  return sequence(
    pass("Id and addresses of the instance", {
      make: {
        "parts.$":
          "States.Array(States.Array($.instanceId), $.found.interfaces..PrivateIpAddress, $.found.interfaces..Ipv6Address)",
      },
      into: "$.identities",
    }),
    pass("Identities of the instance", {
      make: { "all.$": "$.identities.parts[*][*]" },
      into: "$.identities",
    }),
  );
}
