import { call } from "../../asl/call";
import { choose, pass, sequence, type Flow } from "../../asl/flow";
import { all, isBoolean } from "../conditions";
import { holdsWhenAmong } from "../contain/checks";
import { denyPolicyName } from "../containPrincipal/deny";
import { isKind, nameKey, type Kind } from "../containPrincipal/principal";
import type { PartArgs } from "../release/parts";
import type { PrincipalPart } from "./parts";
import { readKeys } from "./present";

/**
 * The inline policy that denies everything. It stays when a user has an active access key that nobody was told of when approval
 * was asked for: somebody has made one since, or switched one on.
 */
export function releasePolicy(): PartArgs<PrincipalPart> {
  return {
    part: "policy",
    unread: [],
    restore: choose("Whose denial?", [{ when: isKind("role"), then: remove("role") }], removeFromUser()),
    verify: choose("Whose denial is read?", [{ when: isKind("role"), then: verify("role") }], verify("user")),
  };
}

function removeFromUser(): Flow {
  return sequence(
    readKeys("Read keys once more", "keys", "$.now"),
    holdsWhenAmong("Only keys that were told of?", "$.now.active", ["$.plan.working"]),
    choose(
      "May the denial go?",
      [
        {
          when: all(isBoolean("$.now.known", true), isBoolean("$.check.holds", true)),
          then: remove("user"),
        },
      ],
      pass("Keys are not those that were told of", {
        make: {
          Error: "KeysNotAnnounced",
          Cause:
            "An access key is active that was not when approval was asked for, or the keys could not be read. Ask again.",
        },
        into: "$.steps.policy",
      }),
    ),
    pass("Denial not read yet", { make: { holds: false }, into: "$.check" }),
  );
}

function remove(kind: Kind): Flow {
  return call(`Delete denial of ${kind}`, {
    action: kind === "role" ? "iam:deleteRolePolicy" : "iam:deleteUserPolicy",
    as: "container",
    key: "policy",
    input: names(kind),
    timeoutSeconds: 15,
    expected: {
      errors: ["Iam.NoSuchEntityException"],
      into: null,
      then: pass(`Denial of ${kind} is gone`, {
        make: { ok: true, already: true },
        into: "$.steps.policy",
      }),
    },
    onFailure: "record",
  });
}

function verify(kind: Kind): Flow {
  return call(`Read denial of ${kind} again`, {
    action: kind === "role" ? "iam:getRolePolicy" : "iam:getUserPolicy",
    as: "reader",
    key: "policyNow",
    input: names(kind),
    select: { holds: false },
    into: "$.check",
    timeoutSeconds: 10,
    expected: {
      errors: ["Iam.NoSuchEntityException"],
      into: null,
      then: pass(`No denial of ${kind}`, { make: { holds: true }, into: "$.check" }),
    },
    onFailure: "record",
  });
}

function names(kind: Kind): Record<string, string> {
  return { [nameKey[kind]]: "$.principal.name", "PolicyName.$": denyPolicyName };
}
