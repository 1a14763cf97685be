import { sequence, state, type Flow } from "../../asl/flow";
import type { Json, Payload, Retrier } from "../../asl/states";
import { caseTags, machineNames } from "../../names";
import { goTo } from "../jumps";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";

/** Tags of something that a call creates, as EC2 takes them. */
export function tagged(kind: string, ...resourceTypes: readonly string[]): Json {
  const tags: Json[] = [
    { Key: caseTags.case, "Value.$": "$.caseId" },
    { Key: caseTags.kind, Value: kind },
    { Key: caseTags.keep, Value: "true" },
  ];
  return resourceTypes.map((ResourceType) => ({ ResourceType, Tags: tags }));
}

/**
 * For calls that start something and know no token: a call that was throttled or refused did nothing and is made again, one
 * that took too long may have done it.
 */
export const unlessLate: readonly Retrier[] = [
  {
    ErrorEquals: ["States.TaskFailed"],
    IntervalSeconds: 1,
    BackoffRate: 2,
    MaxAttempts: 3,
    JitterStrategy: "FULL",
  },
];

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
