import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  CreateNetworkAclEntryCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  DescribeVpcsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
} from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutBucketEncryptionCommand } from "@aws-sdk/client-s3";
import { CreateStateMachineCommand } from "@aws-sdk/client-sfn";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { CreateDocumentCommand } from "@aws-sdk/client-ssm";
import { aclQuota } from "../../components/network/networkAclRules";
import { aclNumbers } from "../../components/response/aclNumbers";
import type { StateMachine } from "../../components/response/asl/states";
import {
  casesTableName,
  conversionPurpose,
  incidentTopicName,
  isolationPurpose,
  machineNames,
  quarantineName,
  roleNames,
  takers,
  transferKeyAlias,
  type MachineName,
} from "../../components/response/names";
import type { RespondSettings } from "../../components/response/machines/respond/settings";
import { openAccount, type AccountClients } from "../../tools/drill/account";
import type { Place } from "../../tools/drill/plant";
import { present } from "../../tools/drill/present";

/** Two accounts with what incident response needs, made by plain calls: without the stacks, in a second or two. */
export interface Lab {
  readonly forensics: AccountClients;
  readonly workload: AccountClients;
  readonly settings: RespondSettings;
  readonly place: Place;
  readonly isolationGroupId: string;
}

const region = "eu-central-1";
const ids = { forensics: "444455556666", workload: "111122223333" };
const bucket = "landing-zone-evidence-lab";
const documentName = "landing-zone-capture-memory";

/** Creates the surroundings of the machines in both accounts. */
export async function createLab(endpoint: string): Promise<Lab> {
  const forensics = await openAccount(endpoint, ids.forensics, region);
  const workload = await openAccount(endpoint, ids.workload, region);
  const [evidenceKeyArn, signingKeyArn, topicArn] = await Promise.all([
    createKey(forensics.kms),
    createKey(forensics.kms, { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }),
    createTopic(forensics),
    createTable(forensics.dynamoDb),
    ...Object.values(machineNames).map((name) => createRole(forensics, name, serviceTrust("states"))),
  ]);
  await createBucket(forensics, evidenceKeyArn);
  const transferKeyArn = await createKey(workload.kms);
  await workload.kms.send(
    new CreateAliasCommand({ AliasName: transferKeyAlias, TargetKeyId: transferKeyArn }),
  );
  for (const role of Object.keys(roleNames) as (keyof typeof roleNames)[]) {
    await createRole(workload, roleNames[role], trustMachines(takers[role]));
  }
  await createQuarantineProfile(workload);
  const { place, isolationGroupId } = await createNetwork(workload.ec2);
  const memoryDocumentArn = await createMemoryDocument(workload);
  return {
    forensics,
    workload,
    place,
    isolationGroupId,
    settings: {
      account: ids.forensics,
      region,
      partition: "aws",
      evidenceBucketName: bucket,
      evidenceKeyArn,
      signingKeyArn,
      topicArn,
      workloadAccounts: [ids.workload],
      protectedInstances: [],
      approvalHours: 1,
      concurrency: 10,
      snapshotLockDays: 30,
      logDeliverySeconds: 1,
      memoryDocumentArn,
    },
  };
}

/** Creates a state machine under its fixed name. */
export async function createMachine(
  { forensics }: Lab,
  machine: MachineName,
  definition: StateMachine,
): Promise<string> {
  const name = machineNames[machine];
  const { stateMachineArn } = await forensics.sfn.send(
    new CreateStateMachineCommand({
      name,
      roleArn: `arn:aws:iam::${forensics.id}:role/${name}`,
      definition: JSON.stringify(definition),
    }),
  );
  return present(stateMachineArn, "state machine");
}

/** ARN of a machine in the forensics account. */
export function machineArnOf(machine: MachineName): string {
  return `arn:aws:states:${region}:${ids.forensics}:stateMachine:${machineNames[machine]}`;
}

async function createKey(
  kms: KMSClient,
  how: Pick<CreateKeyCommand["input"], "KeySpec" | "KeyUsage"> = {},
): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(how));
  return present(KeyMetadata?.Arn, "key");
}

async function createTopic({ sns }: AccountClients): Promise<string> {
  return present((await sns.send(new CreateTopicCommand({ Name: incidentTopicName }))).TopicArn, "topic");
}

async function createBucket({ s3 }: AccountClients, keyArn: string): Promise<void> {
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      ObjectLockEnabledForBucket: true,
      CreateBucketConfiguration: { LocationConstraint: region },
    }),
  );
  const encryption = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn } as const;
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket: bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: encryption, BucketKeyEnabled: true }],
      },
    }),
  );
}

async function createTable(dynamoDb: DynamoDBClient): Promise<void> {
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: casesTableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
    }),
  );
}

function serviceTrust(service: string): object {
  return { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: `${service}.amazonaws.com` } };
}

function trustMachines(machines: readonly MachineName[]): object {
  return {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { AWS: machines.map((each) => `arn:aws:iam::${ids.forensics}:role/${machineNames[each]}`) },
    Condition: { StringEquals: { "sts:ExternalId": machines.map(machineArnOf) } },
  };
}

async function createRole({ iam }: AccountClients, name: string, trust: object): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
}

