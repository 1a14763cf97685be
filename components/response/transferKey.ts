import type * as pulumi from "@pulumi/pulumi";
import { iamArn, serviceHost, type Account } from "../account";
import { Component } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import type { Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";
import { roleNames, transferKeyAlias } from "./names";
import { machineRoleArn, type Responders } from "./responderTrust";

export interface TransferKeyArgs {
  /** The workload account. */
  readonly account: Account;
  readonly responders: Responders;
}

/**
 * The key under which copies of disks are handed to the forensics account: what AWS's own key for EBS encrypts cannot be
 * shared. The copier role encrypts with it, the forensics account's transfer machine decrypts, both through EC2 alone.
 * Destroying the stack leaves the key, since without it copies that are under way would be lost.
 */
export class TransferKey extends Component {
  /** ARN of the key. */
  public readonly arn: pulumi.Output<string>;

  public constructor(name: string, args: TransferKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:TransferKey", name, args, opts);
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Hands copies of disks to the forensics account",
        usage: transferUsage(args),
        alias: transferKeyAlias,
      },
      { parent: this, retainOnDelete: true },
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/**
 * Who uses the key for what.
 * Sources: "Share the KMS key used to encrypt a shared Amazon EBS snapshot", Amazon EBS user guide; "Allowing users in other
 * accounts to use a KMS key", AWS KMS developer guide.
 */
export function transferUsage({ account, responders }: TransferKeyArgs): Statement[] {
  const copier = {
    account,
    roleArn: iamArn(account.id, account.region, `role/${roleNames.copier}`),
    accountId: account.id,
  };
  const transfer = {
    account,
    roleArn: machineRoleArn(responders, "transfer"),
    accountId: responders.accountId,
  };
  return [
    ...useThroughEc2("Copier", copier, [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]),
    // What the forensics account makes of a copy is under a key of its own: it never encrypts with this one.
    ...useThroughEc2("Transfer", transfer, ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"]),
    describeOutsideEc2(transfer),
  ];
}

interface User {
  /** The workload account. */
  readonly account: Account;
  readonly accountId: string;
  readonly roleArn: string;
}

function useThroughEc2(user: string, { account, accountId, roleArn }: User, actions: string[]): Statement[] {
  const through = {
    ArnEquals: { "aws:PrincipalArn": roleArn },
    StringEquals: { "kms:ViaService": serviceHost(account.region, "ec2") },
  };
  const principal = accountPrincipal(account, accountId);
  return [
    {
      Sid: `${user}UsesThroughEc2`,
      Effect: "Allow",
      Principal: principal,
      Action: actions,
      Resource: "*",
      Condition: through,
    },
    // EBS copies after the call has been answered, so it needs a grant. It may hand that to AWS only.
    {
      Sid: `${user}GrantsToEbs`,
      Effect: "Allow",
      Principal: principal,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { ...through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** The state of the key is no secret to who must use it: it is asked for before a copy is started. */
function describeOutsideEc2({ account, accountId, roleArn }: User): Statement {
  return {
    Sid: "TransferDescribesKey",
    Effect: "Allow",
    Principal: accountPrincipal(account, accountId),
    Action: "kms:DescribeKey",
    Resource: "*",
    Condition: { ArnEquals: { "aws:PrincipalArn": roleArn } },
  };
}
