import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component, dataClassificationTag } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { encryptLogGroup } from "../encryption/keyStatements";
import { policyDocument, serialized, type Statement } from "../iam/document";
import type { WorkstationSettings } from "../response/machines/investigate/settings";
import { workstationRolePath } from "./evidenceAccess";
import { createDocument } from "./workstationDocuments";
import { imageParameterName, workstationLogGroupName } from "./workstationNames";
import { examineCase, takeCommands, writeLogs } from "./workstationStatements";

export interface WorkstationArgs {
  /** The forensics account. */
  readonly account: Account;
  /** The isolated VPC. */
  readonly vpcId: pulumi.Input<string>;
  /** Its subnets, in the order in which a workstation is tried to be started in them. */
  readonly subnetIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  /** Security group of workstations: out to the endpoints of AWS services, and nothing in. */
  readonly workstationGroupId: pulumi.Input<string>;
  readonly evidenceBucketName: pulumi.Input<string>;
  readonly evidenceBucketArn: pulumi.Input<string>;
  /** ARN of the key that encrypts evidence. Workstations' disks are evidence too. */
  readonly evidenceKeyArn: pulumi.Input<string>;
  /** Instance type of workstations, of the architecture of their image. */
  readonly instanceType: string;
  /** GiB of a workstation's disk: it must hold the results of a case and one image of memory. */
  readonly diskSize: number;
  /** Days for which audit logs of workstations are kept. */
  readonly logRetentionDays: number;
  /** What else a workstation may do, for instance log its sessions. @default nothing */
  readonly sessionStatements?: readonly Statement[];
}

/**
 * What the machine `investigate` starts forensic workstations with: launch template, the policy of their roles, the documents
 * that examine evidence, the log of their audits, and a security group without any rule for suspect images.
 */
export class Workstation extends Component {
  /** What the machine `investigate` has to know. */
  public readonly settings: pulumi.Output<WorkstationSettings>;
  /** ARN of the policy of workstations' roles. */
  public readonly policyArn: pulumi.Output<string>;

  public constructor(name: string, args: WorkstationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("forensics:Workstation", name, args, opts);
    const child = { parent: this };
    createAuditLog(name, args, child);
    const policy = createPolicy(name, args, child);
    const template = createTemplate(name, args, child);
    const suspects = createSuspectGroup(name, args, child);
    const documents = {
      disk: createDocument(name, "disk", args, child),
      memory: createDocument(name, "memory", args, child),
    };
    this.policyArn = policy.arn;
    this.settings = pulumi.output({
      launchTemplateId: template.id,
      imageParameter: imageParameterName,
      subnetIds: [...args.subnetIds],
      policyArn: policy.arn,
      rolePath: workstationRolePath,
      diskDocument: documents.disk.name,
      memoryDocument: documents.memory.name,
      suspectGroupId: suspects.id,
      suspectInstanceType: args.instanceType,
    });
    this.registerOutputs({ settings: this.settings, policyArn: this.policyArn });
  }
}

/** Audit logs leave a workstation as they are written. */
function createAuditLog(name: string, args: WorkstationArgs, opts: pulumi.ComponentResourceOptions): void {
  const key = new EncryptionKey(
    `${name}-audit-encryption`,
    {
      account: args.account,
      description: "Encrypts audit logs of forensic workstations",
      usage: [encryptLogGroup(args.account, workstationLogGroupName)],
    },
    opts,
  );
  new aws.cloudwatch.LogGroup(
    `${name}-audit`,
    {
      name: workstationLogGroupName,
      kmsKeyId: key.arn,
      retentionInDays: args.logRetentionDays,
      tags: { [dataClassificationTag]: "restricted" },
    },
    opts,
  );
}

/** The policy is also the boundary of the roles that have it, so the machine that makes them can't give them more. */
function createPolicy(
  name: string,
  args: WorkstationArgs,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Policy {
  const statements = [
    ...takeCommands(args.account),
    writeLogs(args.account, workstationLogGroupName),
    ...examineCase(args),
    ...(args.sessionStatements ?? []),
  ];
  return new aws.iam.Policy(
    `${name}-policy`,
    {
      name: `${name}-policy`,
      description: "What forensic workstations may do, and the most that they ever can",
      policy: serialized(policyDocument(...statements)),
    },
    opts,
  );
}

function createTemplate(
  name: string,
  args: WorkstationArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
  return new aws.ec2.LaunchTemplate(
    `${name}-template`,
    {
      name: `${name}-template`,
      description: "Forensic workstation; image, subnet and role are given by the machine that starts it",
      updateDefaultVersion: true,
      instanceType: args.instanceType,
      ebsOptimized: "true",
      disableApiTermination: true,
      instanceInitiatedShutdownBehavior: "stop",
      vpcSecurityGroupIds: [args.workstationGroupId],
      monitoring: { enabled: true },
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "disabled",
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            encrypted: "true",
            kmsKeyId: args.evidenceKeyArn,
            volumeType: "gp3",
            volumeSize: args.diskSize,
            deleteOnTermination: "false",
          },
        },
      ],
    },
    opts,
  );
}

/** Not even the endpoints can be reached from it. */
function createSuspectGroup(
  name: string,
  { vpcId }: WorkstationArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    `${name}-suspects`,
    {
      vpcId,
      description: "Suspect images: nothing in, nothing out",
      tags: { Name: `${name}-suspects`, purpose: "suspects" },
    },
    opts,
  );
}
