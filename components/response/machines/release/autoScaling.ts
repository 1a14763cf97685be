import { call } from "../../asl/call";
import { choose, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition } from "../../asl/states";
import { isOut } from "../contain/autoScaling";
import { holdsWhen } from "../contain/checks";
import { ifPresent } from "../contain/parts";
import type { PartArgs } from "./parts";

const group = "$.before.autoScaling.list[0]";
const wasIn: Condition = {
  And: [{ Variable: group, IsPresent: true }, { Not: isOut(`${group}.LifecycleState`) }],
};

/** The Auto Scaling group, whose desired capacity grows by one: another instance took the place of this one. */
export function releaseAutoScaling(): PartArgs {
  const input = {
    "AutoScalingGroupName.$": `${group}.AutoScalingGroupName`,
    "InstanceIds.$": "States.Array($.instanceId)",
  };
  const enter = (name: string, action: "autoscaling:attachInstances" | "autoscaling:exitStandby"): Flow =>
    call(name, { action, as: "container", key: "enter", input, timeoutSeconds: 15, onFailure: "record" });
  return {
    part: "autoScaling",
    unread: ["autoScaling.autoScaling"],
    restore: choose("Was in a group?", [
      {
        when: wasIn,
        then: sequence(
          readScaling("Read present group"),
          ifPresent(
            "In the group now?",
            "$.now.states[0]",
            choose("On standby?", [
              { when: isOut("$.now.states[0]"), then: enter("Exit standby", "autoscaling:exitStandby") },
            ]),
            enter("Attach to group", "autoscaling:attachInstances"),
          ),
        ),
      },
    ]),
    verify: choose(
      "Should be in a group?",
      [
        {
          when: wasIn,
          then: sequence(
            readScaling("Read group again"),
            holdsWhen("In the group again?", {
              And: [{ Variable: "$.now.states[0]", IsPresent: true }, { Not: isOut("$.now.states[0]") }],
            }),
          ),
        },
      ],
      pass("Was in no group", { make: { holds: true }, into: "$.check" }),
    ),
  };
}

function readScaling(name: string): Flow {
  return sequence(
    pass(`${name}: unread`, { make: { states: [] }, into: "$.now" }),
    call(name, {
      action: "autoscaling:describeAutoScalingInstances",
      as: "reader",
      key: "read",
      input: { "InstanceIds.$": "States.Array($.instanceId)" },
      select: { "states.$": "$.AutoScalingInstances[*].LifecycleState" },
      into: "$.now",
      timeoutSeconds: 10,
      onFailure: "record",
    }),
  );
}
