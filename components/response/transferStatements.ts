import { partitionOf, serviceHost, type Account } from "../account";
import type { Statement } from "../iam/document";
import { useKey } from "./keyUse";
import type { Maker, Surroundings } from "./machineSurroundings";
import { caseTags } from "./names";

/** By the calls of the machine `transfer` by which evidence comes to be in the forensics account. */
export const transferMakers: Readonly<Record<string, Maker>> = {
  "ec2:copySnapshot": copySnapshots,
  "ec2:lockSnapshot": lockSnapshots,
  "ec2:registerImage": registerImages,
};

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

/**
 * An image of the evidence of a case. EC2 asks no key for it: disks are decrypted when it is launched.
 * Source: "RegisterImage", Service Authorization Reference.
 */
function registerImages({ account }: Surroundings): Statement[] {
  const image = `arn:${partitionOf(account.region)}:ec2:${account.region}::image/*`;
  const forACase = { [`aws:RequestTag/${caseTags.case}`]: "false" };
  return [
    {
      Sid: "RegisterImages",
      Effect: "Allow",
      Action: "ec2:RegisterImage",
      Resource: image,
      Condition: { Null: forACase },
    },
    {
      Sid: "RegisterEvidence",
      Effect: "Allow",
      Action: "ec2:RegisterImage",
      Resource: snapshotsOf(account),
      Condition: { Null: { [`aws:ResourceTag/${caseTags.case}`]: "false" } },
    },
    {
      Sid: "TagImages",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: image,
      Condition: { StringEquals: { "ec2:CreateAction": "RegisterImage" }, Null: forACase },
    },
  ];
}

/** Snapshots belong to no account in their ARN. Source: Service Authorization Reference. */
function snapshotsOf({ region }: Account): string {
  return `arn:${partitionOf(region)}:ec2:${region}::snapshot/*`;
}