async function createQuarantineProfile(account: AccountClients): Promise<void> {
  const name = { InstanceProfileName: quarantineName };
  await createRole(account, quarantineName, serviceTrust("ec2"));
  await account.iam.send(new CreateInstanceProfileCommand(name));
  await account.iam.send(new AddRoleToInstanceProfileCommand({ ...name, RoleName: quarantineName }));
}

async function createNetwork(
  ec2: EC2Client,
): Promise<{ readonly place: Place; readonly isolationGroupId: string }> {
  const { Vpc } = await ec2.send(
    new CreateVpcCommand({ CidrBlock: "10.0.0.0/16", AmazonProvidedIpv6CidrBlock: true }),
  );
  const vpcId = present(Vpc?.VpcId, "VPC");
  const ipv6Block = await ipv6BlockOf(ec2, vpcId);
  const subnetIds = await Promise.all(
    ["a", "b"].map(async (zone, index) => {
      const { Subnet } = await ec2.send(
        new CreateSubnetCommand({
          VpcId: vpcId,
          CidrBlock: `10.0.${index}.0/24`,
          Ipv6CidrBlock: ipv6Block.replace("00::/56", `0${index}::/64`),
          AvailabilityZone: `${region}${zone}`,
        }),
      );
      return present(Subnet?.SubnetId, "subnet");
    }),
  );
  const [isolationGroupId] = await Promise.all(
    [isolationPurpose, conversionPurpose].map(async (purpose) => {
      const { GroupId } = await ec2.send(
        new CreateSecurityGroupCommand({
          VpcId: vpcId,
          GroupName: purpose,
          Description: purpose,
          TagSpecifications: [{ ResourceType: "security-group", Tags: [{ Key: "purpose", Value: purpose }] }],
        }),
      );
      return present(GroupId, "security group");
    }),
  );
  await keepNumbersFree(ec2, vpcId);
  return { place: { vpcId, subnetIds }, isolationGroupId: present(isolationGroupId, "group") };
}

/** Gives what the VPC's network ACL allows the numbers that it has in the landing zone. */
async function keepNumbersFree(ec2: EC2Client, vpcId: string): Promise<void> {
  for (const { id, entries } of await aclsOf(ec2, vpcId)) {
    for (const entry of entries.filter(({ RuleAction }) => RuleAction === "allow")) {
      await ec2.send(new DeleteNetworkAclEntryCommand({ NetworkAclId: id, ...entry }));
      const RuleNumber = aclNumbers.owners + entry.RuleNumber;
      await ec2.send(new CreateNetworkAclEntryCommand({ NetworkAclId: id, ...entry, RuleNumber }));
    }
  }
}

/** Takes the entries of containments out of the network ACL, which has room for some only. */
export async function emptyAcl({ workload, place }: Lab): Promise<void> {
  for (const { id, entries } of await aclsOf(workload.ec2, place.vpcId)) {
    for (const entry of entries.filter(({ RuleNumber }) => RuleNumber < aclNumbers.owners)) {
      await workload.ec2.send(new DeleteNetworkAclEntryCommand({ NetworkAclId: id, ...entry }));
    }
  }
}

/** Fills the network ACL up, with as many entries for the same block as it takes. */
export async function fillAcl({ workload, place }: Lab): Promise<void> {
  const block = { Protocol: "-1", RuleAction: "deny", CidrBlock: "203.0.113.0/24" } as const;
  for (const { id, entries } of await aclsOf(workload.ec2, place.vpcId)) {
    for (const Egress of [false, true]) {
      const there = entries.filter(
        (entry) => entry.Egress === Egress && entry.CidrBlock !== undefined,
      ).length;
      for (let RuleNumber = 1; RuleNumber <= aclQuota.default - there; RuleNumber += 1) {
        await workload.ec2.send(
          new CreateNetworkAclEntryCommand({ NetworkAclId: id, ...block, Egress, RuleNumber }),
        );
      }
    }
  }
}

async function aclsOf(ec2: EC2Client, vpcId: string) {
  const { NetworkAcls = [] } = await ec2.send(
    new DescribeNetworkAclsCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
  );
  return NetworkAcls.map(({ NetworkAclId, Entries = [] }) => ({
    id: NetworkAclId,
    entries: Entries.map((entry) => ({
      ...entry,
      RuleNumber: present(entry.RuleNumber, "number"),
      Egress: entry.Egress === true,
      Protocol: present(entry.Protocol, "protocol"),
      RuleAction: present(entry.RuleAction, "action"),
    })),
  }));
}

async function ipv6BlockOf(ec2: EC2Client, vpcId: string): Promise<string> {
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
  return present(Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock, "IPv6 block");
}

async function createMemoryDocument({ ssm, id }: AccountClients): Promise<string> {
  const content = {
    schemaVersion: "2.2",
    description: "Captures the memory",
    parameters: {
      Bucket: { type: "String", default: bucket },
      Key: { type: "String" },
    },
    mainSteps: [{ action: "aws:runShellScript", name: "capture", inputs: { runCommand: ["true"] } }],
  };
  await ssm.send(
    new CreateDocumentCommand({
      Name: documentName,
      DocumentType: "Command",
      Content: JSON.stringify(content),
    }),
  );
  return `arn:aws:ssm:${region}:${id}:document/${documentName}`;
}
