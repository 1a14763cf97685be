import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component, dataClassificationTag } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { useWithGrants } from "../encryption/keyStatements";
import type { Statement } from "../iam/document";
import { casesTableName } from "./names";

export interface CaseTableArgs {
  /** The forensics account. */
  readonly account: Account;
}

/**
 * The table of cases: who has which instance, what became of it, and where each custody log ends. It can be restored to any
 * second of the last 35 days. Destroying the stack leaves it: an open case must not be forgotten.
 */
export class CaseTable extends Component {
  /** Name of the table. */
  public readonly tableName: pulumi.Output<string>;
  /** ARN of the table. */
  public readonly arn: pulumi.Output<string>;
  /** ARN of the key that encrypts it. */
  public readonly keyArn: pulumi.Output<string>;

  public constructor(name: string, args: CaseTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:CaseTable", name, args, opts);
    const child = { parent: this, retainOnDelete: true };
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Encrypts the table of cases",
        usage: encryptTable(args.account),
      },
      child,
    );
    const table = new aws.dynamodb.Table(
      `${name}-table`,
      {
        name: casesTableName,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        rangeKey: "sk",
        attributes: [
          { name: "pk", type: "S" },
          { name: "sk", type: "S" },
        ],
        serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
        pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
        deletionProtectionEnabled: true,
        tags: { [dataClassificationTag]: "restricted" },
      },
      { ...child, protect: true },
    );
    this.tableName = table.name;
    this.arn = table.arn;
    this.keyArn = key.arn;
    this.registerOutputs({ tableName: this.tableName, arn: this.arn, keyArn: this.keyArn });
  }
}

/**
 * Lets those whom the account's IAM allows use the table, and whoever makes it give DynamoDB its grant.
 * Source: "DynamoDB encryption at rest: usage notes", Amazon DynamoDB developer guide.
 */
function encryptTable(account: Account): Statement[] {
  return useWithGrants(account, "DynamoDb", "dynamodb");
}
