import { pass, sequence, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { goTo } from "../jumps";
import type { MachineSettings } from "../settings";
import { holdObject, lookAtObject } from "./memoryObject";
import { memoryStates } from "./memoryNeeds";

/**
 * A capture that failed may have stored something: a command can end badly after its upload, and an answer can be lost. What
 * lies there is evidence that nobody may delete and that the custody log must name. What comes later still is not held; the
 * custody log then tells where to look. Goes on at the recording; the reason is in `$.reason.text`, the failure in `$.steps.memory`.
 *
 * @param when Tells the states of this from others of its kind.
 * @param more Further entries for the custody log.
 */
export function keepWhatLies(settings: MachineSettings, when: string, more: readonly Payload[] = []): Flow {
  const nothing = `Memory: tell where it may be (${when})`;
  const told = (name: string, details: Payload, object: Payload = {}): Flow =>
    pass(name, {
      make: {
        memory: { possible: false, "reason.$": "$.reason.text" },
        evidence: [],
        entries: [
          {
            step: "memory",
            "subject.$": "$.instanceId",
            details: { "failure.$": "$.steps.memory", "commandId.$": "$.started.id", ...details },
            ...object,
          },
          ...more,
        ],
      },
      into: "$.told",
    });
  return sequence(
    lookAtObject(`Memory: look for what was stored (${when})`, settings, {
      key: "memoryRemains",
      onFailure: goTo(nothing),
    }),
    holdObject(`Memory: hold what was stored (${when})`, settings),
    told(
      `Memory: tell what was stored (${when})`,
      { "bytes.$": "$.object.bytes" },
      { "key.$": "$.file.key" },
    ),
    goTo(memoryStates.record),
    told(nothing, { "mayLieAt.$": "$.file.full" }),
    goTo(memoryStates.record),
  );
}
