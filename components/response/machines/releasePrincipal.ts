import { choose, fail, machine, pass, sequence, type Flow } from "../asl/flow";
import type { StateMachine } from "../asl/states";
import { not } from "./conditions";
import { conclude } from "./contain/checks";
import { beforePrincipalKey, nameFolder } from "./containPrincipal/folder";
import { refuseUnknown } from "./containPrincipal/principal";
import { awaitApproval } from "./release/approval";
import { readBefore } from "./release/before";
import { letGo, whenOver } from "./release/claim";
import { isDone, readWanted, releasePart } from "./release/parts";
import { recordRelease } from "./release/record";
import { releaseKeys } from "./releasePrincipal/keys";
import { principalParts } from "./releasePrincipal/parts";
import { planRelease } from "./releasePrincipal/plan";
import { releasePolicy } from "./releasePrincipal/policy";
import type { MachineSettings } from "./settings";

/**
 * Takes back what a containment did to a role or a user, once somebody approves what is said exactly beforehand: the inline policy
 * of the case goes, and access keys that were active before become so again when `keys` is named; `all` alone leaves them inactive.
 * Each part is read back. A part that fails is told in the output and stops no other.
 *
 * Ends as a failure when the principal is neither role nor user (`PrincipalUnknown`), when there is nothing to restore
 * (`StateBeforeMissing`), when it is refused (`ReleaseNotApproved`), and when nobody answers (`ApprovalTimedOut`).
 */
export function releasePrincipalMachine(settings: MachineSettings): StateMachine {
  return machine("Releases a contained IAM role or user.", settings.approvalHours * 3600 + 3600, {
    flow: sequence(
      pass("Begin", { make: {}, into: "$.steps" }),
      refuseUnknown(),
      nameFolder(),
      readBefore(settings, {
        key: beforePrincipalKey,
        fields: ["account", "capturedAt", "keys", "failures"],
        defaults: { failures: {} },
      }),
      refuseOtherAccount(),
      readWanted(principalParts),
      planRelease(),
      awaitApproval(settings, {
        machine: "releasePrincipal",
        actor: "release-principal",
        subject: "$.folder.name",
        wants: "$.wants.text",
      }),
      pass("Machine's steps", { make: { "steps.$": "$.steps" }, into: "$.own" }),
      releasePart(releaseKeys()),
      releasePart(releasePolicy()),
      pass("All verified", {
        make: Object.fromEntries(principalParts.map((part) => [`${part}.$`, `$.results.${part}.holds`])),
        into: "$.verified",
      }),
      conclude("Released?", principalParts.map(isDone)),
      pass("Steps of the machine", { make: { "machine.$": "$.own.steps" }, into: "$.steps" }),
      endContainment(),
      recordRelease(settings, {
        machine: "releasePrincipal",
        actor: "release-principal",
        subject: "$.folder.name",
        parts: principalParts,
        details: { "plan.$": "$.plan" },
      }),
    ),
    closing: "Tell",
    make: {
      "principal.$": "$.principal",
      "released.$": "$.conclusion.all",
      "plan.$": "$.plan",
      "steps.$": "States.JsonMerge($.results, $.steps, false)",
      "verified.$": "$.verified",
    },
  });
}

/** Roles of two accounts may have one name, and a case has one folder for both. */
function refuseOtherAccount(): Flow {
  return choose("Same account?", [
    {
      when: not({ Variable: "$.before.account", StringEqualsPath: "$.account" }),
      then: fail("State of another account", "StateBeforeMissing", {
        text: "What the case keeps of a principal of this name is of another account.",
      }),
    },
  ]);
}

/** Ends the containment, once the denial is gone: the case lets the principal go. Keys that stay inactive are no part of it. */
function endContainment(): Flow {
  return whenOver(
    "Containment over?",
    sequence(
      pass("Subject", {
        make: { "name.$": "States.Format('{}:{}', $.principal.kind, $.principal.name)" },
        into: "$.subject",
      }),
      letGo("principal", "$.subject.name"),
    ),
  );
}
