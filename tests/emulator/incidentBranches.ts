import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  RegisterImageCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutBucketTaggingCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateDocumentCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import assert from "node:assert/strict";
import { containPrincipalMachine } from "../../components/response/machines/containPrincipal";
import { releasePrincipalMachine } from "../../components/response/machines/releasePrincipal";
import { investigateMachine } from "../../components/response/machines/investigate";
import type { WorkstationSettings } from "../../components/response/machines/investigate/settings";
import { casesTableName, caseTags } from "../../components/response/names";
import { approve, awaitedToken } from "../../tools/drill/approval";
import { arrival, begin, ended } from "../../tools/drill/executions";
import { present } from "../../tools/drill/present";
import { createMachine, machineArnOf, type Lab } from "./incidentLab";

/** What the lab has beside what every drill needs: workstations, a bucket of logs, a role and a user. */
export interface Branches {
  readonly workstation: WorkstationSettings;
  readonly workstationGroupId: string;
  readonly logBucketName: string;
  readonly role: string;
  readonly user: string;
}

const logBucketName = "landing-zone-logs-lab";
const role = "leaked-role";
const user = "leaked-user";
const nothing = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }],
});

/** Makes it by plain calls. */
export async function createBranches(lab: Lab): Promise<Branches> {
  const [{ workstation, workstationGroupId }] = await Promise.all([
    createWorkstations(lab),
    createLogs(lab),
    createPrincipals(lab),
  ]);
  await createMachine(lab, "containPrincipal", containPrincipalMachine(lab.settings));
  await createMachine(lab, "releasePrincipal", releasePrincipalMachine(lab.settings));
  await createMachine(lab, "investigate", investigateMachine({ ...lab.settings, workstation }));
  return { workstation, workstationGroupId, logBucketName, role, user };
}

async function createWorkstations({
  forensics: { ec2, iam, ssm },
}: Lab): Promise<Pick<Branches, "workstation" | "workstationGroupId">> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
  const vpc = { VpcId: present(Vpc?.VpcId, "VPC") };
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ ...vpc, CidrBlock: "10.1.0.0/24" }));
  const [workstationGroupId = "", suspectGroupId = ""] = await Promise.all(
    ["workstations", "suspects"].map(async (name) => {
      const { GroupId } = await ec2.send(
        new CreateSecurityGroupCommand({ ...vpc, GroupName: name, Description: name }),
      );
      return present(GroupId, "security group");
    }),
  );
  const imageParameter = "/landing-zone/workstation-image";
  await ssm.send(
    new PutParameterCommand({ Name: imageParameter, Type: "String", Value: await ownImage(ec2) }),
  );
  const [diskDocument, memoryDocument] = [
    "landing-zone-examine-disk",
    "landing-zone-examine-memory",
  ] as const;
  for (const [Name, parameters] of [
    [diskDocument, ["caseId", "instanceId", "volumeId", "snapshotId"]],
    [memoryDocument, ["caseId", "instanceId"]],
  ] as const) {
    const content = {
      schemaVersion: "2.2",
      description: Name,
      parameters: Object.fromEntries(parameters.map((each) => [each, { type: "String" }])),
      mainSteps: [{ action: "aws:runShellScript", name: "examine", inputs: { runCommand: ["true"] } }],
    };
    await ssm.send(
      new CreateDocumentCommand({ Name, DocumentType: "Command", Content: JSON.stringify(content) }),
    );
  }
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: "workstation", PolicyDocument: nothing }),
  );
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: "workstation",
      LaunchTemplateData: {
        InstanceType: "t3.nano",
        SecurityGroupIds: [workstationGroupId],
      },
    }),
  );
  return {
    workstationGroupId,
    workstation: {
      launchTemplateId: present(LaunchTemplate?.LaunchTemplateId, "launch template"),
      imageParameter,
      subnetIds: [present(Subnet?.SubnetId, "subnet")],
      policyArn: present(Policy?.Arn, "policy"),
      rolePath: "/landing-zone-workstations/",
      diskDocument,
      memoryDocument,
      suspectGroupId,
      suspectInstanceType: "t3.nano",
    },
  };
}

/** An image of the account's own, as Image Builder makes them. */
async function ownImage(ec2: Lab["forensics"]["ec2"]): Promise<string> {
  const { VolumeId } = await ec2.send(
    new CreateVolumeCommand({ AvailabilityZone: "eu-central-1a", Size: 8, Encrypted: true }),
  );
  const { SnapshotId } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
  const { ImageId } = await ec2.send(
    new RegisterImageCommand({
      Name: "workstation",
      Architecture: "x86_64",
      VirtualizationType: "hvm",
      RootDeviceName: "/dev/xvda",
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { SnapshotId } }],
    }),
  );
  return present(ImageId, "image");
}

/** A bucket that is found by its tag, with flow logs of this hour and the one before. */
async function createLogs({ workload: { s3, id, region } }: Lab): Promise<void> {
  const Bucket = logBucketName;
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } }),
  );
  await s3.send(
    new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: "purpose", Value: "logs" }] } }),
  );
  const hours = [0, 3_600_000].map((earlier) => new Date(Date.now() - earlier).toISOString());
  for (const time of hours) {
    const [, year, month, day, hour] = /^(\d+)-(\d+)-(\d+)T(\d+)/.exec(time) ?? [];
    const folder =
      `AWSLogs/aws-account-id=${id}/aws-service=vpcflowlogs/aws-region=${region}/` +
      `year=${year}/month=${month}/day=${day}/hour=${hour}`;
    await s3.send(new PutObjectCommand({ Bucket, Key: `${folder}/flows.log.gz`, Body: "flows" }));
  }
}

