import * as pulumi from "@pulumi/pulumi";
import { partitionOf, type Account } from "../account";
import type { Statement } from "../iam/document";
import { accountPrincipal } from "../iam/statements";
import { interfaceServices, type GatewayService, type InterfaceService } from "./endpointServices";

/** Whose principals and resources an endpoint serves: the organization's, or the account's own where there is none. */
export interface Served {
  readonly account: Account;
  /** Id of the organization, for instance `o-a1b2c3d4e5`. @default the account alone */
  readonly organizationId?: string;
}

/**
 * Lets trusted principals reach trusted resources through an endpoint, and no one else anything: stolen credentials of
 * another account work as little as an upload to a foreign bucket. Calls without a resource, such as
 * `sts:GetCallerIdentity`, are judged by their principal alone.
 *
 * Source: "Building a data perimeter on AWS", AWS whitepaper: network perimeter controls.
 */
export function serveTrusted(
  { account, organizationId }: Served,
  service: InterfaceService | GatewayService,
): Statement {
  const [principal, resource, trusted] = organizationId
    ? ["aws:PrincipalOrgID", "aws:ResourceOrgID", organizationId]
    : ["aws:PrincipalAccount", "aws:ResourceAccount", account.id];
  const prefix = service === "dynamodb" ? service : interfaceServices[service];
  return {
    Sid: "ServeTrusted",
    Effect: "Allow",
    Principal: "*",
    Action: `${prefix}:*`,
    Resource: "*",
    Condition: { StringEquals: { [principal]: trusted }, StringEqualsIfExists: { [resource]: trusted } },
  };
}

/**
 * Lets instances read what AWS itself keeps for them in S3: the packages of Amazon Linux and of Systems Manager, patch
 * baselines and the layers of container images. These buckets belong to AWS, so the organization's condition would stop them.
 *
 * Source: "SSM Agent communications with AWS managed S3 buckets", AWS Systems Manager user guide; "Amazon S3 gateway
 * endpoint", Amazon ECR user guide; "Repositories of Amazon Linux", Amazon Linux guides.
 */
export function readServiceBuckets({ account }: Served): Statement {
  const { region } = account;
  const buckets = [
    `al2023-repos-${region}-de612dc2`,
    `amazonlinux-2-repos-${region}`,
    `amazon-ssm-${region}`,
    `amazon-ssm-packages-${region}`,
    `aws-ssm-${region}`,
    `patch-baseline-snapshot-${region}`,
    `prod-${region}-starport-layer-bucket`,
    `${region}-birdwatcher-prod`,
  ];
  return {
    Sid: "ReadServiceBuckets",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: buckets.map((bucket) => `arn:${partitionOf(region)}:s3:::${bucket}/*`),
  };
}

/**
 * Lets the account's principals read and write one bucket through the S3 endpoint, and reach no other. What they write may be
 * on legal hold, which S3 counts as an action of its own.
 */
export function reachBucket(account: Account, bucketArn: pulumi.Input<string>): Statement {
  return {
    Sid: "ReachBucket",
    Effect: "Allow",
    Principal: accountPrincipal(account),
    Action: [
      "s3:AbortMultipartUpload",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:ListBucket",
      "s3:PutObject",
      "s3:PutObjectLegalHold",
    ],
    Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
    Condition: { StringEquals: { "aws:PrincipalAccount": account.id } },
  };
}
