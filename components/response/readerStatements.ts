import type * as pulumi from "@pulumi/pulumi";
import { arnIn, iamArn, type Account } from "../account";
import type { Statement } from "../iam/document";
import { inRegion } from "./responderConditions";

/** What the reader looks at. */
export interface ReaderScope {
  /** The workload account. */
  readonly account: Account;
  /** ARN of the account's log bucket. */
  readonly logBucketArn: pulumi.Input<string>;
}

/** What the reader role may do: look, in the account's own region. */
export function readerStatements({ account, logBucketArn }: ReaderScope): Statement[] {
  return [
    lookAround(account),
    readIdentities(account),
    readConsole(account),
    { Sid: "ListLogs", Effect: "Allow", Action: "s3:ListBucket", Resource: logBucketArn },
    {
      Sid: "LookAtKeys",
      Effect: "Allow",
      Action: "kms:DescribeKey",
      Resource: arnIn(account, "kms", "key/*"),
    },
  ];
}

/** These calls name no resource, so the region is the limit. Source: Service Authorization Reference. */
function lookAround(account: Account): Statement {
  return {
    Sid: "LookAround",
    Effect: "Allow",
    Action: [
      "autoscaling:DescribeAutoScalingInstances",
      "cloudtrail:LookupEvents",
      "ec2:DescribeAddresses",
      "ec2:DescribeIamInstanceProfileAssociations",
      "ec2:DescribeImages",
      "ec2:DescribeInstanceAttribute",
      "ec2:DescribeInstanceTypes",
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSnapshots",
      "ec2:DescribeTags",
      "ec2:DescribeVolumes",
      "ec2:DescribeVpcEndpoints",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
      "ssm:DescribeInstanceInformation",
      "ssm:GetCommandInvocation",
      "ssm:ListCommandInvocations",
      "tag:GetResources",
    ],
    Resource: "*",
    Condition: inRegion(account),
  };
}

/** IAM belongs to no region, but names what it is asked for. */
function readIdentities({ id, region }: Account): Statement {
  return {
    Sid: "ReadIdentities",
    Effect: "Allow",
    Action: [
      "iam:GetInstanceProfile",
      "iam:GetLoginProfile",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:GetUser",
      "iam:GetUserPolicy",
      "iam:ListAccessKeys",
      "iam:ListAttachedRolePolicies",
      "iam:ListAttachedUserPolicies",
      "iam:ListGroupsForUser",
      "iam:ListRolePolicies",
      "iam:ListUserPolicies",
    ],
    Resource: ["instance-profile/*", "role/*", "user/*"].map((resource) => iamArn(id, region, resource)),
  };
}

function readConsole(account: Account): Statement {
  return {
    Sid: "ReadFromInstance",
    Effect: "Allow",
    Action: ["ec2:GetConsoleOutput", "ec2:GetConsoleScreenshot", "ssm:ListInventoryEntries"],
    Resource: [arnIn(account, "ec2", "instance/*"), arnIn(account, "ssm", "managed-instance/*")],
  };
}
