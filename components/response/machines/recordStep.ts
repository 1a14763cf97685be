import { runMachine, startMachine, type CallArgs } from "../asl/call";
import type { Flow } from "../asl/flow";
import type { Payload } from "../asl/states";
import type { MachineName } from "../names";
import { machineArn, type MachineSettings } from "./settings";

/** What is appended to the custody log of a case. Any value may be a path or an intrinsic function: its key then ends with `.$`. */
export interface RecordArgs {
  /** Name under which a failure is told in `$.steps`. */
  readonly key: string;
  /** Who did it: the name of a machine or of a person. */
  readonly actor: string;
  /** Entries as `{ step, subject, details, key?, body? }`. A `body` is stored under `cases/<caseId>/<key>` first. */
  readonly entries: readonly Payload[] | { readonly path: string };
  /** Path of the id of the case. @default `$.caseId` */
  readonly caseId?: string;
  /**
   * Whether the step is over only when the entries are in the log. Without, it is when their recording has started, which then
   * tells people itself when it fails.
   * @default true
   */
  readonly wait?: boolean;
  /** Path of what tells iterations apart, where a step that does not wait is in one. @default the step happens once */
  readonly of?: string;
  /** @default "record" */
  readonly onFailure?: CallArgs["onFailure"];
}

/** Seconds that appending may take: a hundred writers may go for the same place in the log. */
export const recordSeconds = 3600;

/** Appends entries to the custody log of a case, in their order. The answer is dropped. */
export function recordStep(name: string, settings: MachineSettings, args: RecordArgs): Flow {
  const { key, actor, entries, caseId = "$.caseId", wait = true, of, onFailure = "record" } = args;
  const start = {
    machine: "record",
    key,
    input: {
      "caseId.$": caseId,
      [isExpression(actor) ? "actor.$" : "actor"]: actor,
      ...("path" in entries ? { "entries.$": entries.path } : { entries }),
    },
    into: null,
    onFailure,
  } as const;
  const arnOf = (machine: MachineName): string => machineArn(settings, machine);
  return wait
    ? runMachine(name, arnOf, { ...start, timeoutSeconds: recordSeconds })
    : startMachine(name, arnOf, { ...start, of });
}

function isExpression(text: string): boolean {
  return /^(\$|States\.)/.test(text);
}
