import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { useThroughService } from "../encryption/keyStatements";
import { refuseDeletion } from "../storage/bucketStatements";
import { PrivateBucket } from "../storage/privateBucket";
import { useForDisks } from "./workstationStatements";

export interface WorkstationToolsArgs {
  /** The forensics account. */
  readonly account: Account;
}

/** Days for which a stored tool can't be replaced or deleted. An image can be explained as long as its tools are there. */
const retentionDays = 365;

/**
 * The bucket from which images of workstations get their tools, and the key that encrypts both. A tool lies under its own
 * SHA-256, locked: nobody can put another one in its place.
 */
export class WorkstationTools extends Component {
  /** Name of the bucket. */
  public readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket. */
  public readonly bucketArn: pulumi.Output<string>;
  /** ARN of the key. */
  public readonly keyArn: pulumi.Output<string>;

  public constructor(name: string, args: WorkstationToolsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("forensics:WorkstationTools", name, args, opts);
    const child = { parent: this, retainOnDelete: true };
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Encrypts tools and images of forensic workstations",
        usage: [useThroughService(args.account, "s3"), ...useForDisks(args.account)],
      },
      child,
    );
    const bucket = new PrivateBucket(
      `${name}-store`,
      {
        keyArn: key.arn,
        dataClassification: "internal",
        purpose: "workstation-tools",
        retention: { kind: "lock", days: retentionDays },
        statements: (arn) => [refuseDeletion(arn)],
      },
      child,
    );
    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.arn;
    this.keyArn = key.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn, keyArn: this.keyArn });
  }
}
