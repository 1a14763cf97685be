import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";

export interface FlowLogsArgs {
  /** The VPC to watch. */
  readonly vpcId: pulumi.Input<string>;
  /** ARN of the bucket that takes the records. Its policy must let log delivery write to it. */
  readonly bucketArn: pulumi.Input<string>;
}

/**
 * Fields of a record: all that versions 2 to 5 define, in the order of the versions. An analysis needs the addresses behind
 * a NAT gateway, the direction and path of a flow and its TCP flags, which the default format leaves out.
 * Source: "Available fields", flow log records, Amazon VPC user guide.
 */
export const flowLogFields = [
  "version",
  "account-id",
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "log-status",
  "vpc-id",
  "subnet-id",
  "instance-id",
  "tcp-flags",
  "type",
  "pkt-srcaddr",
  "pkt-dstaddr",
  "region",
  "az-id",
  "sublocation-type",
  "sublocation-id",
  "pkt-src-aws-service",
  "pkt-dst-aws-service",
  "flow-direction",
  "traffic-path",
] as const;

/**
 * Records of all traffic of a VPC, accepted and refused, written every minute as Parquet with Hive-compatible prefixes by
 * the hour, so that a query reads only the hours it asks for.
 */
export class FlowLogs extends Component {
  /** Id of the flow log. */
  public readonly flowLogId: pulumi.Output<string>;

  public constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:FlowLogs", name, args, opts);
    const flowLog = new aws.ec2.FlowLog(
      `${name}-log`,
      {
        vpcId: args.vpcId,
        trafficType: "ALL",
        logDestinationType: "s3",
        logDestination: args.bucketArn,
        logFormat: flowLogFields.map((field) => `$\{${field}}`).join(" "),
        maxAggregationInterval: 60,
        destinationOptions: { fileFormat: "parquet", hiveCompatiblePartitions: true, perHourPartition: true },
      },
      { parent: this },
    );
    this.flowLogId = flowLog.id;
    this.registerOutputs({ flowLogId: this.flowLogId });
  }
}
