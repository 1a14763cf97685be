import * as pulumi from "@pulumi/pulumi";
import { partitionOf, serviceHost, type Account } from "../account";
import type { Statement } from "../iam/document";
import { investigateMakers } from "./investigateStatements";
import { useKey } from "./keyUse";
import { metricNamespace } from "./metrics";
import type { Arn, Maker, Surroundings } from "./machineSurroundings";
import { caseTags } from "./names";
import { readAnything } from "./readMaker";

/** By the call of a machine. A statement that several calls need is there once. */
export const makers: Readonly<Record<string, Maker>> = {
  ...investigateMakers,
  "cloudwatch:putMetricData": measure,
  "dynamodb:deleteItem": table("dynamodb:DeleteItem"),
  "dynamodb:getItem": table("dynamodb:GetItem"),
  "dynamodb:putItem": table("dynamodb:PutItem"),
  "dynamodb:query": table("dynamodb:Query"),
  "dynamodb:updateItem": table("dynamodb:UpdateItem"),
  "ec2:copySnapshot": copySnapshots,
  "ec2:describeSnapshots": readAnything("ec2:DescribeSnapshots"),
  "ec2:lockSnapshot": lockSnapshots,
  "kms:sign": signing("kms:Sign"),
  "kms:verify": signing("kms:Verify"),
  "s3:getObject": readEvidence,
  "s3:headObject": readEvidence,
  "s3:putObject": writeEvidence,
  "s3:putObjectLegalHold": holdEvidence,
  "sns:publish": tell,
};

function measure(): Statement[] {
  return [
    {
      Sid: "Measure",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": metricNamespace } },
    },
  ];
}

function table(action: string): Maker {
  return (around) => [
    {
      Sid: `Table${action.slice("dynamodb:".length)}`,
      Effect: "Allow",
      Action: action,
      Resource: around.tableArn,
    },
    useKey("UseKeyOfTable", around.account, "dynamodb", around.tableKeyArn, [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]),
  ];
}

function signing(action: string): Maker {
  return ({ signingKeyArn }) => [
    {
      Sid: `Custody${action.slice("kms:".length)}`,
      Effect: "Allow",
      Action: action,
      Resource: signingKeyArn,
    },
  ];
}

function tell({ account, topicArn, noticesKeyArn }: Surroundings): Statement[] {
  return [
    { Sid: "TellPeople", Effect: "Allow", Action: "sns:Publish", Resource: topicArn },
    useKey("UseKeyOfTopic", account, "sns", noticesKeyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

function readEvidence(around: Surroundings): Statement[] {
  return [
    { Sid: "ReadEvidence", Effect: "Allow", Action: "s3:GetObject", Resource: casesOf(around) },
    // Without it S3 says of an object that is not there that it may not be read.
    {
      Sid: "LookForEvidence",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: around.evidenceBucketArn,
      Condition: { StringLike: { "s3:prefix": "cases/*" } },
    },
    useKey("DecryptEvidence", around.account, "s3", around.evidenceKeyArn, ["kms:Decrypt"]),
  ];
}

function writeEvidence(around: Surroundings): Statement[] {
  return [
    { Sid: "WriteEvidence", Effect: "Allow", Action: "s3:PutObject", Resource: casesOf(around) },
    ...holdEvidence(around),
    // Objects are put whole: only an upload in parts decrypts.
    useKey("EncryptEvidence", around.account, "s3", around.evidenceKeyArn, ["kms:GenerateDataKey"]),
  ];
}

function holdEvidence(around: Surroundings): Statement[] {
  return [
    { Sid: "HoldEvidence", Effect: "Allow", Action: "s3:PutObjectLegalHold", Resource: casesOf(around) },
  ];
}

function casesOf({ evidenceBucketArn }: Surroundings): Arn {
  return pulumi.interpolate`${evidenceBucketArn}/cases/*`;
}

/**
 * Copies of a case only, under the key for evidence. What is copied is under the keys by which workload accounts hand disks
 * over: their own policies say who uses those for what.
 * Sources: "CopySnapshot", Service Authorization Reference; "Copy an Amazon EBS snapshot", Amazon EBS user guide.
 */
function copySnapshots(around: Surroundings): Statement[] {
  const { account, workloadAccounts, evidenceKeyArn } = around;
  const keysOfWorkloads = workloadAccounts.map(
    (id) => `arn:${partitionOf(account.region)}:kms:${account.region}:${id}:key/*`,
  );
  return [
    {
      Sid: "CopySnapshots",
      Effect: "Allow",
      Action: "ec2:CopySnapshot",
      Resource: snapshotsOf(account),
    },
    {
      Sid: "TagCopies",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: snapshotsOf(account),
      Condition: {
        StringEquals: { "ec2:CreateAction": "CopySnapshot" },
        Null: { [`aws:RequestTag/${caseTags.case}`]: "false" },
      },
    },
    useKey("EncryptCopies", account, "ec2", evidenceKeyArn, [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]),
    {
      Sid: "DecryptHandedOver",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"],
      Resource: keysOfWorkloads,
      Condition: { StringEquals: { "kms:ViaService": serviceHost(account.region, "ec2") } },
    },
    {
      Sid: "GrantToEbs",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: [evidenceKeyArn, ...keysOfWorkloads],
      Condition: {
        StringEquals: { "kms:ViaService": serviceHost(account.region, "ec2") },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ];
}

function lockSnapshots({ account }: Surroundings): Statement[] {
  return [
    {
      Sid: "LockEvidence",
      Effect: "Allow",
      Action: "ec2:LockSnapshot",
      Resource: snapshotsOf(account),
      Condition: { Null: { [`aws:ResourceTag/${caseTags.case}`]: "false" } },
    },
  ];
}

/** Snapshots belong to no account in their ARN. Source: Service Authorization Reference. */
function snapshotsOf({ region }: Account): string {
  return `arn:${partitionOf(region)}:ec2:${region}::snapshot/*`;
}
