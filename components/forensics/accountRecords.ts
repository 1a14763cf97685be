import * as pulumi from "@pulumi/pulumi";
import { arnIn, iamArn, type Account } from "../account";
import { Component } from "../component";
import type { Statement } from "../iam/document";
import { AccountTrail } from "../logging/accountTrail";
import { ConfigRecorder } from "../logging/configRecorder";
import type { LogBucket } from "../logging/logBucket";
import { SessionLogs } from "../logging/sessionLogs";
import { workstationRolePath } from "./evidenceAccess";

export interface AccountRecordsArgs {
  /** The forensics account. */
  readonly account: Account;
  /** The account's log bucket, made for the trail of {@link accountTrailName}. */
  readonly logs: LogBucket;
  /** Name of the stack, which the trail is named after. */
  readonly stack: string;
  /** ARN of the evidence bucket: who reads or adds evidence is recorded. */
  readonly evidenceBucketArn: pulumi.Input<string>;
  /** Days after which logs of sessions expire: a number that CloudWatch Logs takes. */
  readonly sessionRetentionDays: number;
}

/** Name of the account's own trail. The log bucket must know it before the trail is there. */
export function accountTrailName(stack: string): string {
  return `${stack}-account`;
}

/**
 * What the forensics account records of itself: its own CloudTrail, with every access to evidence; AWS Config; and what is
 * done in sessions on workstations.
 */
export class AccountRecords extends Component {
  /** What an instance must be allowed so that sessions on it can be logged. */
  public readonly sessionStatements: readonly Statement[];

  public constructor(name: string, args: AccountRecordsArgs, opts?: pulumi.ComponentResourceOptions) {
    const logs = valuesOf(args.logs);
    super("forensics:AccountRecords", name, { ...args, logs }, opts);
    const child = { parent: this };
    const { account } = args;
    const trailName = accountTrailName(args.stack);
    new AccountTrail(`${name}-trail`, { trailName, logs, dataOf: [args.evidenceBucketArn] }, child);
    new ConfigRecorder(`${name}-config`, { account, logs }, child);
    const sessions = new SessionLogs(
      `${name}-sessions`,
      {
        account,
        retentionDays: args.sessionRetentionDays,
        instanceRoles: [iamArn(account.id, account.region, `role${workstationRolePath}*`)],
      },
      child,
    );
    this.sessionStatements = logSessions(account, sessions);
    this.registerOutputs({});
  }
}

/**
 * What is known of the bucket. A component that is handed on makes whoever gets it wait for all below it: here for the bucket's
 * lifecycle, which the provider watches for 55 s (measured).
 */
function valuesOf({ arn, bucketName, keyArn }: LogBucket): Pick<LogBucket, "arn" | "bucketName" | "keyArn"> {
  return { arn, bucketName, keyArn };
}

/**
 * Source: "Create an IAM role with permissions for Session Manager and Amazon S3 and CloudWatch Logs", AWS Systems Manager user
 * guide. The agent looks for the log group by listing all.
 */
function logSessions(account: Account, { groupName, keyArn }: SessionLogs): Statement[] {
  const group = groupName.apply((name) => arnIn(account, "logs", `log-group:${name}`));
  return [
    {
      Sid: "LogSessions",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [group, pulumi.interpolate`${group}:*`],
    },
    {
      Sid: "FindLogGroups",
      Effect: "Allow",
      Action: "logs:DescribeLogGroups",
      Resource: arnIn(account, "logs", "log-group:*"),
    },
    { Sid: "DecryptSessions", Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn },
  ];
}
