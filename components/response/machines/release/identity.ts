import { call, type CallArgs } from "../../asl/call";
import { choose, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition } from "../../asl/states";
import { holdsWhen } from "../contain/checks";
import { isQuarantine, sessionPolicyName } from "../contain/credentials";
import { ifPresent } from "../contain/parts";
import { readProfiles } from "../contain/reads";
import type { PartArgs } from "./parts";

const before = "$.before.profile.associations[0].IamInstanceProfile.Arn";
const now = "$.profiles.list[0].IamInstanceProfile.Arn";
const hadProfile: Condition = { Variable: before, IsPresent: true };
const hasProfile: Condition = { Variable: now, IsPresent: true };
const same: Condition = { And: [hasProfile, { Variable: now, StringEqualsPath: before }] };

/** The instance profile, or that there was none. */
export function releaseProfile(): PartArgs {
  const put = choose(
    "Has a profile now?",
    [
      {
        when: same,
        then: pass("Profile is back", { make: { ok: true, already: true }, into: "$.steps.profile" }),
      },
      {
        when: hasProfile,
        then: change("Give profile back", {
          action: "ec2:replaceIamInstanceProfileAssociation",
          input: {
            "AssociationId.$": "$.profiles.list[0].AssociationId",
            IamInstanceProfile: { "Arn.$": before },
          },
        }),
      },
    ],
    change("Associate profile again", {
      action: "ec2:associateIamInstanceProfile",
      input: { "InstanceId.$": "$.instanceId", IamInstanceProfile: { "Arn.$": before } },
    }),
  );
  const take = choose("Has the quarantine profile?", [
    {
      when: { And: [hasProfile, isQuarantine(now)] },
      then: change("Take quarantine profile", {
        action: "ec2:disassociateIamInstanceProfile",
        input: { "AssociationId.$": "$.profiles.list[0].AssociationId" },
      }),
    },
  ]);
  return {
    part: "profile",
    unread: ["profile.association"],
    restore: sequence(
      readProfile("Read present profile"),
      choose("Had a profile?", [{ when: hadProfile, then: put }], take),
    ),
    verify: sequence(
      readProfile("Read profile again"),
      choose(
        "Should have a profile?",
        [{ when: hadProfile, then: holdsWhen("Same profile?", same) }],
        holdsWhen("No profile?", {
          And: [{ Variable: "$.profiles.known", BooleanEquals: true }, { Not: hasProfile }],
        }),
      ),
    ),
  };
}

function change(name: string, args: Pick<CallArgs, "action" | "input">): Flow {
  return call(name, { as: "container", key: "profile", timeoutSeconds: 15, onFailure: "record", ...args });
}

function readProfile(name: string): Flow {
  return sequence(
    pass(`${name}: unread`, { make: { known: false, list: [] }, into: "$.profiles" }),
    readProfiles(name, "$.profiles", { known: true }),
  );
}

/** The role's sessions, of which those of this instance are new since its profile came back. */
export function releaseSessions(): PartArgs {
  const names = { "RoleName.$": "$.before.profile.roles[0]", "PolicyName.$": sessionPolicyName };
  const holds: Flow = pass("No denial left", { make: { holds: true }, into: "$.check" });
  return {
    part: "sessions",
    unread: ["profile.association", "profile.role"],
    restore: ifPresent(
      "Had a role?",
      "$.before.profile.roles[0]",
      call("Delete denial", {
        action: "iam:deleteRolePolicy",
        as: "container",
        key: "sessions",
        input: names,
        timeoutSeconds: 15,
        expected: { errors: ["Iam.NoSuchEntityException"], into: "$.gone" },
        onFailure: "record",
      }),
    ),
    verify: ifPresent(
      "Role to verify?",
      "$.before.profile.roles[0]",
      call("Read denial", {
        action: "iam:getRolePolicy",
        as: "reader",
        key: "policy",
        input: names,
        select: { holds: false },
        into: "$.check",
        timeoutSeconds: 10,
        expected: { errors: ["Iam.NoSuchEntityException"], into: "$.gone", then: holds },
        onFailure: "record",
      }),
      pass("No role", { make: { holds: true }, into: "$.check" }),
    ),
  };
}
