import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { iamArn, type Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { trustService } from "../iam/statements";
import { responderRoleName, responseRoleName } from "./roleNames";

export interface ResponseRoleArgs {
  /** The forensics account. */
  readonly account: Account;
  /** Ids of the accounts whose responder role it may take. */
  readonly workloadAccounts: readonly string[];
}

/** The role of the forensics account that responds to incidents: it may take the responder role of each workload account. */
export class ResponseRole extends Component {
  /** ARN of the role: the one principal that the responder roles trust. */
  public readonly arn: pulumi.Output<string>;

  public constructor(name: string, args: ResponseRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:ResponseRole", name, args, opts);
    const child = { parent: this };
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: responseRoleName,
        description: "Responds to incidents in the workload accounts",
        assumeRolePolicy: serialized(policyDocument(trustService(args.account, "states.amazonaws.com"))),
      },
      child,
    );
    new aws.iam.RolePolicy(
      `${name}-enter-workload-accounts`,
      { role: role.name, policy: serialized(policyDocument(enterWorkloadAccounts(args))) },
      child,
    );
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

function enterWorkloadAccounts({ account, workloadAccounts }: ResponseRoleArgs): Statement {
  return {
    Sid: "EnterWorkloadAccounts",
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Resource: workloadAccounts.map((id) => iamArn(id, account.region, `role/${responderRoleName}`)),
  };
}
