import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf, serviceHost, type Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { trustService } from "../iam/statements";
import type { LogBucket } from "./logBucket";

export interface ConfigRecorderArgs {
  /** The account that is recorded, in its region. */
  readonly account: Account;
  /** The log bucket. */
  readonly logs: Pick<LogBucket, "arn" | "bucketName" | "keyArn">;
}

/** AWS Config: records every supported resource of the account's region, and those of no region, and delivers it daily. */
export class ConfigRecorder extends Component {
  public constructor(name: string, args: ConfigRecorderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("logging:ConfigRecorder", name, args, opts);
    const child = { parent: this };
    const role = createRole(name, args, child);
    const recorder = new aws.cfg.Recorder(
      `${name}-recorder`,
      {
        name: `${name}-recorder`,
        roleArn: role.arn,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      },
      child,
    );
    const channel = new aws.cfg.DeliveryChannel(
      `${name}-channel`,
      {
        name: `${name}-channel`,
        s3BucketName: args.logs.bucketName,
        s3KmsKeyArn: args.logs.keyArn,
        snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
      },
      { ...child, dependsOn: recorder },
    );
    new aws.cfg.RecorderStatus(
      `${name}-status`,
      { name: recorder.name, isEnabled: true },
      { ...child, dependsOn: channel },
    );
    this.registerOutputs({});
  }
}

function createRole(
  name: string,
  args: ConfigRecorderArgs,
  opts: pulumi.CustomResourceOptions,
): aws.iam.Role {
  const { account } = args;
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: `${name}-role`,
      description: "Records the account's resources",
      assumeRolePolicy: serialized(policyDocument(trustService(account, "config.amazonaws.com"))),
    },
    opts,
  );
  new aws.iam.RolePolicyAttachment(
    `${name}-read`,
    {
      role: role.name,
      policyArn: `arn:${partitionOf(account.region)}:iam::aws:policy/service-role/AWS_ConfigRole`,
    },
    opts,
  );
  new aws.iam.RolePolicy(
    `${name}-deliver`,
    { role: role.name, policy: serialized(policyDocument(...deliver(args))) },
    opts,
  );
  return role;
}

/** Source: "Permissions for the Amazon S3 bucket for the AWS Config delivery channel", AWS Config developer guide. */
function deliver({ account, logs }: ConfigRecorderArgs): Statement[] {
  const { region } = account;
  return [
    {
      Sid: "Deliver",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${logs.arn}/AWSLogs/${account.id}/Config/*`,
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
    { Sid: "CheckBeforeDelivery", Effect: "Allow", Action: "s3:GetBucketAcl", Resource: logs.arn },
    {
      Sid: "Encrypt",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: logs.keyArn,
      Condition: { StringEquals: { "kms:ViaService": serviceHost(region, "s3") } },
    },
  ];
}
