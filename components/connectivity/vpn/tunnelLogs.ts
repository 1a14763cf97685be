import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../account";
import { Component, dataClassificationTag } from "../../component";
import { EncryptionKey } from "../../encryption/encryptionKey";
import { encryptLogGroup } from "../../encryption/keyStatements";

export interface TunnelLogsArgs {
  readonly account: Account;
  /** Days for which events are kept, one of those that CloudWatch Logs knows. */
  readonly retentionDays: number;
}

/**
 * The log group of a VPN's tunnels with a key of its own: negotiations, renewals and lost peers, and the changes of BGP
 * sessions.
 */
export class TunnelLogs extends Component {
  /** ARN of the log group. */
  public readonly arn: pulumi.Output<string>;

  public constructor(name: string, args: TunnelLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("connectivity:TunnelLogs", name, args, opts);
    // AWS lets log delivery write to groups of this prefix without a statement for each in the account's resource policy,
    // whose size is limited. Source: "Enable logging from AWS services", Amazon CloudWatch Logs user guide.
    const groupName = `/aws/vendedlogs/vpn/${name}`;
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Encrypts the logs of VPN tunnels",
        usage: [encryptLogGroup(args.account, groupName)],
      },
      { parent: this },
    );
    const group = new aws.cloudwatch.LogGroup(
      `${name}-group`,
      {
        name: groupName,
        kmsKeyId: key.arn,
        retentionInDays: args.retentionDays,
        tags: { [dataClassificationTag]: "confidential", purpose: "vpn-logs" },
      },
      { parent: this },
    );
    this.arn = group.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
