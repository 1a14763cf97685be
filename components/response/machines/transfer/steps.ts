import { call, type Caller, type CallArgs } from "../../asl/call";
import { choose, pass, poll, sequence, type Flow } from "../../asl/flow";
import type { Condition, Json } from "../../asl/states";
import { isBoolean } from "../conditions";

/** Why something was not handed over, beside what AWS says. */
export const transferErrors = {
  /** It did not come to an end in the time that it was given. */
  tooLong: "Transfer.TookTooLong",
  /** AWS says that it failed. */
  failed: "Transfer.Failed",
  /** The copy is not what it must be. */
  unlike: "Transfer.NotVerified",
  /** There is evidence of some disks only. */
  incomplete: "Transfer.Incomplete",
  /** A step before it failed. */
  skipped: "Transfer.Skipped",
} as const;

/** Seconds between questions, ever more: in all about 20 hours, for disks of many TiB. */
const waits = [
  ...[5, 10, 15, 30, 30, 60, 60, 120, 120],
  ...Array.from({ length: 20 }, () => 300),
  ...Array.from({ length: 110 }, () => 600),
];

/** What `$.steps` holds before anything was tried, so that every step has an outcome. */
export function untried(steps: readonly string[]): Record<string, Json> {
  const skipped = { Error: transferErrors.skipped, Cause: "a step before it failed, or it was not needed" };
  return Object.fromEntries(steps.map((step) => [step, skipped]));
}

/** The step has done what it should. */
export const succeeded = (key: string): Condition => isBoolean(`$.steps.${key}.ok`, true);

/** Makes a call whose failure is told in `$.steps.<key>`; only after its success `then` follows. */
export function attempt(
  name: string,
  args: Omit<CallArgs, "onFailure" | "into">,
  ...then: readonly Flow[]
): Flow {
  const made = call(name, { ...args, onFailure: "record" });
  return sequence(made, ...ifSucceeded(name, args.key, then));
}

/** What follows only when the step succeeded. */
export function ifSucceeded(name: string, key: string, flows: readonly Flow[]): readonly Flow[] {
  const [first, ...rest] = flows;
  return first ? [choose(`${name}: go on?`, [{ when: succeeded(key), then: sequence(first, ...rest) }])] : [];
}

export interface AwaitArgs {
  /** What is waited for; it is told in `$.steps.<key>`, and what was seen last in `$.seen.<key>`. */
  readonly key: string;
  readonly as: Caller;
  readonly kind: "snapshot" | "image";
  /** Path of its id. */
  readonly id: string;
}

const questions = {
  snapshot: {
    action: "ec2:describeSnapshots",
    input: (id: string) => ({ "SnapshotIds.$": `States.Array(${id})` }),
    select: {
      "done.$": "States.ArrayContains($.Snapshots[*].State, 'completed')",
      "failed.$": "States.ArrayContains($.Snapshots[*].State, 'error')",
      "sizes.$": "States.JsonToString($.Snapshots[*].VolumeSize)",
      "owners.$": "$.Snapshots[*].OwnerId",
      "keys.$": "$.Snapshots[*].KmsKeyId",
      "isEncrypted.$": "States.ArrayContains($.Snapshots[*].Encrypted, true)",
    },
  },
  image: {
    action: "ec2:describeImages",
    input: (id: string) => ({ "ImageIds.$": `States.Array(${id})` }),
    select: {
      "done.$": "States.ArrayContains($.Images[*].State, 'available')",
      "failed.$": "States.ArrayContains($.Images[*].State, 'failed')",
      "disks.$": "$.Images[*].BlockDeviceMappings[*]",
      "snapshotIds.$": "$.Images[*].BlockDeviceMappings[*].Ebs.SnapshotId",
      "hasPlainDisk.$": "States.ArrayContains($.Images[*].BlockDeviceMappings[*].Ebs.Encrypted, false)",
      // Lists of one value, or of none: a path to a value that is not there would end the execution.
      "architectures.$": "$.Images[*].Architecture",
      "bootModes.$": "$.Images[*].BootMode",
      "ena.$": "$.Images[*].EnaSupport",
      "platforms.$": "$.Images[*].PlatformDetails",
      "roots.$": "$.Images[*].RootDeviceName",
      "tpm.$": "$.Images[*].TpmSupport",
      "virtualization.$": "$.Images[*].VirtualizationType",
    },
  },
} as const;

/** Waits until a snapshot or an image is complete; only then `then` follows. A question that fails is asked again later. */
export function awaitCompletion(
  name: string,
  { key, as, kind, id }: AwaitArgs,
  ...then: readonly Flow[]
): Flow {
  const seen = `$.seen.${key}`;
  const { action, input, select } = questions[kind];
  const tell = (state: string, outcome: Record<string, Json>): Flow =>
    pass(`${name}: ${state}`, { make: outcome, into: `$.steps.${key}` });
  return sequence(
    poll(name, {
      check: call(`${name}: look`, {
        action,
        as,
        key,
        input: input(id),
        select,
        into: seen,
        onFailure: "record",
      }),
      done: isBoolean(`${seen}.done`, true),
      hopeless: {
        when: isBoolean(`${seen}.failed`, true),
        then: tell("failed", {
          Error: transferErrors.failed,
          "Cause.$": `States.Format('{} failed', ${id})`,
        }),
      },
      waits,
      exhausted: tell("too long", {
        Error: transferErrors.tooLong,
        "Cause.$": `States.Format('{} is not complete yet', ${id})`,
      }),
      counter: `$.polls.${key}`,
    }),
    choose(`${name}: is it complete?`, [
      { when: isBoolean(`${seen}.done`, true), then: tell("complete", { ok: true }) },
    ]),
    ...ifSucceeded(name, key, then),
  );
}
