import { call } from "../asl/call";
import { fail, machine, pass, sequence, type Flow } from "../asl/flow";
import type { Condition, StateMachine } from "../asl/states";
import { conclude } from "./contain/checks";
import { beforeKey } from "./contain/vault";
import { releaseAcls } from "./release/acls";
import { awaitApproval } from "./release/approval";
import { endQuarantine, recordRelease } from "./release/finish";
import { releaseGroups } from "./release/groups";
import { releaseProfile, releaseSessions } from "./release/identity";
import { readWanted, releasePart, releaseParts } from "./release/parts";
import { releaseProtection } from "./release/protection";
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
      readBefore(settings),
      readWanted(),
      awaitApproval(settings, {
        machine: "release",
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
      recordRelease(settings),
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

function isDone(part: string): Condition {
  return {
    Or: [
      { Variable: `$.results.${part}.wanted`, BooleanEquals: false },
      { Variable: `$.results.${part}.holds`, BooleanEquals: true },
    ],
  };
}

function readBefore(settings: MachineSettings): Flow {
  return sequence(
    call("Read state before", {
      action: "s3:getObject",
      as: "self",
      key: "read",
      input: { Bucket: settings.evidenceBucketName, "Key.$": beforeKey },
      select: { "before.$": "States.StringToJson($.Body)" },
      into: "$.kept",
      timeoutSeconds: 10,
      expected: {
        errors: ["S3.NoSuchKeyException"],
        into: "$.steps.read",
        then: missing("Nothing was kept"),
      },
      onFailure: missing("Nothing to restore"),
    }),
    pass("State before", {
      make: Object.fromEntries(
        [
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
        ].map((key) => [`${key}.$`, `$.kept.before.${key}`]),
      ),
      into: "$.before",
    }),
    pass("State read", { make: {}, into: "$.kept" }),
  );
}

function missing(name: string): Flow {
  return fail(name, "StateBeforeMissing", { path: "$.steps.read.Cause" });
}
