import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf, type Account } from "../account";
import { Component, dataClassificationTag } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { encryptLogGroup } from "../encryption/keyStatements";
import { policyDocument, serialized, type Statement } from "../iam/document";
import type { StateMachine } from "./asl/states";
import { callsOf } from "./machineCalls";
import { encryptMachines } from "./machineEncryption";
import { machineArnIn, roleStatements } from "./machineRoles";
import type { Surroundings } from "./machineSurroundings";
import { machines, type AllSettings } from "./machines";
import { machineNames, type MachineName } from "./names";

/** Settings of the machines; what AWS makes up becomes known with the deployment. */
export type KnownSettings = { readonly [K in keyof AllSettings]: pulumi.Input<AllSettings[K]> };

export interface IncidentMachinesArgs {
  /** The forensics account. */
  readonly account: Account;
  readonly settings: KnownSettings;
  /** What the machines work with. */
  readonly surroundings: Omit<Surroundings, "account" | "machinesKeyArn">;
  /** Days that the log of the machines is kept, one of those that CloudWatch Logs knows. */
  readonly logRetentionDays: number;
}

/**
 * The state machines of incident response, each with a role of the same name that may do what the machine calls and nothing
 * more. Their definitions and histories are encrypted with one key of their own. Their log tells every step without its data:
 * the data hold the tokens by which people approve.
 */
export class IncidentMachines extends Component {
  /** ARNs of the machines. */
  public readonly arns: Readonly<Record<MachineName, pulumi.Output<string>>>;

  public constructor(name: string, args: IncidentMachinesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:IncidentMachines", name, args, opts);
    const child = { parent: this };
    const groupName = `/aws/vendedlogs/states/${name}`;
    const key = new EncryptionKey(
      `${name}-encryption`,
      {
        account: args.account,
        description: "Encrypts definitions, executions and the log of the state machines",
        usage: [...encryptMachines(args.account), encryptLogGroup(args.account, groupName)],
      },
      child,
    );
    const group = new aws.cloudwatch.LogGroup(
      `${name}-log`,
      {
        name: groupName,
        retentionInDays: args.logRetentionDays,
        kmsKeyId: key.arn,
        tags: { [dataClassificationTag]: "confidential" },
      },
      child,
    );
    const common = { ...args, machinesKeyArn: key.arn, logGroupArn: group.arn };
    const names = Object.keys(machines) as MachineName[];
    this.arns = Object.fromEntries(
      names.map((machine) => [machine, createMachine(name, machine, common, child)]),
    ) as Record<MachineName, pulumi.Output<string>>;
    this.registerOutputs({ arns: this.arns });
  }
}

interface Common extends IncidentMachinesArgs {
  readonly machinesKeyArn: pulumi.Output<string>;
  readonly logGroupArn: pulumi.Output<string>;
}

function createMachine(
  name: string,
  machine: MachineName,
  args: Common,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { account, machinesKeyArn, logGroupArn } = args;
  const part = `${name}-${machineNames[machine].replace("landing-zone-incident-", "")}`;
  const { role, policy } = createRole(part, machine, args, opts);
  const made = new aws.sfn.StateMachine(
    part,
    {
      name: machineNames[machine],
      type: "STANDARD",
      roleArn: role.arn,
      definition: pulumi
        .output(args.settings)
        .apply((settings) => definitionText(machines[machine](settings as AllSettings), account.region)),
      encryptionConfiguration: {
        type: "CUSTOMER_MANAGED_KMS_KEY",
        kmsKeyId: machinesKeyArn,
        kmsDataKeyReusePeriodSeconds: 300,
      },
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        logDestination: pulumi.interpolate`${logGroupArn}:*`,
      },
      tracingConfiguration: { enabled: false },
    },
    { ...opts, dependsOn: policy },
  );
  return made.arn;
}

function createRole(
  part: string,
  machine: MachineName,
  { account, surroundings, machinesKeyArn }: Common,
  opts: pulumi.CustomResourceOptions,
): { readonly role: aws.iam.Role; readonly policy: aws.iam.RolePolicy } {
  const role = new aws.iam.Role(
    `${part}-role`,
    {
      name: machineNames[machine],
      description: `The state machine ${machineNames[machine]}`,
      assumeRolePolicy: serialized(policyDocument(trustMachine(account, machine))),
    },
    opts,
  );
  const calls = callsOf(machines[machine](sample));
  const policy = new aws.iam.RolePolicy(
    `${part}-calls`,
    {
      role: role.name,
      policy: serialized(
        policyDocument(...roleStatements(machine, calls, { ...surroundings, account, machinesKeyArn })),
      ),
    },
    opts,
  );
  return { role, policy };
}

/** What a machine calls does not depend on its settings, and must be known before these are. */
const sample: AllSettings = {
  account: "account",
  region: "region",
  partition: "aws",
  evidenceBucketName: "bucket",
  evidenceKeyArn: "evidence-key",
  signingKeyArn: "signing-key",
  topicArn: "topic",
  workloadAccounts: ["workload"],
  protectedInstances: [],
  approvalHours: 1,
  snapshotLockDays: 1,
  logDeliverySeconds: 1,
  memoryDocumentArn: "document",
  concurrency: 1,
  workstation: {
    launchTemplateId: "template",
    imageParameter: "/image",
    subnetIds: ["subnet"],
    policyArn: "policy",
    rolePath: "/workstations/",
    diskDocument: "disk",
    memoryDocument: "memory",
    suspectGroupId: "group",
    suspectInstanceType: "type",
  },
};

/** The text of a definition. The builders write the partition `aws` where AWS's own names need one. */
export function definitionText(definition: StateMachine, region: string): string {
  return JSON.stringify(definition).replaceAll("arn:aws:", `arn:${partitionOf(region)}:`);
}

/** Source: "Cross-service confused deputy prevention", AWS Step Functions developer guide. */
function trustMachine(account: Account, machine: MachineName): Statement {
  return {
    Sid: "TrustMachine",
    Effect: "Allow",
    Principal: { Service: "states.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": account.id },
      ArnLike: { "aws:SourceArn": machineArnIn(account, machine) },
    },
  };
}
