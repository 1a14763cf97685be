import { call } from "../../asl/call";
import { choose, forEach, pass, sequence, type Flow } from "../../asl/flow";
import { denyEverything } from "../contain/credentials";
import { isKind, nameKey, read, type Kind } from "./principal";

/** Name of the inline policy that denies everything. */
export const denyPolicyName = "States.Format('landing-zone-incident-{}', $.caseId)";

/**
 * Cuts the principal off: the sessions that a role has now, or everything that a user does, with its keys. Whoever may take a
 * role can take it again, since others may depend on it.
 */
export function denyPrincipal(): Flow {
  return sequence(
    choose("Cut off what?", [{ when: isKind("role"), then: revokeRole() }], denyUser()),
    pass("Cut off", { make: { "deny.$": "$.steps", "capture.$": "$.results.capture" }, into: "$.results" }),
    pass("Denial told", { make: {}, into: "$.steps" }),
  );
}

function revokeRole(): Flow {
  return sequence(
    pass("Deny sessions until now", {
      make: denyEverything({ DateLessThan: { "aws:TokenIssueTime.$": "$$.State.EnteredTime" } }),
      into: "$.policy",
    }),
    putPolicy("role", "Revoke sessions"),
  );
}

function denyUser(): Flow {
  return sequence(
    pass("Deny everything", { make: denyEverything(), into: "$.policy" }),
    putPolicy("user", "Deny user everything"),
    forEach(
      "Each key",
      {
        flow: call("Disable key", {
          action: "iam:updateAccessKey",
          as: "container",
          key: "disable",
          input: {
            [nameKey.user]: "$.principal.name",
            "AccessKeyId.$": "$.key.AccessKeyId",
            Status: "Inactive",
          },
          timeoutSeconds: 15,
          onFailure: "record",
        }),
        closing: "Key disabled",
        make: { "subject.$": "$.key.AccessKeyId", "steps.$": "$.steps" },
      },
      {
        items: "$.before.keys",
        item: {
          "account.$": "$.account",
          "principal.$": "$.principal",
          "key.$": "$$.Map.Item.Value",
          steps: {},
        },
        into: "$.steps.keys",
      },
    ),
  );
}

function putPolicy(kind: Kind, name: string): Flow {
  return call(name, {
    action: kind === "role" ? "iam:putRolePolicy" : "iam:putUserPolicy",
    as: "container",
    key: "policy",
    input: {
      [nameKey[kind]]: "$.principal.name",
      "PolicyName.$": denyPolicyName,
      "PolicyDocument.$": "States.JsonToString($.policy)",
    },
    timeoutSeconds: 15,
    onFailure: "record",
  });
}

/** Reads back the policy and the keys, into `$.verified`, and whether all is as it should be into `$.conclusion.all`. */
export function verifyPrincipal(): Flow {
  const isTrue = (path: string): { Variable: string; BooleanEquals: boolean } => ({
    Variable: path,
    BooleanEquals: true,
  });
  const conclude = (name: string, all: boolean): Flow => pass(name, { make: { all }, into: "$.conclusion" });
  return sequence(
    pass("Nothing verified", { make: { policy: false, keys: false }, into: "$.verified" }),
    choose(
      "Verify what?",
      [
        {
          when: isKind("role"),
          then: sequence(
            readBack("role"),
            pass("No keys", { make: { holds: true }, into: "$.keysDisabled" }),
          ),
        },
      ],
      sequence(readBack("user"), verifyKeys()),
    ),
    pass("Verified", {
      make: { "policy.$": "$.policyPresent.holds", "keys.$": "$.keysDisabled.holds" },
      into: "$.verified",
    }),
    pass("Verification told", {
      make: {
        "deny.$": "$.results.deny",
        "capture.$": "$.results.capture",
        "verification.$": "$.steps",
      },
      into: "$.results",
    }),
    pass("Steps told", { make: { "keep.$": "$.kept.outcome" }, into: "$.steps" }),
    choose(
      "Contained?",
      [
        {
          when: { And: [isTrue("$.verified.policy"), isTrue("$.verified.keys")] },
          then: conclude("Contained", true),
        },
      ],
      conclude("Not contained", false),
    ),
  );
}

function readBack(kind: Kind): Flow {
  return sequence(
    pass(`Policy of ${kind} not seen`, { make: { holds: false }, into: "$.policyPresent" }),
    read(`Read denial of ${kind}`, {
      action: kind === "role" ? "iam:getRolePolicy" : "iam:getUserPolicy",
      key: "policy",
      input: { [nameKey[kind]]: "$.principal.name", "PolicyName.$": denyPolicyName },
      select: { holds: true },
      into: "$.policyPresent",
    }),
  );
}

/** No key of the user is active, those included that it has made since. */
function verifyKeys(): Flow {
  return sequence(
    pass("Keys not seen", { make: { holds: false }, into: "$.keysDisabled" }),
    read("Read keys", {
      action: "iam:listAccessKeys",
      key: "keys",
      input: { [nameKey.user]: "$.principal.name" },
      select: { "active.$": "States.ArrayContains($.AccessKeyMetadata[*].Status, 'Active')" },
      into: "$.keysRead",
    }),
    choose("Any active key?", [
      {
        when: {
          And: [
            { Variable: "$.keysRead.active", IsPresent: true },
            { Variable: "$.keysRead.active", BooleanEquals: false },
          ],
        },
        then: pass("No active key", { make: { holds: true }, into: "$.keysDisabled" }),
      },
    ]),
  );
}
