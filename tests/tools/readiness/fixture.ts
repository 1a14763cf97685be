import type {
  AccountFacts,
  AclEntry,
  AclFacts,
  InstanceFacts,
  VpcFacts,
} from "../../../tools/readiness/facts";

/** An instance of which nothing would be missed. */
export const instance: InstanceFacts = {
  id: "i-0123456789abcdef0",
  name: "web",
  type: "m7i.large",
  imageId: "ami-0123456789abcdef0",
  vpcId: "vpc-1",
  subnetId: "subnet-1",
  launchedAt: "2026-01-01T00:00:00.000Z",
  platform: "linux",
  architecture: "x86_64",
  spot: false,
  instanceStoreGiB: 0,
  vpcs: ["vpc-1"],
  addresses: { ipv4: 1, ipv6: 0 },
  elasticIps: [],
  volumes: [{ id: "vol-1" }],
  agent: { online: true, platform: "Amazon Linux 2023" },
};

export const deny = (number: number): AclEntry => ({ number, family: "ipv4", allows: false, wide: false });
export const allowAll = (number: number): AclEntry => ({ number, family: "ipv4", allows: true, wide: true });

export const acl: AclFacts = {
  id: "acl-1",
  holdsEndpoints: false,
  ingress: [allowAll(1000)],
  egress: [allowAll(1000)],
};

export const vpc: VpcFacts = {
  isolationGroups: ["sg-isolation"],
  conversionGroups: ["sg-conversion"],
  endpoints: ["ec2messages", "kms", "logs", "ssm", "ssmmessages"],
  s3: true,
  acls: [acl],
};

/** An account in which nothing would be missed. */
export const account: AccountFacts = {
  account: "111122223333",
  region: "eu-central-1",
  roles: { reader: true, container: true, copier: true },
  quarantineProfile: true,
  transferKey: "usable",
  snapshots: { quota: 100000, used: 10 },
  aclRuleQuota: 20,
  vpcs: { "vpc-1": vpc },
  keys: {},
  instances: [instance],
};
