import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { useThroughService } from "../encryption/keyStatements";
import { refuseDeletion } from "../storage/bucketStatements";
import { PrivateBucket } from "../storage/privateBucket";
import { useForDisks } from "./workstationStatements";
import { encryptFromWorkloads, evidenceStatements, type EvidenceAccess } from "./evidenceAccess";

export interface EvidenceBucketArgs {
  /** The forensics account. */
  readonly account: Account;
  /**
   * Days for which nobody can delete a piece of evidence, the root user included, 1 to 36500. Applies to what is stored from
   * then on; what is stored already keeps its days. It can only grow.
   */
  readonly retentionDays: number;
  /** Ids of the accounts from which memory images and copies of logs come. */
  readonly workloadAccounts: readonly string[];
  /** Names of the roles that deploy the account's stack, and so store the tool that captures memory. */
  readonly deployers?: readonly string[];
}

/**
 * The bucket that keeps evidence: Object Lock in compliance mode, a key of its own, and a policy by which only the state
 * machines, workstations and contained instances add something, below `cases/`, only case readers read, and nobody deletes. Below
 * `tools/` lies the tool that captures memory.
 * Destroying the stack leaves the bucket and the key where they are.
 */
export class EvidenceBucket extends Component {
  /** Name of the bucket. */
  public readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket. */
  public readonly bucketArn: pulumi.Output<string>;
  /** ARN of the key that encrypts the evidence. */
  public readonly keyArn: pulumi.Output<string>;

  public constructor(name: string, args: EvidenceBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("forensics:EvidenceBucket", name, args, opts);
    const child = { parent: this, retainOnDelete: true };
    const access: EvidenceAccess = args;
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Encrypts evidence",
        usage: [
          useThroughService(args.account, "s3"),
          encryptFromWorkloads(access),
          ...useForDisks(args.account),
        ],
      },
      child,
    );
    const bucket = new PrivateBucket(
      `${name}-store`,
      {
        keyArn: key.arn,
        dataClassification: "restricted",
        purpose: "evidence",
        retention: { kind: "lock", days: args.retentionDays },
        statements: (arn) => [refuseDeletion(arn), ...evidenceStatements(access, arn)],
      },
      child,
    );
    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.arn;
    this.keyArn = key.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn, keyArn: this.keyArn });
  }
}
