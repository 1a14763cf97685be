import type { WorkloadRole } from "../../components/response/names";

/** What is known of an account and region before an incident. Plain data: nothing of it is asked again. */
export interface AccountFacts {
  readonly account: string;
  readonly region: string;
  /** Roles of incident response that are there. */
  readonly roles: Readonly<Record<WorkloadRole, boolean>>;
  /** Whether the instance profile of contained instances is there. */
  readonly quarantineProfile: boolean;
  /** The key under which disks are handed over. */
  readonly transferKey: KeyState;
  /** Snapshots of the region; absent when the quota could not be read. */
  readonly snapshots?: { readonly quota: number; readonly used: number };
  /** Rules that a network ACL may have in each direction. */
  readonly aclRuleQuota: number;
  readonly vpcs: Readonly<Record<string, VpcFacts>>;
  /** Customer keys of volumes by their ARN. */
  readonly keys: Readonly<Record<string, KeyFacts>>;
  /** Running instances. */
  readonly instances: readonly InstanceFacts[];
}

/** `usable`: it is enabled. Everything else says why not. */
export type KeyState = "usable" | "disabled" | "missing";

export interface VpcFacts {
  /** Ids of the groups with the purpose, which must be one. */
  readonly isolationGroups: readonly string[];
  readonly conversionGroups: readonly string[];
  /** Services with an interface endpoint, such as `ssm`. */
  readonly endpoints: readonly string[];
  /** Whether S3 is reached by an endpoint of any kind. */
  readonly s3: boolean;
  readonly acls: readonly AclFacts[];
}

export interface AclFacts {
  readonly id: string;
  /** Whether a subnet of it holds an interface endpoint of the VPC. */
  readonly holdsEndpoints: boolean;
  readonly ingress: readonly AclEntry[];
  readonly egress: readonly AclEntry[];
}

/** How many private addresses all interfaces of an instance have. */
export interface Addresses {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** An entry of a network ACL other than the last one, which denies everything and can't be removed. */
export interface AclEntry {
  readonly number: number;
  readonly family: keyof Addresses;
  readonly allows: boolean;
  /** Whether it is about more than one address. */
  readonly wide: boolean;
}

/**
 * Whether the copier role can read a volume's key through EC2: by its policy or a grant. `unknown` when the policy has
 * conditions whose outcome can't be told beforehand.
 */
export type KeyAccess = "yes" | "no" | "unknown";

export interface KeyFacts {
  readonly state: KeyState;
  readonly access: KeyAccess;
}

export interface InstanceFacts {
  readonly id: string;
  /** Its tag `Name`, or nothing. */
  readonly name: string;
  /** Such as `m7i.large`. */
  readonly type?: string;
  readonly imageId?: string;
  /** VPC and subnet of the first interface. */
  readonly vpcId?: string;
  readonly subnetId?: string;
  /** ISO 8601 time. */
  readonly launchedAt?: string;
  readonly platform: "linux" | "windows";
  readonly architecture: string;
  readonly spot: boolean;
  /** GiB of disks that belong to the host and end with it. */
  readonly instanceStoreGiB: number;
  readonly autoScalingGroup?: string;
  readonly vpcs: readonly string[];
  readonly addresses: Addresses;
  readonly elasticIps: readonly string[];
  readonly volumes: readonly VolumeFacts[];
  /** Absent when Systems Manager does not know the instance. */
  readonly agent?: AgentFacts;
}

export interface VolumeFacts {
  readonly id: string;
  /** ARN of a customer's key; absent when the volume is not encrypted or is under AWS's own key for EBS. */
  readonly keyArn?: string;
}

export interface AgentFacts {
  readonly online: boolean;
  /** Such as `Amazon Linux 2023`. */
  readonly platform: string;
}
