import { machineNames, type MachineName } from "../names";

/** What the machines know of their surroundings. Every value becomes known with the deployment: it is only passed on. */
export interface MachineSettings {
  /** Id of the forensics account. */
  readonly account: string;
  readonly region: string;
  /** Partition of the region, such as `aws`. */
  readonly partition: string;
  readonly evidenceBucketName: string;
  /** ARN of the key that encrypts evidence. */
  readonly evidenceKeyArn: string;
  /** ARN of the key that signs the custody log. */
  readonly signingKeyArn: string;
  /** ARN of the topic that people are told by. */
  readonly topicArn: string;
  /** Ids of the accounts that are responded in. */
  readonly workloadAccounts: readonly string[];
  /** Instances that are never contained. */
  readonly protectedInstances: readonly string[];
  /** Hours that a containment waits for approval. */
  readonly approvalHours: number;
  /** Days for which a disk's copy in the forensics account is locked, 1 to 36500. */
  readonly snapshotLockDays: number;
  /**
   * Seconds to wait before logs are copied: AWS delivers them with a delay of some minutes. Nothing but the end of
   * `acquire` waits for it.
   */
  readonly logDeliverySeconds: number;
  /** ARN of the SSM document that captures memory. @default memory is not captured */
  readonly memoryDocumentArn?: string;
}

/** ARN of a machine. */
export function machineArn({ partition, region, account }: MachineSettings, machine: MachineName): string {
  return `arn:${partition}:states:${region}:${account}:stateMachine:${machineNames[machine]}`;
}
