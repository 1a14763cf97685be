import * as pulumi from "@pulumi/pulumi";
import { arnIn, iamArn, partitionOf, serviceHost, type Account } from "../account";
import type { Statement } from "../iam/document";
import { logCopyPath } from "./evidencePaths";
import { caseTags, roleNames } from "./names";
import { forACase, ofACase } from "./responderConditions";

/** What the copier copies, and where it puts that. */
export interface CopierScope {
  /** The workload account. */
  readonly account: Account;
  /** Id of the forensics account, which owns the documents that capture memory. */
  readonly forensicsAccountId: string;
  /** ARN of the key under which disks are handed over. */
  readonly transferKeyArn: pulumi.Input<string>;
  /** ARN of the account's log bucket, and of its key. */
  readonly logBucketArn: pulumi.Input<string>;
  readonly logKeyArn: pulumi.Input<string>;
  /** ARN of the evidence bucket, and of its key. */
  readonly evidenceBucketArn: pulumi.Input<string>;
  readonly evidenceKeyArn: pulumi.Input<string>;
}

/** What the copier role may do: take copies for a case, hand them over, and have an instance capture its memory. */
export function copierStatements(scope: CopierScope): Statement[] {
  return [
    ...takeDisks(scope.account),
    ...handOver(scope),
    ...useKeys(scope),
    captureMemory(scope),
    ...copyLogs(scope),
  ];
}

/** Snapshots and images belong to no account in their ARN. Source: Service Authorization Reference. */
function unowned({ region }: Account, kind: "image" | "snapshot"): string {
  return `arn:${partitionOf(region)}:ec2:${region}::${kind}/*`;
}

function takeDisks(account: Account): Statement[] {
  const copies = [unowned(account, "image"), unowned(account, "snapshot")];
  return [
    {
      Sid: "ReadDisks",
      Effect: "Allow",
      Action: ["ec2:CreateImage", "ec2:CreateSnapshots"],
      Resource: [arnIn(account, "ec2", "instance/*"), arnIn(account, "ec2", "volume/*")],
    },
    {
      Sid: "MakeCopiesOfACase",
      Effect: "Allow",
      Action: ["ec2:CopySnapshot", "ec2:CreateImage", "ec2:CreateSnapshots"],
      Resource: copies,
      Condition: forACase,
    },
    {
      Sid: "TagNewCopies",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: copies,
      Condition: {
        StringEquals: { "ec2:CreateAction": ["CopySnapshot", "CreateImage", "CreateSnapshots"] },
      },
    },
  ];
}

/** Shares snapshots, never images, with the forensics account alone, and deletes nothing but what was made on the way. */
function handOver({ account, forensicsAccountId }: CopierScope): Statement[] {
  const withForensics = { "ec2:Add/userId": forensicsAccountId, "ec2:Remove/userId": forensicsAccountId };
  return [
    {
      Sid: "ReadCopiesOfACase",
      Effect: "Allow",
      Action: "ec2:CopySnapshot",
      Resource: unowned(account, "snapshot"),
      Condition: ofACase,
    },
    {
      Sid: "ShareCopiesOfACase",
      Effect: "Allow",
      Action: "ec2:ModifySnapshotAttribute",
      Resource: unowned(account, "snapshot"),
      Condition: {
        Null: { ...ofACase.Null, "ec2:Add/group": "true" },
        StringEqualsIfExists: withForensics,
      },
    },
    {
      Sid: "DeleteIntermediateCopies",
      Effect: "Allow",
      Action: "ec2:DeleteSnapshot",
      Resource: unowned(account, "snapshot"),
      Condition: { ...ofACase, StringEquals: { [`aws:ResourceTag/${caseTags.kind}`]: "intermediate" } },
    },
  ];
}

/**
 * Disks may be under any key of the account: EBS decrypts them on behalf of the copier, which takes a grant to itself where
 * the key's policy does not let it. Nothing but the key for handing over encrypts.
 */
function useKeys({ account, transferKeyArn }: CopierScope): Statement[] {
  const keys = arnIn(account, "kms", "key/*");
  const throughEc2 = { "kms:ViaService": serviceHost(account.region, "ec2") };
  const self = iamArn(account.id, account.region, `role/${roleNames.copier}`);
  return [
    {
      Sid: "DecryptDisks",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom"],
      Resource: keys,
      Condition: { StringEquals: throughEc2 },
    },
    {
      Sid: "EncryptCopies",
      Effect: "Allow",
      Action: ["kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptTo"],
      Resource: transferKeyArn,
      Condition: { StringEquals: throughEc2 },
    },
    {
      Sid: "GrantToEbs",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keys,
      Condition: { StringEquals: throughEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    {
      Sid: "GrantToItself",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: keys,
      Condition: { StringEquals: { "kms:GranteePrincipal": self } },
    },
    { Sid: "RetireGrants", Effect: "Allow", Action: "kms:RetireGrant", Resource: keys },
  ];
}

/** Only by the documents of incident response: another one would run anything. */
function captureMemory({ account, forensicsAccountId }: CopierScope): Statement {
  const forensics = { ...account, id: forensicsAccountId };
  return {
    Sid: "CaptureMemory",
    Effect: "Allow",
    Action: "ssm:SendCommand",
    Resource: [
      arnIn(account, "ec2", "instance/*"),
      arnIn(account, "ssm", "document/landing-zone-*"),
      arnIn(forensics, "ssm", "document/landing-zone-*"),
    ],
  };
}

function copyLogs(scope: CopierScope): Statement[] {
  const { region } = scope.account;
  const throughS3 = { StringEquals: { "kms:ViaService": serviceHost(region, "s3") } };
  return [
    {
      Sid: "ReadLogs",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: pulumi.interpolate`${scope.logBucketArn}/*`,
    },
    {
      Sid: "PutLogsIntoEvidence",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:PutObjectLegalHold"],
      Resource: logCopyPath(scope.evidenceBucketArn),
    },
    {
      Sid: "DecryptLogs",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: scope.logKeyArn,
      Condition: throughS3,
    },
    {
      Sid: "EncryptEvidence",
      Effect: "Allow",
      Action: "kms:GenerateDataKey",
      Resource: scope.evidenceKeyArn,
      Condition: throughS3,
    },
  ];
}
