/** The AWS account and region in which a component works. */
export interface Account {
  /** The 12-digit account id. */
  readonly id: string;
  /** The AWS region, for instance `eu-central-1`. */
  readonly region: string;
}

interface Partition {
  readonly name: string;
  /** Suffix of AWS's names. */
  readonly dnsSuffix: string;
}

const commercial: Partition = { name: "aws", dnsSuffix: "amazonaws.com" };

/** Partitions by the start of their regions' names. Source: `partitions.json` of botocore. */
const partitions: Readonly<Record<string, Partition>> = {
  "cn-": { name: "aws-cn", dnsSuffix: "amazonaws.com.cn" },
  "us-gov-": { name: "aws-us-gov", dnsSuffix: "amazonaws.com" },
  "us-iso-": { name: "aws-iso", dnsSuffix: "c2s.ic.gov" },
  "us-isob-": { name: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov" },
  "eu-isoe-": { name: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk" },
  "us-isof-": { name: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov" },
  "eusc-": { name: "aws-eusc", dnsSuffix: "amazonaws.eu" },
};

function partitionAt(region: string): Partition {
  return Object.entries(partitions).find(([prefix]) => region.startsWith(prefix))?.[1] ?? commercial;
}

/** The partition of a region: the second part of every ARN there. Known in preview, unlike an answer of AWS. */
export function partitionOf(region: string): string {
  return partitionAt(region).name;
}

/** The suffix of AWS's names in a region. */
export function dnsSuffixOf(region: string): string {
  return partitionAt(region).dnsSuffix;
}

/** The host of a service in a region, by which `kms:ViaService` names the service: for instance `s3.eu-central-1.amazonaws.com`. */
export function serviceHost(region: string, service: string): string {
  return `${service}.${region}.${dnsSuffixOf(region)}`;
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
