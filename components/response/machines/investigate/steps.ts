import { sequence, state, type Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { machineNames } from "../../names";
import { goTo } from "../jumps";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";

export interface EntryArgs {
  /** What the custody log calls the step. */
  readonly step: string;
  /** Path of what the entry is about. */
  readonly subject: string;
  readonly details: Payload;
  /** A file of the case that is written first: intrinsic function that makes its key, and the file. */
  readonly file?: { readonly key: string; readonly body: Payload };
  /** Name under which a failure to record is told. */
  readonly key: string;
}

/** Appends an entry to the custody log. A log that can't be written is told in `$.steps`, and nothing stops for it. */
export function recordEntry(
  name: string,
  settings: MachineSettings,
  { step, subject, details, file, key }: EntryArgs,
): Flow {
  return recordStep(name, settings, {
    key,
    actor: machineNames.investigate,
    entries: [{ step, "subject.$": subject, details, ...(file && { "key.$": file.key, body: file.body }) }],
  });
}

/** Tells a failure that no call reported, and goes on elsewhere. */
export function failed(name: string, key: string, problem: Payload, next: string): Flow {
  return sequence(
    state(name, (ending) => ({
      Type: "Pass",
      Parameters: problem,
      ResultPath: `$.steps.${key}`,
      ...ending,
    })),
    goTo(next),
  );
}
