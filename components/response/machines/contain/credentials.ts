import { call } from "../../asl/call";
import { choose, pass, sequence, type Flow } from "../../asl/flow";
import type { Condition, Payload } from "../../asl/states";
import { quarantineName } from "../../names";
import { ifPresent } from "./parts";

/** Whether a profile's ARN is the one for contained instances. */
export function isQuarantine(arn: string): Condition {
  return { Variable: arn, StringMatches: `*:instance-profile/${quarantineName}` };
}

/** Name of the inline policy that ends sessions. Two instances may have one role. */
export const sessionPolicyName = "States.Format('landing-zone-incident-{}', $.instanceId)";

/**
 * Gives the instance another profile first, so that it cannot draw new credentials, and then makes those worthless that it
 * has drawn. A policy is stored as text, made from the object that it is.
 */
export function revokeCredentials(): Flow {
  return sequence(replaceProfile(), revokeSessions());
}

function replaceProfile(): Flow {
  const profile: Payload = { Name: quarantineName };
  return ifPresent(
    "Has it a profile?",
    "$.before.profile.associations[0]",
    choose(
      "Profile replaced already?",
      [
        {
          when: isQuarantine("$.before.profile.associations[0].IamInstanceProfile.Arn"),
          then: pass("Profile is replaced", { make: { ok: true, already: true }, into: "$.steps.profile" }),
        },
      ],
      call("Replace profile", {
        action: "ec2:replaceIamInstanceProfileAssociation",
        as: "container",
        key: "profile",
        input: {
          "AssociationId.$": "$.before.profile.associations[0].AssociationId",
          IamInstanceProfile: profile,
        },
        timeoutSeconds: 15,
        onFailure: "record",
      }),
    ),
    call("Associate profile", {
      action: "ec2:associateIamInstanceProfile",
      as: "container",
      key: "profile",
      input: { "InstanceId.$": "$.instanceId", IamInstanceProfile: profile },
      timeoutSeconds: 15,
      onFailure: "record",
    }),
  );
}

/** The sessions of the whole role, or of this instance alone when others must go on. */
function revokeSessions(): Flow {
  const put = sequence(
    choose(
      "Whose sessions?",
      [
        {
          when: { Variable: "$.sessions", StringEquals: "instance" },
          then: policy("Deny the instance", {
            StringLike: { "aws:userid.$": "States.Format('*:{}', $.instanceId)" },
          }),
        },
      ],
      policy("Deny sessions until now", {
        DateLessThan: { "aws:TokenIssueTime.$": "$$.State.EnteredTime" },
      }),
    ),
    call("Revoke sessions", {
      action: "iam:putRolePolicy",
      as: "container",
      key: "sessions",
      input: {
        "RoleName.$": "$.session.roles[0]",
        "PolicyName.$": sessionPolicyName,
        "PolicyDocument.$": "States.JsonToString($.policy)",
      },
      timeoutSeconds: 15,
      onFailure: "record",
    }),
  );
  return ifPresent(
    "Has it a role?",
    "$.session.roles[0]",
    choose(
      "Is it the quarantine role?",
      [
        {
          when: { Variable: "$.session.roles[0]", StringEquals: quarantineName },
          then: pass("Quarantine role stays", {
            make: { ok: true, already: true },
            into: "$.steps.sessions",
          }),
        },
      ],
      put,
    ),
  );
}

function policy(name: string, condition: Payload): Flow {
  return pass(name, { make: denyEverything(condition), into: "$.policy" });
}

/** A policy that denies everything under a condition. */
export function denyEverything(condition?: Payload): Payload {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "IncidentResponse",
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        ...(condition && { Condition: condition }),
      },
    ],
  };
}
