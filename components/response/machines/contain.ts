import { machine, parallel, pass, sequence, type Flow } from "../asl/flow";
import type { StateMachine } from "../asl/states";
import { leaveAutoScaling } from "./contain/autoScaling";
import { takeAddresses } from "./contain/addresses";
import { captureState } from "./contain/capture";
import { revokeCredentials } from "./contain/credentials";
import { measureElapsed } from "./contain/elapsed";
import { findInstance } from "./contain/instance";
import { isolateInterfaces } from "./contain/interfaces";
import { leaveLoadBalancers } from "./contain/loadBalancers";
import { denyAddresses } from "./contain/networkAcls";
import { stepsOf } from "./contain/parts";
import { protect } from "./contain/protect";
import { putMetric, recordContainment } from "./contain/report";
import { tagResources } from "./contain/tags";
import { keepStateBefore } from "./contain/vault";
import { verifyContainment } from "./contain/verify";
import { warn } from "./contain/warnings";
import type { MachineSettings } from "./settings";

/**
 * Contains an instance: keeps the state before in the vault, then cuts the instance off in every way at once, reads back
 * whether it is, and only then writes the custody log. A step that fails is told in the output and stops no other.
 *
 * Ends as a failure only when the instance does not exist (`InstanceNotFound`).
 */
export function containMachine(settings: MachineSettings): StateMachine {
  return machine("Contains an instance.", 3600, {
    flow: sequence(
      pass("Begin", { make: {}, into: "$.steps" }),
      findInstance(),
      captureState(),
      keepStateBefore(settings),
      warn(),
      contain(),
      verifyContainment(),
      measureElapsed(),
      putMetric(),
      recordContainment(settings),
    ),
    closing: "Tell",
    make: {
      "instanceId.$": "$.instanceId",
      "contained.$": "$.conclusion.all",
      "seconds.$": "$.elapsed.seconds",
      "before.$": "$.before",
      "steps.$": "States.JsonMerge($.results, $.steps, false)",
      "verified.$": "$.verified",
      "warnings.$": "$.warnings",
    },
  });
}

/** Everything at once. The results are in `$.results`, each part under its key. */
function contain(): Flow {
  const parts: readonly (readonly [key: string, flow: Flow, output?: string])[] = [
    ["protection", protect()],
    ["autoScaling", leaveAutoScaling()],
    ["loadBalancers", leaveLoadBalancers()],
    ["interfaces", isolateInterfaces(), "$.list"],
    ["networkAcls", denyAddresses(), "$.list"],
    ["addresses", takeAddresses(), "$.list"],
    ["credentials", revokeCredentials()],
    ["tags", tagResources()],
  ];
  return sequence(
    parallel(
      "Contain",
      parts.map(([key, flow, output]) => stepsOf(`Contain ${key}`, flow, output)),
      {
        select: Object.fromEntries(parts.map(([key], index) => [`${key}.$`, `$[${index}]`])),
        into: "$.done",
      },
    ),
    pass("Contained parts", {
      make: {
        "capture.$": "$.results.capture",
        ...Object.fromEntries(parts.map(([key]) => [`${key}.$`, `$.done.${key}`])),
      },
      into: "$.results",
    }),
    pass("Parts told", { make: {}, into: "$.done" }),
  );
}
