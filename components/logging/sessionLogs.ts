import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { encryptLogGroup } from "../encryption/keyStatements";
import type { Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";

export interface SessionLogsArgs {
  readonly account: Account;
  /** Days after which the log of a session expires: a number that CloudWatch Logs takes. */
  readonly retentionDays: number;
  /** Patterns of the ARNs of the roles of instances that take sessions. */
  readonly instanceRoles: readonly string[];
}

/**
 * The account's settings of Session Manager: what is typed and shown in a session is streamed to an encrypted log group while
 * it happens, and a session that cannot be logged does not start. What goes between the user and the instance is encrypted
 * with a key of its own.
 */
export class SessionLogs extends Component {
  /** Name of the log group. */
  public readonly groupName: pulumi.Output<string>;
  /** ARN of the key: instances decrypt with it, who starts a session encrypts. */
  public readonly keyArn: pulumi.Output<string>;

  public constructor(name: string, args: SessionLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("logging:SessionLogs", name, args, opts);
    const child = { parent: this };
    const groupName = `/landing-zone/${name}`;
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Encrypts sessions and their logs",
        usage: [encryptLogGroup(args.account, groupName), ...encryptSessions(args)],
      },
      child,
    );
    const group = new aws.cloudwatch.LogGroup(
      `${name}-group`,
      {
        name: groupName,
        retentionInDays: args.retentionDays,
        kmsKeyId: key.arn,
        tags: { "data-classification": "confidential" },
      },
      child,
    );
    new aws.ssm.Document(
      `${name}-preferences`,
      {
        name: preferencesName,
        documentType: "Session",
        documentFormat: "JSON",
        content: preferences(group.name, key.arn),
      },
      child,
    );
    this.groupName = group.name;
    this.keyArn = key.arn;
    this.registerOutputs({ groupName: this.groupName, keyArn: this.keyArn });
  }
}

/** The document that Session Manager takes its settings from. */
const preferencesName = "SSM-SessionManagerRunShell";

/** Source: "Session document schema", AWS Systems Manager user guide. */
function preferences(groupName: pulumi.Input<string>, keyArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    schemaVersion: "1.0",
    description: "Settings of Session Manager",
    sessionType: "Standard_Stream",
    inputs: {
      cloudWatchLogGroupName: groupName,
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      kmsKeyId: keyArn,
      s3BucketName: "",
      s3KeyPrefix: "",
      s3EncryptionEnabled: true,
      idleSessionTimeout: "20",
      maxSessionDuration: "480",
      runAsEnabled: false,
      runAsDefaultUser: "",
    },
  });
}

/**
 * Source: "Turn on KMS key encryption of session data", AWS Systems Manager user guide: the user makes a data key, the agent
 * on the instance decrypts it. Both name the session in the encryption context.
 */
function encryptSessions({ account, instanceRoles }: SessionLogsArgs): Statement[] {
  const ofSession = { Null: { "kms:EncryptionContext:aws:ssm:SessionId": "false" } };
  return [
    {
      Sid: "StartSessions",
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: "kms:GenerateDataKey",
      Resource: "*",
      Condition: { ...ofSession, StringEquals: { "kms:CallerAccount": account.id } },
    },
    {
      Sid: "TakeSessions",
      Effect: "Allow",
      Principal: accountPrincipal(account),
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { ...ofSession, ArnLike: { "aws:PrincipalArn": [...instanceRoles] } },
    },
  ];
}
