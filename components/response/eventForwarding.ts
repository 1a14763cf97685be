import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized } from "../iam/document";
import { trustService } from "../iam/statements";

export interface EventForwardingArgs {
  /** The workload account. */
  readonly account: Account;
  /** ARN of the forensics account's event bus. */
  readonly incidentBusArn: pulumi.Input<string>;
}

/** An event pattern of EventBridge. */
type Pattern = Readonly<Record<string, unknown>>;

/**
 * What is forwarded, by the last part of the rule's name. Security Hub imports GuardDuty's findings too; they are not sent
 * twice. Which findings are responded to, and how, is the forensics account's affair.
 */
const patterns: Readonly<Record<string, { readonly description: string; readonly pattern: Pattern }>> = {
  guardduty: {
    description: "Findings of GuardDuty",
    pattern: { source: ["aws.guardduty"], "detail-type": ["GuardDuty Finding"] },
  },
  "securityhub-findings": {
    description: "New findings of Security Hub that are high or critical",
    pattern: {
      source: ["aws.securityhub"],
      "detail-type": ["Security Hub Findings - Imported"],
      detail: {
        findings: {
          ProductName: [{ "anything-but": ["GuardDuty"] }],
          RecordState: ["ACTIVE"],
          Severity: { Label: ["HIGH", "CRITICAL"] },
          Workflow: { Status: ["NEW"] },
        },
      },
    },
  },
  "securityhub-actions": {
    description: "What somebody sends from Security Hub by a custom action",
    pattern: { source: ["aws.securityhub"], "detail-type": ["Security Hub Findings - Custom Action"] },
  },
};

/** Rules that send findings of the account to the forensics account, through a role that can do nothing else. */
export class EventForwarding extends Component {
  public constructor(name: string, args: EventForwardingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:EventForwarding", name, args, opts);
    const child = { parent: this };
    const role = createRole(name, args, child);
    for (const [key, { description, pattern }] of Object.entries(patterns)) {
      const rule = new aws.cloudwatch.EventRule(
        `${name}-${key}`,
        { name: `${name}-${key}`, description, eventPattern: JSON.stringify(pattern), state: "ENABLED" },
        child,
      );
      new aws.cloudwatch.EventTarget(
        `${name}-${key}`,
        { rule: rule.name, targetId: "incident-bus", arn: args.incidentBusArn, roleArn: role.arn },
        child,
      );
    }
    this.registerOutputs({});
  }
}

function createRole(
  name: string,
  { account, incidentBusArn }: EventForwardingArgs,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Role {
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: `${name}-role`,
      description: "Sends findings to the forensics account",
      assumeRolePolicy: serialized(policyDocument(trustService(account, "events.amazonaws.com"))),
    },
    opts,
  );
  new aws.iam.RolePolicy(
    `${name}-send`,
    {
      role: role.name,
      policy: serialized(
        policyDocument({
          Sid: "SendFindings",
          Effect: "Allow",
          Action: "events:PutEvents",
          Resource: incidentBusArn,
        }),
      ),
    },
    opts,
  );
  return role;
}
