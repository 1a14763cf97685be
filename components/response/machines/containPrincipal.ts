import { machine, pass, sequence, type Flow } from "../asl/flow";
import type { StateMachine } from "../asl/states";
import { unlessAlready } from "./contain/parts";
import { evidence } from "./contain/vault";
import { capturePrincipal } from "./containPrincipal/capture";
import { denyPrincipal, verifyPrincipal } from "./containPrincipal/deny";
import { beforePrincipalKey, nameFolder } from "./containPrincipal/folder";
import { refuseProtected } from "./containPrincipal/principal";
import { recordStep } from "./recordStep";
import type { MachineSettings } from "./settings";

/**
 * Contains a role or a user: keeps what it may do in the vault, then revokes the sessions of a role, or disables the keys of a
 * user and denies it everything, and reads that back. A step that fails is told in the output and stops no other.
 *
 * Ends as a failure when the principal does not exist (`PrincipalNotFound`), is neither role nor user (`PrincipalUnknown`),
 * or is never contained (`PrincipalProtected`).
 */
export function containPrincipalMachine(settings: MachineSettings): StateMachine {
  return machine("Contains an IAM role or user.", 3600, {
    flow: sequence(
      pass("Begin", { make: {}, into: "$.steps" }),
      refuseProtected(),
      capturePrincipal(),
      keepStateBefore(settings),
      denyPrincipal(),
      verifyPrincipal(),
      record(settings),
    ),
    closing: "Tell",
    make: {
      "principal.$": "$.principal",
      "contained.$": "$.conclusion.all",
      "before.$": "$.before",
      "steps.$": "States.JsonMerge($.results, $.steps, false)",
      "verified.$": "$.verified",
    },
  });
}

function keepStateBefore(settings: MachineSettings): Flow {
  return sequence(
    nameFolder(),
    unlessAlready("Keep state before", {
      action: "s3:putObject",
      as: "self",
      key: "keep",
      input: {
        ...evidence(settings, beforePrincipalKey, "$.before"),
        IfNoneMatch: "*",
      },
      select: { ok: true, "object.$": "$" },
      timeoutSeconds: 10,
      already: "*Status Code: 412*",
    }),
    pass("Kept", { make: { "outcome.$": "$.steps.keep" }, into: "$.kept" }),
    pass("Keeping told", { make: {}, into: "$.steps" }),
  );
}

function record(settings: MachineSettings): Flow {
  const about = (step: string, details: Record<string, string>) => ({
    step: `containPrincipal.${step}`,
    "subject.$": "$.folder.name",
    details,
  });
  return recordStep("Record", settings, {
    key: "record",
    actor: "contain-principal",
    entries: [
      about("before", {
        "reason.$": "$.reason",
        "requestedBy.$": "$.requestedBy",
        "triggeredAt.$": "$.triggeredAt",
        "keep.$": "$.kept.outcome",
      }),
      about("capture", { "steps.$": "$.results.capture" }),
      about("deny", { "steps.$": "$.results.deny" }),
      about("verification", {
        "contained.$": "$.conclusion.all",
        "verified.$": "$.verified",
        "steps.$": "$.results.verification",
      }),
      // The last entry: a file that is not there can't be recorded and ends the recording.
      { ...about("kept", {}), "key.$": "States.Format('{}/before.json', $.folder.name)" },
    ],
    wait: false,
  });
}
