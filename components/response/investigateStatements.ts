import * as pulumi from "@pulumi/pulumi";
import { arnIn, iamArn, partitionOf, serviceHost, type Account } from "../account";
import type { Statement } from "../iam/document";
import { useKey } from "./keyUse";
import type { Maker, Surroundings, WorkstationSurroundings } from "./machineSurroundings";
import { caseTags } from "./names";
import { readAnything } from "./readMaker";

/** By the call of the machine `investigate`. Everything that it makes carries its case, and it touches nothing else. */
export const investigateMakers: Readonly<Record<string, Maker>> = {
  "ec2:attachVolume": ({ account }) => [
    ofCase("AttachVolumes", "ec2:AttachVolume", [
      arnIn(account, "ec2", "instance/*"),
      arnIn(account, "ec2", "volume/*"),
    ]),
  ],
  "ec2:createSnapshot": ({ account }) => [
    ofCase("SnapshotVolumes", "ec2:CreateSnapshot", [arnIn(account, "ec2", "volume/*")]),
    newOfCase("CreateSnapshots", "ec2:CreateSnapshot", [snapshotsOf(account)]),
    tagNew(account),
  ],
  "ec2:createVolume": (around) => [
    newOfCase("CreateVolumes", "ec2:CreateVolume", [arnIn(around.account, "ec2", "volume/*")]),
    ofCase("CopyEvidence", "ec2:CreateVolume", [snapshotsOf(around.account)]),
    tagNew(around.account),
    ...useDisks(around),
  ],
  "ec2:describeInstances": readAnything("ec2:DescribeInstances"),
  "ec2:describeVolumes": readAnything("ec2:DescribeVolumes"),
  "ec2:runInstances": (around) => [...launch(around), tagNew(around.account), ...useDisks(around)],
  "ec2:stopInstances": ({ account }) => [
    ofCase("StopInstances", "ec2:StopInstances", [arnIn(account, "ec2", "instance/*")]),
  ],
  "iam:addRoleToInstanceProfile": (around) => [
    {
      Sid: "FillProfiles",
      Effect: "Allow",
      Action: "iam:AddRoleToInstanceProfile",
      Resource: below(around, "instance-profile"),
    },
    passRoles(around),
  ],
  "iam:attachRolePolicy": (around) => [
    {
      Sid: "GiveTheOnePolicy",
      Effect: "Allow",
      Action: "iam:AttachRolePolicy",
      Resource: below(around, "role"),
      Condition: { ArnEquals: { "iam:PolicyARN": workstation(around).policyArn } },
    },
  ],
  "iam:createInstanceProfile": (around) => [
    {
      Sid: "CreateProfiles",
      Effect: "Allow",
      Action: ["iam:CreateInstanceProfile", "iam:TagInstanceProfile"],
      Resource: below(around, "instance-profile"),
    },
  ],
  "iam:createRole": (around) => [
    {
      Sid: "CreateBoundedRoles",
      Effect: "Allow",
      Action: "iam:CreateRole",
      Resource: below(around, "role"),
      Condition: { ArnEquals: { "iam:PermissionsBoundary": workstation(around).policyArn } },
    },
    { Sid: "TagRoles", Effect: "Allow", Action: "iam:TagRole", Resource: below(around, "role") },
  ],
  "ssm:describeInstanceInformation": readAnything("ssm:DescribeInstanceInformation"),
  "ssm:getCommandInvocation": readAnything("ssm:GetCommandInvocation"),
  "ssm:getParameter": (around) => [
    {
      Sid: "FindImage",
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: arnIn(around.account, "ssm", `parameter${workstation(around).imageParameter}`),
    },
  ],
  "ssm:sendCommand": (around) => [
    {
      Sid: "RunTheDocuments",
      Effect: "Allow",
      Action: "ssm:SendCommand",
      Resource: workstation(around).documents.map(
        (name) => pulumi.interpolate`${arnIn(around.account, "ssm", "document/")}${name}`,
      ),
    },
    {
      Sid: "RunOnWorkstations",
      Effect: "Allow",
      Action: "ssm:SendCommand",
      Resource: arnIn(around.account, "ec2", "instance/*"),
      Condition: { Null: { [`ssm:resourceTag/${caseTags.case}`]: "false" } },
    },
  ],
};

function launch(around: Surroundings): Statement[] {
  const { account } = around;
  return [
    newOfCase("LaunchForACase", "ec2:RunInstances", [
      arnIn(account, "ec2", "instance/*"),
      arnIn(account, "ec2", "network-interface/*"),
      arnIn(account, "ec2", "volume/*"),
    ]),
    {
      Sid: "LaunchFrom",
      Effect: "Allow",
      Action: "ec2:RunInstances",
      Resource: [
        arnIn(account, "ec2", "launch-template/*"),
        arnIn(account, "ec2", "security-group/*"),
        arnIn(account, "ec2", "subnet/*"),
      ],
    },
    // Images of workstations and of evidence belong to the account. Whoever shares one with it has none launched.
    {
      Sid: "LaunchOwnImages",
      Effect: "Allow",
      Action: "ec2:RunInstances",
      Resource: [imagesOf(account), snapshotsOf(account)],
      Condition: { StringEquals: { "ec2:Owner": account.id } },
    },
    passRoles(around),
  ];
}

function passRoles(around: Surroundings): Statement {
  return {
    Sid: "GiveRolesToWorkstations",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: below(around, "role"),
    Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
  };
}

/** Tags are given at creation only, so that nothing can be taken into a case later. */
function tagNew(account: Account): Statement {
  return {
    Sid: "TagWhatIsNew",
    Effect: "Allow",
    Action: "ec2:CreateTags",
    Resource: [
      ...["instance/*", "network-interface/*", "volume/*"].map((what) => arnIn(account, "ec2", what)),
      snapshotsOf(account),
    ],
    Condition: {
      StringEquals: { "ec2:CreateAction": ["CreateSnapshot", "CreateVolume", "RunInstances"] },
    },
  };
}

/** The disks of evidence, of workstations and of their image are encrypted. */
function useDisks(around: Surroundings): Statement[] {
  const { account, evidenceKeyArn } = around;
  const Resource = [evidenceKeyArn, workstation(around).imageKeyArn];
  return [
    {
      ...useKey("UseDisks", account, "ec2", evidenceKeyArn, [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]),
      Resource,
    },
    {
      Sid: "GrantToEc2",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource,
      Condition: {
        StringEquals: { "kms:ViaService": serviceHost(account.region, "ec2") },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ];
}

function ofCase(Sid: string, Action: string, Resource: readonly string[]): Statement {
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource,
    Condition: { Null: { [`aws:ResourceTag/${caseTags.case}`]: "false" } },
  };
}

function newOfCase(Sid: string, Action: string, Resource: readonly string[]): Statement {
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource,
    Condition: { Null: { [`aws:RequestTag/${caseTags.case}`]: "false" } },
  };
}

function below(around: Surroundings, type: "role" | "instance-profile"): string {
  const { account } = around;
  return iamArn(account.id, account.region, `${type}${workstation(around).rolePath}*`);
}

function workstation({ workstation: found }: Surroundings): WorkstationSurroundings {
  if (found === undefined) throw new Error("a machine that starts workstations needs their surroundings");
  return found;
}

/** Snapshots and images belong to no account in their ARNs. Source: Service Authorization Reference. */
function snapshotsOf({ region }: Account): string {
  return `arn:${partitionOf(region)}:ec2:${region}::snapshot/*`;
}

function imagesOf({ region }: Account): string {
  return `arn:${partitionOf(region)}:ec2:${region}::image/*`;
}
