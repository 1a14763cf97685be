import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arnIn, partitionOf, type Account } from "../account";
import { Component } from "../component";
import { policyDocument, serialized, type Statement } from "../iam/document";
import { trustRole } from "../iam/statements";
import { responderRoleName } from "./roleNames";

export interface ResponderRoleArgs {
  /** The workload account. */
  readonly account: Account;
  /** ARN of the response role of the forensics account: the only principal that may take this role. */
  readonly responseRoleArn: pulumi.Input<string>;
}

/**
 * The role through which the forensics account responds in a workload account. It may describe instances and what belongs to
 * them, move their interfaces to other security groups, and take snapshots that carry the tag `case-id`.
 */
export class ResponderRole extends Component {
  /** ARN of the role. */
  public readonly arn: pulumi.Output<string>;

  public constructor(name: string, args: ResponderRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("response:ResponderRole", name, args, opts);
    const child = { parent: this };
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: responderRoleName,
        description: "Taken by the forensics account to respond to an incident",
        maxSessionDuration: 3600,
        assumeRolePolicy: serialized(policyDocument(trustRole(args.responseRoleArn))),
      },
      child,
    );
    new aws.iam.RolePolicy(
      `${name}-respond`,
      { role: role.name, policy: serialized(policyDocument(...respond(args.account))) },
      child,
    );
    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

function respond(account: Account): Statement[] {
  return [describeInstances(account), isolateInstances(account), ...snapshotVolumes(account)];
}

/** EC2, Auto Scaling and Elastic Load Balancing know no resources for these calls, so the region is the condition. */
function describeInstances(account: Account): Statement {
  return {
    Sid: "DescribeInstances",
    Effect: "Allow",
    Action: [
      "autoscaling:DescribeAutoScalingInstances",
      "ec2:DescribeAddresses",
      "ec2:DescribeInstanceAttribute",
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSnapshots",
      "ec2:DescribeVolumes",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ],
    Resource: "*",
    Condition: { StringEquals: { "aws:RequestedRegion": account.region } },
  };
}

function isolateInstances(account: Account): Statement {
  return {
    Sid: "IsolateInstances",
    Effect: "Allow",
    Action: ["ec2:ModifyInstanceAttribute", "ec2:ModifyNetworkInterfaceAttribute"],
    Resource: [
      arnIn(account, "ec2", "instance/*"),
      arnIn(account, "ec2", "network-interface/*"),
      arnIn(account, "ec2", "security-group/*"),
    ],
  };
}

/** Snapshots belong to no account in their ARN: `arn:aws:ec2:<region>::snapshot/*`. Source: Service Authorization Reference. */
function snapshotVolumes(account: Account): Statement[] {
  const snapshots = `arn:${partitionOf(account.region)}:ec2:${account.region}::snapshot/*`;
  return [
    {
      Sid: "ReadVolumesIntoSnapshots",
      Effect: "Allow",
      Action: "ec2:CreateSnapshots",
      Resource: [arnIn(account, "ec2", "instance/*"), arnIn(account, "ec2", "volume/*")],
    },
    {
      Sid: "CreateSnapshotsOfACase",
      Effect: "Allow",
      Action: "ec2:CreateSnapshots",
      Resource: snapshots,
      Condition: { Null: { "aws:RequestTag/case-id": "false" } },
    },
    {
      Sid: "TagNewSnapshots",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: snapshots,
      Condition: { StringEquals: { "ec2:CreateAction": "CreateSnapshots" } },
    },
  ];
}
