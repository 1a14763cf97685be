import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arnIn, type Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized } from "../iam/document";
import { machineNames } from "./names";

/** GuardDuty findings that are responded to alike. */
export interface FindingClass {
  /** How the types of the findings start. */
  readonly types: readonly string[];
  /** The lowest severity, 1 to 10. */
  readonly minimumSeverity: number;
  readonly mode: "notify" | "approve" | "contain";
  /** Whether evidence is taken. */
  readonly acquire: boolean;
}

export interface FindingRulesArgs {
  /** The forensics account. */
  readonly account: Account;
  /** Name of the bus that gets the findings of the workload accounts. */
  readonly busName: pulumi.Input<string>;
  /** Ids of the accounts whose findings are responded to. */
  readonly workloadAccounts: readonly string[];
  /** By a name of at most 20 characters. */
  readonly classes: Readonly<Record<string, FindingClass>>;
  /** ARN of the state machine that responds. */
  readonly respondArn: pulumi.Input<string>;
  /** ARN of the queue that takes findings to which no response could be started. */
  readonly undeliveredArn: pulumi.Input<string>;
}

/** Starts a response to each GuardDuty finding of a configured class: the finding becomes a request. */
export class FindingRules extends Component {
  public constructor(name: string, args: FindingRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:FindingRules", name, args, opts);
    const child = { parent: this };
    const classes = Object.entries(args.classes);
    if (classes.length > 0) {
      const roleArn = createStarter(name, args, child);
      for (const [key, findings] of classes)
        createRule(`${name}-${key}`, key, findings, roleArn, args, child);
    }
    this.registerOutputs({});
  }
}

function createStarter(
  name: string,
  { account, respondArn }: FindingRulesArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      description: "Starts responses to findings",
      assumeRolePolicy: serialized(
        policyDocument({
          Sid: "TrustRules",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": account.id },
            ArnLike: { "aws:SourceArn": arnIn(account, "events", "rule/*") },
          },
        }),
      ),
    },
    opts,
  );
  new aws.iam.RolePolicy(
    `${name}-start`,
    {
      role: role.name,
      policy: serialized(
        policyDocument({
          Sid: "StartResponses",
          Effect: "Allow",
          Action: "states:StartExecution",
          Resource: respondArn,
        }),
      ),
    },
    opts,
  );
  return role.arn;
}

function createRule(
  name: string,
  key: string,
  findings: FindingClass,
  roleArn: pulumi.Input<string>,
  args: FindingRulesArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const rule = new aws.cloudwatch.EventRule(
    `${name}-rule`,
    {
      name,
      description: `Findings of the class ${key}: ${findings.mode}`,
      eventBusName: args.busName,
      eventPattern: JSON.stringify(pattern(findings, args.workloadAccounts)),
    },
    opts,
  );
  new aws.cloudwatch.EventTarget(
    `${name}-target`,
    {
      rule: rule.name,
      eventBusName: args.busName,
      targetId: machineNames.respond,
      arn: args.respondArn,
      roleArn,
      inputTransformer: { inputPaths, inputTemplate: requestTemplate(key, findings) },
      deadLetterConfig: { arn: args.undeliveredArn },
      retryPolicy: { maximumEventAgeInSeconds: 24 * 3600, maximumRetryAttempts: 185 },
    },
    opts,
  );
}

/** AWS sets the event's own account; nobody can send events of `aws.guardduty` but GuardDuty. */
function pattern(findings: FindingClass, workloadAccounts: readonly string[]): object {
  return {
    source: ["aws.guardduty"],
    "detail-type": ["GuardDuty Finding"],
    account: workloadAccounts,
    detail: {
      type: findings.types.map((prefix) => ({ prefix })),
      severity: [{ numeric: [">=", findings.minimumSeverity] }],
      resource: { instanceDetails: { instanceId: [{ prefix: "i-" }] } },
    },
  };
}

const inputPaths = {
  account: "$.account",
  region: "$.region",
  time: "$.time",
  instance: "$.detail.resource.instanceDetails.instanceId",
  type: "$.detail.type",
  finding: "$.detail.id",
};

/** The request as an operator would send it. EventBridge puts texts in quotes where the template has none. */
function requestTemplate(key: string, { mode, acquire }: FindingClass): string {
  return [
    '{"request":{"account":<account>,"region":<region>,"instanceIds":[<instance>],"principal":"","caseId":"new",',
    `"reason":"GuardDuty: <type>","requestedBy":"finding class ${key}","mode":"${mode}","triggeredAt":<time>,`,
    `"findingId":<finding>,"autoScaling":"detach","sessions":"role","acquire":${String(acquire)}}}`,
  ].join("");
}
