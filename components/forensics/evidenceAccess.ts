import * as pulumi from "@pulumi/pulumi";
import { iamArn, serviceHost, type Account } from "../account";
import type { Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";
import { logCopyPath, memoryPath, memoryToolPath, memoryUploads } from "../response/evidencePaths";
import {
  deploymentRoleName,
  machineNames,
  quarantineName,
  roleNames,
  type MachineName,
} from "../response/names";

/** Whose bucket it is and who is let in. */
export interface EvidenceAccess {
  /** The forensics account. */
  readonly account: Account;
  /** Ids of the accounts from which memory images and copies of logs come. */
  readonly workloadAccounts: readonly string[];
  /** Names of the account's roles that deploy its stack: they store the tool that captures memory, and nothing else. */
  readonly deployers?: readonly string[];
}

/** Names of the roles of the forensics account that the bucket knows beside the state machines. */
export const evidenceRoleNames = {
  /** Reads the evidence of one case. */
  reader: "landing-zone-case-reader",
  /** Ends a legal hold. */
  custodian: "landing-zone-evidence-custodian",
  /** Copies evidence to another region. */
  replicator: "landing-zone-evidence-replicator",
} as const;

/** Path of the roles of forensic workstations. The machine `investigate` makes one for each case. */
export const workstationRolePath = "/landing-zone-workstations/";

/** Machines that put objects into the bucket. */
const writers: readonly MachineName[] = [
  "contain",
  "containPrincipal",
  "acquire",
  "transfer",
  "investigate",
  "release",
  "record",
];

/** Machines that read what is in it. */
const readers: readonly MachineName[] = [
  "contain",
  "acquire",
  "transfer",
  "investigate",
  "release",
  "releasePrincipal",
  "record",
];

/** A negated condition also holds where a request lacks the key, as one of a service does: so its presence is required. */
function unless(roleArns: readonly string[]): NonNullable<Statement["Condition"]> {
  return { ArnNotLike: { "aws:PrincipalArn": [...roleArns] }, Null: { "aws:PrincipalArn": "false" } };
}

/**
 * What the policy of the evidence bucket says of writers and readers. In compliance mode nobody deletes a locked version,
 * the root user included; this keeps everybody but named roles from adding, reading or releasing one.
 */
export function evidenceStatements(access: EvidenceAccess, bucketArn: pulumi.Input<string>): Statement[] {
  return [
    acceptMemory(access, bucketArn),
    handOutMemoryTool(access, bucketArn),
    acceptLogs(access, bucketArn),
    refuseOtherWriters(access, bucketArn),
    refuseOtherToolMakers(access, bucketArn),
    refuseOutsideCases(bucketArn),
    refuseOtherReaders(access, bucketArn),
    refuseReleasing(access, bucketArn),
    refuseShortening(bucketArn),
  ];
}

/** Lets a contained instance put the image of its memory where no other instance can. */
function acceptMemory(access: EvidenceAccess, bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "AcceptMemoryOfContainedInstances",
    Effect: "Allow",
    Principal: { AWS: access.workloadAccounts.map((id) => accountPrincipal(access.account, id).AWS) },
    Action: memoryUploads,
    Resource: memoryPath(bucketArn),
    Condition: { ArnEquals: { "aws:PrincipalArn": workloadRoles(access, quarantineName) } },
  };
}

/** Lets a contained instance fetch the tool that captures its memory: docs/adr/0010-memory-tool-from-the-vault.md. */
function handOutMemoryTool(access: EvidenceAccess, bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "HandOutMemoryTool",
    Effect: "Allow",
    Principal: { AWS: access.workloadAccounts.map((id) => accountPrincipal(access.account, id).AWS) },
    Action: "s3:GetObject",
    Resource: memoryToolPath(bucketArn),
    Condition: { ArnEquals: { "aws:PrincipalArn": workloadRoles(access, quarantineName) } },
  };
}

