import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { boundaryStatements } from "./responderBoundary";
import { containerStatements } from "./containerStatements";
import { copierStatements, type CopierScope } from "./copierStatements";
import { roleNames, type WorkloadRole } from "./names";
import { readerStatements } from "./readerStatements";
import { trustMachines, type Responders } from "./responderTrust";

export interface ResponderRolesArgs extends Omit<CopierScope, "forensicsAccountId"> {
  /** Who may take the roles. */
  readonly responders: Responders;
}

const descriptions: Readonly<Record<WorkloadRole, string>> = {
  reader: "Looks at what an incident is about",
  container: "Contains instances and principals, and releases them",
  copier: "Copies disks and hands the copies to the forensics account",
};

/**
 * The three roles through which the forensics account responds in a workload account. Each has what its state machines call
 * and no more, and a permissions boundary that holds whatever somebody attaches to it later.
 */
export class ResponderRoles extends Component {
  /** ARNs of the roles. */
  public readonly arns: Readonly<Record<WorkloadRole, pulumi.Output<string>>>;

  public constructor(name: string, args: ResponderRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:ResponderRoles", name, args, opts);
    const child = { parent: this };
    const boundary = new aws.iam.Policy(
      `${name}-boundary`,
      {
        name: `${name}-boundary`,
        description: "The most that the roles of incident response can ever do",
        policy: serialized(policyDocument(...boundaryStatements(args.account))),
      },
      child,
    );
    const statements = {
      reader: readerStatements(args),
      container: containerStatements(args.account),
      copier: copierStatements({ ...args, forensicsAccountId: args.responders.accountId }),
    };
    const create = (role: WorkloadRole) =>
      createRole(`${name}-${role}`, role, args, statements[role], boundary.arn, child);
    this.arns = { reader: create("reader"), container: create("container"), copier: create("copier") };
    this.registerOutputs({ arns: this.arns });
  }
}

function createRole(
  name: string,
  role: WorkloadRole,
  { responders }: ResponderRolesArgs,
  statements: readonly Statement[],
  boundaryArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const created = new aws.iam.Role(
    `${name}-role`,
    {
      name: roleNames[role],
      description: descriptions[role],
      maxSessionDuration: 3600,
      permissionsBoundary: boundaryArn,
      assumeRolePolicy: serialized(policyDocument(...trustMachines(responders, role))),
    },
    opts,
  );
  new aws.iam.RolePolicy(
    `${name}-respond`,
    { role: created.name, policy: serialized(policyDocument(...statements)) },
    opts,
  );
  return created.arn;
}
