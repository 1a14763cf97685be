import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { iamArn, type Account } from "../account";
import { Component } from "../component";
import { administerKey } from "../encryption/keyStatements";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";
import { machineNames } from "./names";

export interface SigningKeyArgs {
  /** The forensics account. */
  readonly account: Account;
}

/**
 * The key that signs the custody log, ECC NIST P-256. Only the state machine that records custody may sign. AWS rotates no
 * asymmetric key; its public half verifies for ever what it has signed. Destroying the stack leaves the key, for with it goes
 * the proof that it was this account that signed. Its alias goes: it is free for the next deployment's key.
 */
export class SigningKey extends Component {
  /** ARN of the key. */
  public readonly arn: pulumi.Output<string>;

  public constructor(name: string, args: SigningKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:SigningKey", name, args, opts);
    const child = { parent: this };
    const key = new aws.kms.Key(
      `${name}-key`,
      {
        description: "Signs the custody log of cases",
        customerMasterKeySpec: "ECC_NIST_P256",
        keyUsage: "SIGN_VERIFY",
        deletionWindowInDays: 30,
        policy: serialized(
          policyDocument(administerKey(args.account), signCustody(args.account), verifyCustody(args.account)),
        ),
      },
      { ...child, retainOnDelete: true },
    );
    new aws.kms.Alias(`${name}-alias`, { name: `alias/${name}`, targetKeyId: key.id }, child);
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** The role need not exist yet, so the account is the principal and the role a condition. */
function signCustody(account: Account): Statement {
  const role = iamArn(account.id, account.region, `role/${machineNames.record}`);
  return {
    Sid: "SignCustody",
    Effect: "Allow",
    Principal: accountPrincipal(account),
    Action: "kms:Sign",
    Resource: "*",
    Condition: { ArnEquals: { "aws:PrincipalArn": role } },
  };
}

/** Whoever the account's IAM allows may verify, and take the public key along. */
function verifyCustody(account: Account): Statement {
  return {
    Sid: "VerifyCustody",
    Effect: "Allow",
    Principal: accountPrincipal(account),
    Action: ["kms:GetPublicKey", "kms:Verify"],
    Resource: "*",
  };
}
