import { runMachine, type CallArgs } from "../asl/call";
import type { Flow } from "../asl/flow";
import type { Payload } from "../asl/states";
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
  /** @default "record" */
  readonly onFailure?: CallArgs["onFailure"];
}

/** Seconds that appending may take: many writers may go for the same place in the log. */
const timeoutSeconds = 900;

/** Appends entries to the custody log of a case, in their order. The answer is dropped. */
export function recordStep(name: string, settings: MachineSettings, args: RecordArgs): Flow {
  const { key, actor, entries, caseId = "$.caseId", onFailure = "record" } = args;
  return runMachine(name, (machine) => machineArn(settings, machine), {
    machine: "record",
    key,
    input: {
      "caseId.$": caseId,
      [isExpression(actor) ? "actor.$" : "actor"]: actor,
      ...("path" in entries ? { "entries.$": entries.path } : { entries }),
    },
    into: null,
    onFailure,
    timeoutSeconds,
  });
}

function isExpression(text: string): boolean {
  return /^(\$|States\.)/.test(text);
}