/** Lets the copier role of a workload account put copies of that account's logs below the instances of a case. */
function acceptLogs(access: EvidenceAccess, bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "AcceptCopiesOfLogs",
    Effect: "Allow",
    Principal: { AWS: access.workloadAccounts.map((id) => accountPrincipal(access.account, id).AWS) },
    Action: ["s3:PutObject", "s3:PutObjectLegalHold"],
    Resource: logCopyPath(bucketArn),
    Condition: { ArnEquals: { "aws:PrincipalArn": workloadRoles(access, roleNames.copier) } },
  };
}

function refuseOtherWriters(access: EvidenceAccess, bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "RefuseOtherWriters",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:PutObjectRetention"],
    Resource: casesOf(bucketArn),
    Condition: unless([
      ...machineRoles(access, writers),
      workstationRoles(access),
      ...workloadRoles(access, quarantineName),
      ...workloadRoles(access, roleNames.copier),
    ]),
  };
}

/** Whoever changed the tool would change what runs on instances: those who deploy store it, nobody else. */
function refuseOtherToolMakers(access: EvidenceAccess, bucketArn: pulumi.Input<string>): Statement {
  const deployers = access.deployers ?? [deploymentRoleName];
  return {
    Sid: "RefuseOtherToolMakers",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:PutObjectRetention"],
    Resource: memoryToolPath(bucketArn),
    Condition: unless(deployers.map((name) => ownRole(access, name))),
  };
}

/** Everything belongs to a case, but for the tool by which memory was captured. */
function refuseOutsideCases(bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "RefuseOutsideCases",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    NotResource: [casesOf(bucketArn), memoryToolPath(bucketArn)],
  };
}

function refuseOtherReaders(access: EvidenceAccess, bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "RefuseOtherReaders",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Resource: casesOf(bucketArn),
    Condition: unless([
      ...machineRoles(access, readers),
      workstationRoles(access),
      ownRole(access, evidenceRoleNames.reader),
      ownRole(access, evidenceRoleNames.replicator),
    ]),
  };
}

/** Machines put evidence on legal hold; one named role takes it off. */
function refuseReleasing(access: EvidenceAccess, bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "RefuseReleasingFromLegalHold",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObjectLegalHold",
    Resource: pulumi.interpolate`${bucketArn}/*`,
    Condition: {
      ...unless([ownRole(access, evidenceRoleNames.custodian)]),
      // Not to say whether the hold is to be on or off would be to say off.
      StringNotEquals: { "s3:object-lock-legal-hold": "ON" },
    },
  };
}

/** What locks the objects, and what keeps versions, cannot be taken away from the bucket. */
function refuseShortening(bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "RefuseGovernanceMode",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:PutObjectRetention"],
    Resource: pulumi.interpolate`${bucketArn}/*`,
    Condition: { StringEquals: { "s3:object-lock-mode": "GOVERNANCE" } },
  };
}

/**
 * What the key of the evidence bucket lets the roles of other accounts do: encrypt what they put there, and decrypt the tool
 * that captures memory, through S3 alone. S3 decrypts the parts of a large upload when it puts them together.
 */
export function encryptFromWorkloads(access: EvidenceAccess): Statement {
  const { account, workloadAccounts } = access;
  return {
    Sid: "EncryptFromWorkloads",
    Effect: "Allow",
    Principal: { AWS: workloadAccounts.map((id) => accountPrincipal(account, id).AWS) },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: {
      ArnEquals: {
        "aws:PrincipalArn": [
          ...workloadRoles(access, quarantineName),
          ...workloadRoles(access, roleNames.copier),
        ],
      },
      StringEquals: { "kms:ViaService": serviceHost(account.region, "s3") },
    },
  };
}

function casesOf(bucketArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.interpolate`${bucketArn}/cases/*`;
}

function machineRoles(access: EvidenceAccess, machines: readonly MachineName[]): string[] {
  return machines.map((machine) => ownRole(access, machineNames[machine]));
}

function workstationRoles(access: EvidenceAccess): string {
  return ownRole(access, `${workstationRolePath.slice(1)}*`);
}

function ownRole({ account }: EvidenceAccess, name: string): string {
  return iamArn(account.id, account.region, `role/${name}`);
}

function workloadRoles({ account, workloadAccounts }: EvidenceAccess, name: string): string[] {
  return workloadAccounts.map((id) => iamArn(id, account.region, `role/${name}`));
}
