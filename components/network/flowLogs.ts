import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import { Component, dataClassificationTag } from "../component";
import { EncryptionKey } from "../encryption/encryptionKey";
import { encryptLogGroup } from "../encryption/keyStatements";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { trustService } from "../iam/statements";
import { flowLogFormat } from "./flowLogFields";

export interface FlowLogsArgs {
  /** The account of the VPC. */
  readonly account: Account;
  /** The VPC to watch. */
  readonly vpcId: pulumi.Input<string>;
  /** ARN of the bucket that takes the records. Its policy must let log delivery write to it. */
  readonly bucketArn: pulumi.Input<string>;
  /**
   * Days for which a CloudWatch log group keeps a second copy, for metric filters and live queries; charged by the gigabyte.
   * @default no second copy
   */
  readonly logGroupRetentionDays?: number;
}

/**
 * Records of all traffic of a VPC, accepted and refused, written every minute as Parquet with Hive-compatible prefixes by
 * the hour, so that a query reads only the hours it asks for.
 */
export class FlowLogs extends Component {
  /** Id of the flow log that goes to the bucket. */
  public readonly flowLogId: pulumi.Output<string>;

  public constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:FlowLogs", name, args, opts);
    const child = { parent: this };
    const flowLog = new aws.ec2.FlowLog(
      `${name}-log`,
      {
        ...common(args),
        logDestinationType: "s3",
        logDestination: args.bucketArn,
        destinationOptions: { fileFormat: "parquet", hiveCompatiblePartitions: true, perHourPartition: true },
      },
      child,
    );
    if (args.logGroupRetentionDays !== undefined) {
      logToCloudWatch(`${name}-cloudwatch`, args, args.logGroupRetentionDays, child);
    }
    this.flowLogId = flowLog.id;
    this.registerOutputs({ flowLogId: this.flowLogId });
  }
}

function common({ vpcId }: FlowLogsArgs): aws.ec2.FlowLogArgs {
  return { vpcId, trafficType: "ALL", logFormat: flowLogFormat, maxAggregationInterval: 60 };
}

function logToCloudWatch(
  name: string,
  args: FlowLogsArgs,
  retentionInDays: number,
  opts: pulumi.CustomResourceOptions,
): void {
  const { account } = args;
  const groupName = `/landing-zone/${name}`;
  const key = new EncryptionKey(
    `${name}-encryption`,
    { account, description: "Encrypts flow logs", usage: [encryptLogGroup(account, groupName)] },
    opts,
  );
  const group = new aws.cloudwatch.LogGroup(
    `${name}-group`,
    {
      name: groupName,
      retentionInDays,
      kmsKeyId: key.arn,
      tags: { [dataClassificationTag]: "confidential" },
    },
    opts,
  );
  const role = new aws.iam.Role(
    `${name}-role`,
    { assumeRolePolicy: serialized(policyDocument(trustService(account, "vpc-flow-logs.amazonaws.com"))) },
    opts,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-write`,
    { role: role.name, policy: serialized(policyDocument(...writeTo(group.arn))) },
    opts,
  );
  new aws.ec2.FlowLog(
    `${name}-log`,
    {
      ...common(args),
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
    },
    { ...opts, dependsOn: policy },
  );
}

/** Source: "IAM role for publishing flow logs to CloudWatch Logs", Amazon VPC user guide. */
function writeTo(groupArn: pulumi.Input<string>): Statement[] {
  return [
    {
      Sid: "WriteFlowLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [groupArn, pulumi.interpolate`${groupArn}:*`],
    },
  ];
}
