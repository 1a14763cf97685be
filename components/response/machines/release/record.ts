import type { Flow } from "../../asl/flow";
import type { Payload } from "../../asl/states";
import { recordStep } from "../recordStep";
import type { MachineSettings } from "../settings";

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
  const about = (step: string, told: Payload): Payload => ({
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
  return recordStep("Record", settings, {
    key: "record",
    actor,
    entries: [
      request,
      ...parts.map((part) => about(part, { "result.$": `$.results.${part}` })),
      verification,
    ],
  });
}
