import { call } from "../../asl/call";
import { choose, pass, type Flow, sequence } from "../../asl/flow";
import { quarantineName } from "../../names";
import { holdsWhen, type Check } from "./checks";
import { isQuarantine, sessionPolicyName } from "./credentials";
import { ifPresent } from "./parts";
import { readProfiles } from "./reads";

const arn = "$.profiles.list[0].IamInstanceProfile.Arn";

/** The instance has the profile for contained instances. */
export function verifyProfile(): Check {
  return {
    key: "profile",
    flow: sequence(
      pass("No profile read", { make: { list: [] }, into: "$.profiles" }),
      readProfiles("Read profile association", "$.profiles"),
      ifPresent("Profile read?", arn, holdsWhen("Quarantined?", isQuarantine(arn))),
    ),
  };
}

/** The role's sessions are denied everything, if there is a role. */
export function verifySessions(): Check {
  const failures = ["association", "role"].map((key) => ({
    Variable: `$.results.capture.profile.${key}`,
    IsPresent: true,
  }));
  const none: Flow = pass("No sessions", { make: { holds: true }, into: "$.check" });
  return {
    key: "sessions",
    flow: choose(
      "Role to verify?",
      [
        {
          when: {
            And: [
              { Variable: "$.session.roles[0]", IsPresent: true },
              { Not: { Variable: "$.session.roles[0]", StringEquals: quarantineName } },
            ],
          },
          then: call("Read session policy", {
            action: "iam:getRolePolicy",
            as: "reader",
            key: "policy",
            input: { "RoleName.$": "$.session.roles[0]", "PolicyName.$": sessionPolicyName },
            select: { holds: true },
            into: "$.check",
            timeoutSeconds: 10,
            onFailure: "record",
          }),
        },
        { when: { Or: failures }, then: pass("Role unknown", {}) },
      ],
      none,
    ),
  };
}
