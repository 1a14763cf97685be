import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { serviceHost, type Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";
import { caseTags } from "../response/names";
import { evidenceRoleNames } from "./evidenceAccess";

export interface EvidenceRolesArgs {
  /** The forensics account. */
  readonly account: Account;
  readonly evidenceBucketArn: pulumi.Input<string>;
  readonly evidenceKeyArn: pulumi.Input<string>;
  /** Patterns of the ARNs of identities that may read the case that their tag `case-id` names. */
  readonly readers: readonly string[];
  /** Patterns of the ARNs of identities that may end legal holds. */
  readonly custodians: readonly string[];
}

/**
 * The two roles by which people reach evidence. Who reads takes the role with the tag `case-id` of its own identity, which the
 * session then has too, and sees that case alone. Who keeps evidence ends legal holds, and can neither read nor write.
 */
export class EvidenceRoles extends Component {
  public constructor(name: string, args: EvidenceRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("forensics:EvidenceRoles", name, args, opts);
    const child = { parent: this };
    if (args.readers.length > 0) {
      createRole(`${name}-reader`, evidenceRoleNames.reader, letReadersIn(args), readCase(args), child);
    }
    if (args.custodians.length > 0) {
      const trust = letIn(args.account, args.custodians);
      createRole(`${name}-custodian`, evidenceRoleNames.custodian, [trust], keepHolds(args), child);
    }
    this.registerOutputs({});
  }
}

function createRole(
  name: string,
  roleName: string,
  trust: readonly Statement[],
  statements: readonly Statement[],
  opts: pulumi.CustomResourceOptions,
): void {
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: roleName,
      description: "Reaches evidence",
      maxSessionDuration: 3600,
      assumeRolePolicy: serialized(policyDocument(...trust)),
    },
    opts,
  );
  new aws.iam.RolePolicy(
    `${name}-evidence`,
    { role: role.name, policy: serialized(policyDocument(...statements)) },
    opts,
  );
}

function letIn(account: Account, identities: readonly string[]): Statement {
  return {
    Sid: "LetIn",
    Effect: "Allow",
    Principal: accountPrincipal(account),
    Action: "sts:AssumeRole",
    Condition: { ArnLike: { "aws:PrincipalArn": [...identities] } },
  };
}

const requestedCase = `aws:RequestTag/${caseTags.case}`;

/** The session gets the identity's own case and no other. */
function letReadersIn({ account, readers }: EvidenceRolesArgs): Statement[] {
  const { Condition = {}, ...statement } = letIn(account, readers);
  return [
    {
      ...statement,
      Sid: "LetInForOwnCase",
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        ...Condition,
        Null: { [requestedCase]: "false" },
        StringEquals: { [requestedCase]: `\${aws:PrincipalTag/${caseTags.case}}` },
        "ForAllValues:StringEquals": { "aws:TagKeys": caseTags.case },
      },
    },
  ];
}

/** What a session sees: the case of its tag. Without the tag, the variable has no value and nothing fits. */
function readCase({ account, evidenceBucketArn, evidenceKeyArn }: EvidenceRolesArgs): Statement[] {
  const own = `cases/\${aws:PrincipalTag/${caseTags.case}}`;
  const { region } = account;
  return [
    {
      Sid: "ReadCase",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectLegalHold", "s3:GetObjectRetention", "s3:GetObjectVersion"],
      Resource: pulumi.interpolate`${evidenceBucketArn}/${own}/*`,
    },
    {
      Sid: "ListCase",
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:ListBucketVersions"],
      Resource: evidenceBucketArn,
      Condition: { StringLike: { "s3:prefix": `${own}/*` } },
    },
    {
      Sid: "DecryptCase",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: evidenceKeyArn,
      Condition: { StringEquals: { "kms:ViaService": serviceHost(region, "s3") } },
    },
  ];
}

function keepHolds({ evidenceBucketArn }: EvidenceRolesArgs): Statement[] {
  return [
    {
      Sid: "KeepHolds",
      Effect: "Allow",
      Action: ["s3:GetObjectLegalHold", "s3:GetObjectRetention", "s3:PutObjectLegalHold"],
      Resource: pulumi.interpolate`${evidenceBucketArn}/cases/*`,
    },
    {
      Sid: "ListEvidence",
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:ListBucketVersions"],
      Resource: evidenceBucketArn,
    },
  ];
}
