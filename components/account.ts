/** The AWS account and region in which a component works. */
export interface Account {
  /** The 12-digit account id. */
  readonly id: string;
  /** The AWS region, for instance `eu-central-1`. */
  readonly region: string;
}

/**
 * Partitions by the start of their regions' names; everything else is the commercial partition.
 * Source: `partitions.json` of botocore (endpoint data, 2026-05).
 */
const partitions: readonly (readonly [regionPrefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["us-iso-", "aws-iso"],
  ["eu-isoe-", "aws-iso-e"],
  ["eusc-", "aws-eusc"],
];

/** The partition of a region: the second part of every ARN there. Known in preview, unlike an answer of AWS. */
export function partitionOf(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

/** The suffix of AWS's names in a region. Source: `partitions.json` of botocore. */
export function dnsSuffixOf(region: string): string {
  return partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/**
 * An ARN in the account.
 *
 * @param service The ARN's service part, for instance `ec2`.
 * @param resource What follows the account id, for instance `instance/*`.
 */
export function arnIn(account: Account, service: string, resource: string): string {
  return `arn:${partitionOf(account.region)}:${service}:${account.region}:${account.id}:${resource}`;
}

/** The ARN of something in IAM, which has no region. `resource` is for instance `role/name` or `root`. */
export function iamArn(accountId: string, region: string, resource: string): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:${resource}`;
}
