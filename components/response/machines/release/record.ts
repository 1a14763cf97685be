import { runMachine } from "../../asl/call";
import type { Flow } from "../../asl/flow";
import type { Json, Payload } from "../../asl/states";
import { machineArn, type MachineSettings } from "../settings";

export interface RecordReleaseArgs {
  /** What the steps of the machine are called by in the custody log. */
  readonly machine: "release" | "releasePrincipal";
  readonly actor: string;
  /** Path of what was released. */
  readonly subject: string;
  readonly parts: readonly string[];
  /** What else the entry of the request says. @default nothing */
  readonly details?: Payload;
}

/** Has the custody log written. */
export function recordRelease(settings: MachineSettings, args: RecordReleaseArgs): Flow {
  const { machine, actor, subject, parts, details = {} } = args;
  const about = (step: string, told: Payload): Json => ({
    step: `${machine}.${step}`,
    "subject.$": subject,
    details: told,
  });
  const request = about("request", {
    "requestedBy.$": "$.requestedBy",
    "reason.$": "$.reason",
    "parts.$": "$.parts",
    "machine.$": "$.steps",
    ...details,
  });
  const verification = about("verification", {
    "released.$": "$.conclusion.all",
    "verified.$": "$.verified",
  });
  return runMachine("Record", (name) => machineArn(settings, name), {
    machine: "record",
    key: "record",
    input: {
      "caseId.$": "$.caseId",
      actor,
      entries: [
        request,
        ...parts.map((part) => about(part, { "result.$": `$.results.${part}` })),
        verification,
      ],
    },
    select: { ok: true },
    timeoutSeconds: 600,
    onFailure: "record",
  });
}
