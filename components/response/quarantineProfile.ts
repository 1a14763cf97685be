import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { serviceHost, type Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { exchangeMessages, reportToSystemsManager, trustInstances } from "../iam/instanceStatements";
import { memoryPath, memoryToolPath, memoryUploads } from "./evidencePaths";
import { quarantineName } from "./names";

export interface QuarantineProfileArgs {
  /** The workload account. */
  readonly account: Account;
  /** ARN of the evidence bucket. */
  readonly evidenceBucketArn: pulumi.Input<string>;
  /** ARN of the key that encrypts evidence. */
  readonly evidenceKeyArn: pulumi.Input<string>;
}

/**
 * The instance profile of a contained instance, with its role. It may do what Systems Manager's agent needs to take a command
 * or a session, fetch from the evidence bucket the tool that captures memory, and put the image there, below a prefix of its
 * own.
 */
export class QuarantineProfile extends Component {
  /** ARN of the instance profile. */
  public readonly arn: pulumi.Output<string>;
  /** ARN of its role. */
  public readonly roleArn: pulumi.Output<string>;

  public constructor(name: string, args: QuarantineProfileArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:QuarantineProfile", name, args, opts);
    const child = { parent: this };
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: quarantineName,
        description: "Role of contained instances",
        maxSessionDuration: 3600,
        assumeRolePolicy: serialized(policyDocument(trustInstances(args.account))),
      },
      child,
    );
    new aws.iam.RolePolicy(
      `${name}-quarantine`,
      { role: role.name, policy: serialized(policyDocument(...quarantineStatements(args))) },
      child,
    );
    const profile = new aws.iam.InstanceProfile(
      `${name}-profile`,
      { name: quarantineName, role: role.name },
      child,
    );
    this.arn = profile.arn;
    this.roleArn = role.arn;
    this.registerOutputs({ arn: this.arn, roleArn: this.roleArn });
  }
}

/** What the role may do. */
export function quarantineStatements(args: QuarantineProfileArgs): Statement[] {
  return [...takeCommands(args.account), ...captureMemory(args)];
}

/**
 * What Systems Manager's agent needs for Run Command and Session Manager. Of what AWS's policy AmazonSSMManagedInstanceCore
 * has beside that, parameters are left out, since they hold secrets, and packages of Distributor, which install what they
 * like (docs/adr/0010-memory-tool-from-the-vault.md).
 * Source: "Actions, resources, and condition keys for AWS Systems Manager, Session Manager Message Gateway and Message
 * Delivery Service", Service Authorization Reference.
 */
function takeCommands(account: Account): Statement[] {
  return [
    reportToSystemsManager(account),
    {
      Sid: "ReadDocuments",
      Effect: "Allow",
      Action: ["ssm:DescribeDocument", "ssm:GetDocument"],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": account.region } },
    },
    exchangeMessages(account),
  ];
}

/** An instance's user id is `<id of the role>:<id of the instance>`, so no instance can write where another one does. */
function captureMemory({ account, evidenceBucketArn, evidenceKeyArn }: QuarantineProfileArgs): Statement[] {
  return [
    {
      Sid: "UploadMemory",
      Effect: "Allow",
      Action: memoryUploads,
      Resource: memoryPath(evidenceBucketArn),
    },
    {
      Sid: "FetchMemoryTool",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: memoryToolPath(evidenceBucketArn),
    },
    {
      // For the tool, and since S3 decrypts the parts of a large upload when it puts them together.
      // Source: "Uploading and copying objects using multipart upload", Amazon S3 user guide.
      Sid: "EncryptMemory",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: evidenceKeyArn,
      Condition: {
        StringEquals: { "kms:ViaService": serviceHost(account.region, "s3") },
      },
    },
  ];
}
