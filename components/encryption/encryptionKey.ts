import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { administerKey } from "./keyStatements";

export interface EncryptionKeyArgs {
  /** The account that owns the key. */
  readonly account: Account;
  /** What the key encrypts, in a few words. */
  readonly description: string;
  /** Who may use the key, and for what; the account's administrators may only administer it. */
  readonly usage: readonly Statement[];
  /** Alias of the key, where others must know it beforehand: `alias/` and a name. @default `alias/<name of the component>` */
  readonly alias?: string;
}

/**
 * A customer-managed KMS key with an alias of its own. It is rotated every year, and its deletion takes 30 days, in which
 * it can be called off. Where the key is retained, the alias still goes: what is encrypted names the key by its ARN, and the
 * alias is free for the next deployment. Costs a monthly fee and a fee per request.
 */
export class EncryptionKey extends Component {
  /** ARN of the key. */
  public readonly arn: pulumi.Output<string>;

  public constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("encryption:EncryptionKey", name, args, opts);
    const child: pulumi.CustomResourceOptions = { parent: this };
    const key = new aws.kms.Key(
      `${name}-key`,
      {
        description: args.description,
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
        deletionWindowInDays: 30,
        policy: serialized(policyDocument(administerKey(args.account), ...args.usage)),
      },
      { ...child, retainOnDelete: opts?.retainOnDelete },
    );
    new aws.kms.Alias(
      `${name}-alias`,
      { name: args.alias ?? `alias/${name}`, targetKeyId: key.id },
      // Said, since the engine hands the component's option down (measured with 3.252.0).
      { ...child, retainOnDelete: false },
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
