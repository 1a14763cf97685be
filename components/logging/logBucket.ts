import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { encryptDeliveredLogs, useThroughService } from "../encryption/keyStatements";
import { acceptDeliveredLogs } from "../storage/bucketStatements";
import { PrivateBucket } from "../storage/privateBucket";
import { acceptTrail, encryptTrail } from "./trailStatements";

export interface LogBucketArgs {
  /** The account whose logs the bucket takes. */
  readonly account: Account;
  /** Days after which a log expires, 1 or more. */
  readonly retentionDays: number;
  /** Name of the account's own trail, which writes here too. @default none */
  readonly trailName?: string;
}

/** The account's log bucket with a key of its own. AWS's log delivery writes to it for this account only. */
export class LogBucket extends Component {
  /** Name of the bucket. */
  public readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket, known once its policy lets log delivery write to it. */
  public readonly arn: pulumi.Output<string>;
  /** ARN of the key that encrypts the bucket. */
  public readonly keyArn: pulumi.Output<string>;

  public constructor(name: string, args: LogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("logging:LogBucket", name, args, opts);
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Encrypts the account's logs",
        usage: [
          encryptDeliveredLogs(args.account),
          useThroughService(args.account, "s3"),
          ...(args.trailName === undefined ? [] : encryptTrail(args.account, args.trailName)),
        ],
      },
      { parent: this },
    );
    const bucket = new PrivateBucket(
      `${name}-store`,
      {
        keyArn: key.arn,
        dataClassification: "confidential",
        purpose: "logs",
        retention: { kind: "expire", days: args.retentionDays },
        statements: (arn) => [
          ...acceptDeliveredLogs(args.account, arn),
          ...(args.trailName === undefined ? [] : acceptTrail(args.account, args.trailName, arn)),
        ],
      },
      { parent: this },
    );
    this.bucketName = bucket.bucketName;
    this.arn = bucket.arn;
    this.keyArn = key.arn;
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn, keyArn: this.keyArn });
  }
}
