import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

const arn = z.string().regex(/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:.+$/, { error: "must be an ARN" });
const accountId = z.string().regex(/^\d{12}$/, { error: "must be a 12-digit account id" });

/** What a stack of kind forensics hands to others. */
export const forensicsOutputs = z.strictObject({
  account: accountId,
  region: z.string(),
  evidenceBucketName: z.string(),
  evidenceBucketArn: arn,
  evidenceKeyArn: arn,
  incidentBusArn: arn,
  /** The key that signs the custody log: verifying it needs its public half. */
  signingKeyArn: arn,
  casesTableName: z.string(),
  /** The topic that people are told by. */
  incidentTopicArn: arn,
  /** By the name of the state machine in this program. */
  machineArns: z.record(z.string(), arn),
  vpcId: z.string(),
  subnetIds: z.array(z.string()),
  workstationGroupId: z.string(),
  /** The bucket to bring tools for workstations to. */
  toolsBucketName: z.string(),
  /** Present with a list of tools for workstations: the pipeline that builds the image. */
  imagePipelineArn: arn.optional(),
});

/** What a stack of kind workload hands to others. */
export const workloadOutputs = z.strictObject({
  account: accountId,
  region: z.string(),
  vpcId: z.string(),
  publicSubnetIds: z.array(z.string()),
  privateSubnetIds: z.array(z.string()),
  isolatedSubnetIds: z.array(z.string()),
  /** By the purpose of the group. */
  securityGroupIds: z.record(z.string(), z.string()),
  /** Present when the VPC is attached to a transit gateway. */
  transitGatewayAttachmentId: z.string().optional(),
  /** Present with a VPN: what to configure on its devices, by their key. */
  vpnDevices: z.record(z.string(), z.unknown()).optional(),
  /** Present with a Direct Connect: what to configure on its routers. */
  directConnectRouters: z.unknown().optional(),
  logBucketName: z.string(),
  /** The roles that the forensics account takes to respond. */
  responderRoleArns: z.strictObject({ reader: arn, container: arn, copier: arn }),
  /** The key under which disks are handed to the forensics account. */
  transferKeyArn: arn,
  /** The instance profile of contained instances. */
  quarantineProfileArn: arn,
});

export type ForensicsOutputs = z.infer<typeof forensicsOutputs>;
export type WorkloadOutputs = z.infer<typeof workloadOutputs>;

/** A stack's outputs as its program returns them: a missing or ill-typed one does not compile. */
export type Exported<T> = {
  readonly [K in keyof T]: pulumi.Input<T[K]> | ExportedParts<T[K]>;
};

/** A list or map whose parts become known one by one. */
type ExportedParts<T> = T extends (infer Item)[]
  ? pulumi.Input<Item>[]
  : T extends Record<string, infer Value>
    ? Record<string, pulumi.Input<Value>>
    : never;
