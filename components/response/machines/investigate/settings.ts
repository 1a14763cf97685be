import type { MachineSettings } from "../settings";

/** What the investigation knows of workstations. Every value becomes known with the deployment: it is only passed on. */
export interface WorkstationSettings {
  readonly launchTemplateId: string;
  /** SSM parameter that holds the id of the newest workstation image. */
  readonly imageParameter: string;
  /** Subnets without any way out, one at least, tried in this order. */
  readonly subnetIds: readonly string[];
  /** ARN of the managed policy of a case's workstations: what they may do, and the most that they may do. */
  readonly policyArn: string;
  /** Path of the roles and instance profiles of workstations, such as `/landing-zone-workstations/`. */
  readonly rolePath: string;
  /** Name of the SSM document that examines a disk. */
  readonly diskDocument: string;
  /** Name of the SSM document that examines captured memory. */
  readonly memoryDocument: string;
  /** Security group without any rule, for suspect images. */
  readonly suspectGroupId: string;
  /** Instance type on which a suspect image is started. */
  readonly suspectInstanceType: string;
}

/** What the machine `investigate` is built from. */
export interface InvestigateSettings extends MachineSettings {
  readonly workstation: WorkstationSettings;
}
