import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import {
  boundaryStatements,
  directConnectRoleName,
  dutyTag,
  type DirectConnectDuty,
} from "./directConnectAccessBoundary";
import {
  approverStatements,
  operatorStatements,
  readStatements,
  type DirectConnectScope,
} from "./directConnectAccessStatements";
import { policyDocument, serialized, type Statement } from "./document";

export interface DirectConnectAccessArgs extends DirectConnectScope {
  /** What the names of the roles start with: the stack's name, since a deployment may make no other roles. */
  readonly namePrefix: string;
  /** ARNs of the roles and users that may take the role of a duty. A duty without any has no role. */
  readonly principals: Readonly<Record<DirectConnectDuty, readonly pulumi.Input<string>[]>>;
}

/** How long somebody keeps a role, in seconds: an hour. */
const maxSessionDuration = 3600;

const descriptions: Readonly<Record<DirectConnectDuty, string>> = {
  operator: "Orders, changes and deletes Direct Connect within the account",
  approver: "Accepts and offers what ties Direct Connect of the account to others",
  reader: "Looks at Direct Connect",
};

/**
 * Roles for people who work with Direct Connect by hand: operators change what belongs to the account and create nothing
 * without the mandatory tags; approvers alone accept from others and offer to them; readers look. A permissions boundary
 * keeps each to that, whatever is attached to it later.
 */
export class DirectConnectAccess extends Component {
  /** ARNs of the roles by duty; a duty without principals has none. */
  public readonly roleArns: Readonly<Partial<Record<DirectConnectDuty, pulumi.Output<string>>>>;
  /** ARN of the permissions boundary. */
  public readonly boundaryArn: pulumi.Output<string>;

  public constructor(name: string, args: DirectConnectAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("iam:DirectConnectAccess", name, args, opts);
    const child = { parent: this };
    const boundary = new aws.iam.Policy(
      `${name}-boundary`,
      {
        name: `${args.namePrefix}-direct-connect-boundary`,
        description: "The most that the roles of Direct Connect can do",
        policy: serialized(policyDocument(...boundaryStatements(args.account))),
      },
      child,
    );
    this.boundaryArn = boundary.arn;
    const create = (duty: DirectConnectDuty, statements: readonly Statement[]) =>
      args.principals[duty].length === 0
        ? {}
        : { [duty]: createRole(name, duty, args, statements, boundary, child) };
    this.roleArns = {
      ...create("operator", operatorStatements(args)),
      ...create("approver", approverStatements(args)),
      ...create("reader", readStatements()),
    };
    this.registerOutputs({ roleArns: this.roleArns, boundaryArn: this.boundaryArn });
  }
}

function createRole(
  name: string,
  duty: DirectConnectDuty,
  { namePrefix, principals }: DirectConnectAccessArgs,
  statements: readonly Statement[],
  boundary: aws.iam.Policy,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const role = new aws.iam.Role(
    `${name}-${duty}`,
    {
      name: directConnectRoleName(namePrefix, duty),
      description: descriptions[duty],
      maxSessionDuration,
      permissionsBoundary: boundary.arn,
      assumeRolePolicy: serialized(policyDocument(trust(principals[duty]))),
      tags: { [dutyTag]: duty },
    },
    opts,
  );
  new aws.iam.RolePolicy(
    `${name}-${duty}`,
    { role: role.name, policy: serialized(policyDocument(...statements)) },
    opts,
  );
  return role.arn;
}

/** Named principals only, and without `sts:TagSession`: a session's tag would override the role's duty. */
function trust(principals: readonly pulumi.Input<string>[]): Statement {
  return {
    Sid: "TrustNamedPrincipals",
    Effect: "Allow",
    Principal: { AWS: principals },
    Action: "sts:AssumeRole",
  };
}
