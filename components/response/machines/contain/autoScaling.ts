import { call } from "../../asl/call";
import { choose, pass, type Flow } from "../../asl/flow";
import type { Condition } from "../../asl/states";
import { ifPresent } from "./parts";

const group = "$.before.autoScaling.list[0]";

/**
 * Takes the instance out of its Auto Scaling group, which starts another in its place. Termination protection does not keep
 * a group from terminating an instance that fails its health check, so when the one way out is closed the other is tried.
 */
export function leaveAutoScaling(): Flow {
  const detach = leave("detach", "Detach from group", leave("standby", "Put on standby instead", "record"));
  const standby = leave("standby", "Put on standby", leave("detach", "Detach instead", "record"));
  const leaveGroup = choose(
    "Detach or standby?",
    [{ when: { Variable: "$.autoScaling", StringEquals: "standby" }, then: standby }],
    detach,
  );
  return ifPresent(
    "In an Auto Scaling group?",
    group,
    choose(
      "Out of the group already?",
      [
        {
          when: isOut(`${group}.LifecycleState`),
          then: pass("Is out", { make: { ok: true, already: true }, into: "$.steps.detach" }),
        },
      ],
      leaveGroup,
    ),
  );
}

/** States of an instance that its group does not manage, or soon will not. */
export function isOut(path: string): Condition {
  const states = ["Detaching", "Detached", "EnteringStandby", "Standby"];
  return { Or: states.map((StringEquals) => ({ Variable: path, StringEquals })) };
}

function leave(key: "detach" | "standby", name: string, onFailure: "record" | Flow): Flow {
  return call(name, {
    action: key === "detach" ? "autoscaling:detachInstances" : "autoscaling:enterStandby",
    as: "container",
    key,
    input: {
      "AutoScalingGroupName.$": `${group}.AutoScalingGroupName`,
      "InstanceIds.$": "States.Array($.instanceId)",
      ShouldDecrementDesiredCapacity: false,
    },
    timeoutSeconds: 15,
    onFailure,
  });
}
