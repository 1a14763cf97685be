import { text, type Handler } from "./ec2";
import type { JsonObject, Principal, World } from "./model";
import { TaskError } from "./errors";

const noSuchEntity = (what: string): TaskError =>
  new TaskError("Iam.NoSuchEntityException", `The ${what} cannot be found.`);

function named(kind: "roles" | "users", key: string) {
  return (world: World, input: JsonObject): Principal => {
    const found = world[kind][text(input, key)];
    if (!found) throw noSuchEntity(kind);
    return found;
  };
}

const role = named("roles", "RoleName");
const user = named("users", "UserName");

type Named = typeof role;

const policy =
  (of: Named, key: string): Handler =>
  (world, input) => {
    const PolicyName = text(input, "PolicyName");
    const PolicyDocument = of(world, input).policies[PolicyName];
    if (PolicyDocument === undefined) throw noSuchEntity("policy");
    return { PolicyName, PolicyDocument, [key]: text(input, key) };
  };

const putPolicy =
  (of: Named): Handler =>
  (world, input) => {
    of(world, input).policies[text(input, "PolicyName")] = JSON.parse(
      text(input, "PolicyDocument"),
    ) as JsonObject;
    return {};
  };

const deletePolicy =
  (of: Named): Handler =>
  (world, input) => {
    const { policies } = of(world, input);
    if (!(text(input, "PolicyName") in policies)) throw noSuchEntity("policy");
    Reflect.deleteProperty(policies, text(input, "PolicyName"));
    return {};
  };

const names =
  (of: Named): Handler =>
  (world, input) => ({
    PolicyNames: Object.keys(of(world, input).policies),
    IsTruncated: false,
  });

const attached =
  (of: Named): Handler =>
  (world, input) => ({
    AttachedPolicies: [...of(world, input).attached],
    IsTruncated: false,
  });

const boundary = ({ boundary: arn }: Principal): JsonObject =>
  arn === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryArn: arn } };

/** Identity and Access Management. */
export const identity: Readonly<Record<string, Handler>> = {
  "iam:getInstanceProfile": (world, input) => {
    const roles = world.profiles[text(input, "InstanceProfileName")];
    if (!roles) throw noSuchEntity("instance profile");
    return { InstanceProfile: { Roles: roles.map((RoleName) => ({ RoleName, Path: "/" })) } };
  },
  "iam:getRole": (world, input) => {
    const { Path, ...rest } = role(world, input);
    return { Role: { RoleName: text(input, "RoleName"), Path, ...boundary({ Path, ...rest }) } };
  },
  "iam:getUser": (world, input) => {
    const found = user(world, input);
    return { User: { UserName: text(input, "UserName"), Path: found.Path, ...boundary(found) } };
  },
  "iam:listRolePolicies": names(role),
  "iam:listUserPolicies": names(user),
  "iam:listAttachedRolePolicies": attached(role),
  "iam:listAttachedUserPolicies": attached(user),
  "iam:listGroupsForUser": (world, input) => {
    user(world, input);
    return { Groups: [{ GroupName: "developers" }], IsTruncated: false };
  },
  "iam:getRolePolicy": policy(role, "RoleName"),
  "iam:getUserPolicy": policy(user, "UserName"),
  "iam:putRolePolicy": putPolicy(role),
  "iam:putUserPolicy": putPolicy(user),
  "iam:deleteRolePolicy": deletePolicy(role),
  "iam:deleteUserPolicy": deletePolicy(user),
  "iam:listAccessKeys": (world, input) => ({
    AccessKeyMetadata: Object.entries(user(world, input).keys).map(([AccessKeyId, Status]) => ({
      AccessKeyId,
      Status,
      UserName: text(input, "UserName"),
    })),
    IsTruncated: false,
  }),
  "iam:updateAccessKey": (world, input) => {
    const { keys } = user(world, input);
    if (!(text(input, "AccessKeyId") in keys)) throw noSuchEntity("access key");
    keys[text(input, "AccessKeyId")] = text(input, "Status");
    return {};
  },
  "iam:getLoginProfile": (world, input) => {
    if (!user(world, input).login) throw noSuchEntity("login profile");
    return { LoginProfile: { UserName: text(input, "UserName"), CreateDate: "2026-01-01T00:00:00Z" } };
  },
};
