import { call } from "../../asl/call";
import { choose, fail, forEach, pass, sequence, type Flow } from "../../asl/flow";
import { isKind, nameKey, read, type Kind } from "./principal";

/** IAM answers with up to a thousand policies at once, which is more than one principal can have. */
const all = { MaxItems: 1000 };

/**
 * Reads what a principal may do, into `$.read`. Ends as `PrincipalNotFound` when there is none, and as `PrincipalProtected`
 * when it is a role of an AWS service.
 */
export function capturePrincipal(): Flow {
  return sequence(
    pass("Nothing read yet", {
      make: {
        principal: { path: [], boundary: [], trust: [] },
        names: { list: [] },
        inline: [],
        attached: { list: [] },
        groups: { list: [] },
        keys: { list: [] },
        login: { present: false },
      },
      into: "$.read",
    }),
    choose("Capture what?", [{ when: isKind("role"), then: captureRole() }], captureUser()),
    pass("State before", {
      make: {
        "caseId.$": "$.caseId",
        "account.$": "$.account",
        "principal.$": "$.principal",
        "reason.$": "$.reason",
        "requestedBy.$": "$.requestedBy",
        "triggeredAt.$": "$.triggeredAt",
        "capturedAt.$": "$$.State.EnteredTime",
        "path.$": "$.read.principal.path",
        "boundary.$": "$.read.principal.boundary",
        "trust.$": "$.read.principal.trust",
        "inlinePolicies.$": "$.read.inline",
        "attachedPolicies.$": "$.read.attached.list",
        "groups.$": "$.read.groups.list",
        "keys.$": "$.read.keys.list",
        "loginProfile.$": "$.read.login.present",
        // Failures only: what was read leaves no step. A release does not restore what was not read.
        "failures.$": "$.steps",
      },
      into: "$.before",
    }),
    pass("Capture told", {
      make: { capture: { "principal.$": "$.steps", "inlinePolicies.$": "$.read.inline[*].steps" } },
      into: "$.results",
    }),
    pass("Captured", { make: {}, into: "$.steps" }),
  );
}

function captureRole(): Flow {
  return sequence(
    find("role"),
    choose("Role of a service?", [
      {
        when: {
          And: [
            { Variable: "$.read.principal.path[0]", IsPresent: true },
            { Variable: "$.read.principal.path[0]", StringMatches: "/aws-service-role/*" },
          ],
        },
        then: fail("Protected by its path", "PrincipalProtected", {
          text: "Roles of AWS services cannot be contained.",
        }),
      },
    ]),
    policies("role"),
  );
}

function captureUser(): Flow {
  const input = { [nameKey.user]: "$.principal.name" };
  return sequence(
    find("user"),
    policies("user"),
    read("List groups", {
      action: "iam:listGroupsForUser",
      key: "groups",
      input: { ...input, ...all },
      select: { "list.$": "$.Groups[*].GroupName" },
      into: "$.read.groups",
    }),
    read("List keys", {
      action: "iam:listAccessKeys",
      key: "keys",
      input,
      select: { "list.$": "$.AccessKeyMetadata[*]" },
      into: "$.read.keys",
    }),
    read("Read login profile", {
      action: "iam:getLoginProfile",
      key: "login",
      input,
      select: { present: true },
      into: "$.read.login",
      expected: { errors: ["Iam.NoSuchEntityException"], into: null },
    }),
  );
}

function find(kind: Kind): Flow {
  const answer = kind === "role" ? "$.Role" : "$.User";
  return call(`Find ${kind}`, {
    action: kind === "role" ? "iam:getRole" : "iam:getUser",
    as: "reader",
    key: "find",
    input: { [nameKey[kind]]: "$.principal.name" },
    select: {
      "path.$": `${answer}..Path`,
      "boundary.$": `${answer}..PermissionsBoundaryArn`,
      "trust.$": `${answer}..AssumeRolePolicyDocument`,
    },
    into: "$.read.principal",
    timeoutSeconds: 10,
    expected: {
      errors: ["Iam.NoSuchEntityException"],
      into: "$.steps.find",
      then: fail(`No such ${kind}`, "PrincipalNotFound", { text: `The account has no such ${kind}.` }),
    },
    onFailure: "record",
  });
}

function policies(kind: Kind): Flow {
  const input = { [nameKey[kind]]: "$.principal.name" };
  return sequence(
    read(`List policies of ${kind}`, {
      action: kind === "role" ? "iam:listRolePolicies" : "iam:listUserPolicies",
      key: "policies",
      input: { ...input, ...all },
      select: { "list.$": "$.PolicyNames[*]" },
      into: "$.read.names",
    }),
    inlinePolicies(kind),
    read(`List attached policies of ${kind}`, {
      action: kind === "role" ? "iam:listAttachedRolePolicies" : "iam:listAttachedUserPolicies",
      key: "attached",
      input: { ...input, ...all },
      select: { "list.$": "$.AttachedPolicies[*]" },
      into: "$.read.attached",
    }),
  );
}

function inlinePolicies(kind: Kind): Flow {
  return forEach(
    `Each policy of ${kind}`,
    {
      flow: read(`Read policy of ${kind}`, {
        action: kind === "role" ? "iam:getRolePolicy" : "iam:getUserPolicy",
        key: "policy",
        input: { [nameKey[kind]]: "$.principal.name", "PolicyName.$": "$.name" },
        select: { "document.$": "$.PolicyDocument" },
        into: "$.policy",
      }),
      closing: `Policy of ${kind} read`,
      make: { "name.$": "$.name", "policy.$": "$.policy", "steps.$": "$.steps" },
    },
    {
      items: "$.read.names.list",
      item: {
        "account.$": "$.account",
        "principal.$": "$.principal",
        "name.$": "$$.Map.Item.Value",
        policy: {},
        steps: {},
      },
      into: "$.read.inline",
    },
  );
}
