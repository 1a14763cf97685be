import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { iamArn, partitionOf, type Account } from "../account";
import { Component } from "../component";
import { evidenceGuard, responseGuard } from "../organization/incidentResponseGuard";

export interface IncidentGuardArgs {
  /** The workload account. */
  readonly account: Account;
  /** Names of the roles that deploy the account's stack: they may change what the guard protects. */
  readonly deployers: readonly string[];
  /** Names of roles of the account, administrators' among them, that the guard is attached to. */
  readonly guardedRoles: readonly string[];
}

/**
 * What an organization's service control policies say of incident response, as managed policies of the account: for accounts
 * without an organization, and beside one. They deny and allow nothing, so they can be attached to any identity; who has one
 * attached cannot take it off. An identity without them is not bound: only a service control policy binds all.
 */
export class IncidentGuard extends Component {
  /** ARNs of the policies. */
  public readonly policyArns: readonly pulumi.Output<string>[];

  public constructor(name: string, args: IncidentGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:IncidentGuard", name, args, opts);
    const child = { parent: this };
    const { id, region } = args.account;
    const exempt = { deployers: args.deployers.map((role) => iamArn(id, region, `role/${role}`)) };
    const documents = {
      response: responseGuard(partitionOf(region), exempt),
      evidence: evidenceGuard(partitionOf(region), exempt),
    };
    this.policyArns = Object.entries(documents).map(([key, Statement]) => {
      const policy = new aws.iam.Policy(
        `${name}-${key}`,
        {
          name: `${name}-${key}`,
          description: `Keeps its holder from changing the account's ${key === "response" ? "incident response" : "evidence"}`,
          policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement }),
        },
        child,
      );
      for (const role of args.guardedRoles) {
        new aws.iam.RolePolicyAttachment(`${name}-${key}-${role}`, { role, policyArn: policy.arn }, child);
      }
      return policy.arn;
    });
    this.registerOutputs({ policyArns: this.policyArns });
  }
}
