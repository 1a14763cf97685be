import { type Asked, iam, type Mapping, passes, textOf } from "./asked";

const identity =
  (kind: "role" | "user" | "instance-profile", parameter: string): Mapping =>
  (asked) => [[`iam:${asked.operation}`, iam(asked, `${kind}/${textOf(asked.parameters, parameter)}`)]];

const belowPath = (asked: Asked, kind: "role" | "instance-profile", parameter: string) =>
  iam(asked, `${kind}${asked.known.rolePath}${textOf(asked.parameters, parameter)}`);

/** What IAM is asked for. */
export const identities: Readonly<Record<string, Mapping>> = {
  "iam:AddRoleToInstanceProfile": (asked) => [
    ["iam:AddRoleToInstanceProfile", belowPath(asked, "instance-profile", "InstanceProfileName")],
    passes(asked, `${asked.known.rolePath.slice(1)}${textOf(asked.parameters, "RoleName")}`),
  ],
  "iam:AttachRolePolicy": (asked) => [
    [
      "iam:AttachRolePolicy",
      belowPath(asked, "role", "RoleName"),
      { "iam:PolicyARN": textOf(asked.parameters, "PolicyArn") },
    ],
  ],
  "iam:CreateInstanceProfile": (asked) =>
    ["iam:CreateInstanceProfile", "iam:TagInstanceProfile"].map((action) => [
      action,
      belowPath(asked, "instance-profile", "InstanceProfileName"),
    ]),
  "iam:CreateRole": (asked) => [
    [
      "iam:CreateRole",
      belowPath(asked, "role", "RoleName"),
      { "iam:PermissionsBoundary": textOf(asked.parameters, "PermissionsBoundary") },
    ],
    ["iam:TagRole", belowPath(asked, "role", "RoleName")],
  ],
  "iam:GetInstanceProfile": identity("instance-profile", "InstanceProfileName"),
  ...Object.fromEntries(
    [
      "DeleteRolePolicy",
      "GetRole",
      "GetRolePolicy",
      "ListAttachedRolePolicies",
      "ListRolePolicies",
      "PutRolePolicy",
    ].map((operation) => [`iam:${operation}`, identity("role", "RoleName")]),
  ),
  ...Object.fromEntries(
    [
      "DeleteUserPolicy",
      "GetLoginProfile",
      "GetUser",
      "GetUserPolicy",
      "ListAccessKeys",
      "ListAttachedUserPolicies",
      "ListGroupsForUser",
      "ListUserPolicies",
      "PutUserPolicy",
      "UpdateAccessKey",
    ].map((operation) => [`iam:${operation}`, identity("user", "UserName")]),
  ),
};
