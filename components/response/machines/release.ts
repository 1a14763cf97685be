import { machine, pass, sequence } from "../asl/flow";
import type { StateMachine } from "../asl/states";
import { conclude } from "./contain/checks";
import { beforeKey } from "./contain/vault";
import { releaseAcls } from "./release/acls";
import { awaitApproval } from "./release/approval";
import { readBefore } from "./release/before";
import { endQuarantine } from "./release/finish";
import { releaseGroups } from "./release/groups";
import { releaseProfile, releaseSessions } from "./release/identity";
import { isDone, readWanted, releasePart, releaseParts } from "./release/parts";
import { releaseProtection } from "./release/protection";
import { recordRelease } from "./release/record";
import { releaseAutoScaling } from "./release/autoScaling";
import { releaseAddresses, releaseLoadBalancers, releaseTargets } from "./release/traffic";
import type { MachineSettings } from "./settings";

/**
 * Restores what the vault says was before a containment, all of it or the parts that are asked for, once somebody approves.
 * Each part is read back; network access comes last. A part that fails is told in the output and stops no other.
 *
 * Ends as a failure when there is nothing to restore (`StateBeforeMissing`), when it is refused (`ReleaseNotApproved`), and when
 * nobody answers (`ApprovalTimedOut`).
 */
export function releaseMachine(settings: MachineSettings): StateMachine {
  return machine("Releases a contained instance.", settings.approvalHours * 3600 + 3600, {
    flow: sequence(
      pass("Begin", { make: {}, into: "$.steps" }),
      readBefore(settings, { key: beforeKey, fields: kept }),
      readWanted(releaseParts),
      awaitApproval(settings, {
        machine: "release",
        actor: "release",
        subject: "$.instanceId",
        wants: "States.Format('release {}, these parts: {}', $.instanceId, States.JsonToString($.parts))",
      }),
      pass("Machine's steps", { make: { "steps.$": "$.steps" }, into: "$.own" }),
      releasePart(releaseProfile()),
      releasePart(releaseSessions()),
      releasePart(releaseProtection()),
      releasePart(releaseGroups()),
      releasePart(releaseAcls()),
      releasePart(releaseAddresses()),
      releasePart(releaseTargets()),
      releasePart(releaseLoadBalancers()),
      releasePart(releaseAutoScaling()),
      pass("All verified", {
        make: Object.fromEntries(releaseParts.map((part) => [`${part}.$`, `$.results.${part}.holds`])),
        into: "$.verified",
      }),
      conclude("Released?", releaseParts.map(isDone)),
      pass("Steps of the machine", { make: { "machine.$": "$.own.steps" }, into: "$.steps" }),
      endQuarantine(),
      recordRelease(settings, {
        machine: "release",
        actor: "release",
        subject: "$.instanceId",
        parts: releaseParts,
      }),
    ),
    closing: "Tell",
    make: {
      "instanceId.$": "$.instanceId",
      "released.$": "$.conclusion.all",
      "steps.$": "States.JsonMerge($.results, $.steps, false)",
      "verified.$": "$.verified",
    },
  });
}

/** Parts of the state before. */
const kept = [
  "instanceId",
  "volumes",
  "protection",
  "network",
  "addresses",
  "profile",
  "autoScaling",
  "targets",
  "loadBalancers",
  "failures",
];