async function createPrincipals({ workload: { iam } }: Lab): Promise<void> {
  const PolicyDocument = nothing;
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
  await iam.send(
    new CreateRoleCommand({
      RoleName: role,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: "own", PolicyDocument }));
  await iam.send(new CreateUserCommand({ UserName: user }));
  await iam.send(new CreateAccessKeyCommand({ UserName: user }));
  await iam.send(new CreateLoginProfileCommand({ UserName: user, Password: "A-password-of-a-test-1" }));
  await iam.send(new PutUserPolicyCommand({ UserName: user, PolicyName: "own", PolicyDocument }));
}

/** Contains a role after approval, and then a user in the same case, and releases both, who wait for approval at once. */
export async function stopPrincipals(lab: Lab, { role, user }: Branches): Promise<void> {
  const { forensics, workload } = lab;
  const respond = (caseId: string, mode: string, principal: object): Promise<string> =>
    begin(forensics, machineArnOf("respond"), {
      request: {
        account: workload.id,
        region: workload.region,
        principal,
        caseId,
        reason: "its keys are published",
        requestedBy: "drill",
        mode,
        triggeredAt: new Date().toISOString(),
        findingId: "",
        autoScaling: "detach",
        sessions: "role",
        acquire: false,
      },
    });
  const first = await respond("new", "approve", { kind: "role", name: role });
  const caseId = await arrival("a case", () => caseOf(lab, `role:${role}`));
  const token = await arrival("a question for approval", () => awaitedToken(forensics, caseId));
  await approve(forensics, token);
  await succeeded(lab, first);
  await succeeded(lab, await respond(caseId, "contain", { kind: "user", name: user }));
  const principals = [
    { kind: "role", name: role },
    { kind: "user", name: user },
  ] as const;
  const releases = await Promise.all(
    principals.map((principal) => releasePrincipal(lab, caseId, principal, ["all", "keys"])),
  );
  for (const execution of releases) {
    const token = await arrival("a question for approval", () => awaitedToken(forensics, caseId, execution));
    await approve(forensics, token);
  }
  for (const execution of releases) await succeeded(lab, execution);
  assert.deepEqual(await Promise.all(principals.map(({ kind, name }) => caseOf(lab, `${kind}:${name}`))), [
    undefined,
    undefined,
  ]);
}

function releasePrincipal(
  { forensics, workload }: Lab,
  caseId: string,
  principal: object,
  parts: readonly string[],
): Promise<string> {
  return begin(forensics, machineArnOf("releasePrincipal"), {
    caseId,
    account: workload.id,
    region: workload.region,
    principal,
    parts,
    requestedBy: "drill",
    reason: "the drill is over",
  });
}

async function caseOf({ forensics, workload }: Lab, principal: string): Promise<string | undefined> {
  const { Item } = await forensics.dynamoDb.send(
    new GetItemCommand({
      TableName: casesTableName,
      Key: {
        pk: { S: `principal#${workload.id}#${workload.region}#${principal}` },
        sk: { S: "open" },
      },
      ConsistentRead: true,
    }),
  );
  return Item?.["caseId"]?.S;
}

/** Examines the disks of the drill's case on a workstation, and starts an image where nothing is reached. */
export async function investigate(lab: Lab): Promise<void> {
  const { forensics } = lab;
  const { Snapshots } = await forensics.ec2.send(
    new DescribeSnapshotsCommand({
      OwnerIds: ["self"],
      Filters: [{ Name: "tag-key", Values: [caseTags.case] }],
    }),
  );
  const snapshots = (Snapshots ?? []).map(({ SnapshotId, VolumeId }) => ({
    sourceSnapshotId: "",
    evidenceSnapshotId: present(SnapshotId, "snapshot"),
    volumeId: VolumeId ?? "",
  }));
  const { Images } = await forensics.ec2.send(
    new DescribeImagesCommand({
      Owners: ["self"],
      Filters: [{ Name: `tag:${caseTags.kind}`, Values: ["image"] }],
    }),
  );
  const caseId = Snapshots?.[0]?.Tags?.find(({ Key }) => Key === caseTags.case)?.Value;
  const execution = await begin(forensics, machineArnOf("investigate"), {
    caseId,
    instanceId: "i-0a1b2c3d",
    snapshots,
    launchSuspectImage: true,
    imageId: present(Images?.[0]?.ImageId, "image"),
  });
  const workstation = await arrival("a workstation", () => workstationOf(lab));
  const Tags = [{ Key: "landing-zone-emulator:agent", Value: "Linux" }];
  await forensics.ec2.send(new CreateTagsCommand({ Resources: [workstation], Tags }));
  await succeeded(lab, execution);
}

async function workstationOf({ forensics: { ec2 } }: Lab): Promise<string | undefined> {
  const Filters = [{ Name: `tag:${caseTags.kind}`, Values: ["workstation"] }];
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ Filters }));
  return Reservations?.[0]?.Instances?.[0]?.InstanceId;
}

async function succeeded({ forensics }: Lab, execution: string): Promise<void> {
  const { status, error, cause } = await ended(forensics, execution, 120_000);
  assert.equal(status, "SUCCEEDED", `${error ?? ""} ${cause ?? ""}`);
}
