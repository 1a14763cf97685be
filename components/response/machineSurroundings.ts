import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import type { Statement } from "../iam/document";

export type Arn = pulumi.Input<string>;

/** What the machines work with in the forensics account. */
export interface Surroundings {
  readonly account: Account;
  /** Ids of the accounts that are responded in. */
  readonly workloadAccounts: readonly string[];
  readonly evidenceBucketArn: Arn;
  readonly evidenceKeyArn: Arn;
  readonly signingKeyArn: Arn;
  readonly tableArn: Arn;
  readonly tableKeyArn: Arn;
  readonly topicArn: Arn;
  readonly noticesKeyArn: Arn;
  /** Key that encrypts the machines' own data. */
  readonly machinesKeyArn: Arn;
  /** @default there are no workstations, and no machine that starts one */
  readonly workstation?: WorkstationSurroundings;
}

export type Maker = (around: Surroundings) => readonly Statement[];

/** What the machine `investigate` works with. */
export interface WorkstationSurroundings {
  /** ARN of the policy of workstations' roles, which is their boundary too. */
  readonly policyArn: pulumi.Input<string>;
  /** Path of the roles and instance profiles of workstations, such as `/landing-zone-workstations/`. */
  readonly rolePath: string;
  /** SSM parameter that holds the id of the newest workstation image. */
  readonly imageParameter: string;
  /** ARN of the key of workstations' images. */
  readonly imageKeyArn: pulumi.Input<string>;
  /** Names of the SSM documents that examine evidence. */
  readonly documents: readonly pulumi.Input<string>[];
}
