import type { Json } from "../../../../components/response/asl/states";
import { aclQuota } from "../../../../components/network/networkAclRules";
import type { Instance, Interface, JsonObject, Principal, World } from "./model";

export const instanceId = "i-0000000000000000a";
export const neighbourId = "i-0000000000000000b";
export const account = "111111111111";
export const isolationGroup = "sg-isolation";
export const conversionGroup = "sg-conversion";
export const roleName = "application";

const arn = (rest: string): string => `arn:aws:${rest}`;
export const profileArn = arn(`iam::${account}:instance-profile/services/application-profile`);
export const quarantineArn = arn(`iam::${account}:instance-profile/landing-zone-quarantine`);
export const groupArns = [
  arn(`elasticloadbalancing:eu-central-1:${account}:targetgroup/web/1`),
  arn(`elasticloadbalancing:eu-central-1:${account}:targetgroup/addresses/2`),
  arn(`elasticloadbalancing:eu-central-1:${account}:targetgroup/function/3`),
] as const;

function entry(RuleNumber: number, Egress: boolean, RuleAction: string, rest: JsonObject): JsonObject {
  return { RuleNumber, Egress, RuleAction, Protocol: "-1", ...rest };
}

/** Entries of an ACL of the landing zone, which begin at 1000, or of the default ACL of a VPC. */
function entries(first: number): JsonObject[] {
  return [false, true].flatMap((Egress) => [
    entry(first, Egress, "allow", { CidrBlock: "0.0.0.0/0" }),
    entry(first + 1, Egress, "allow", { Ipv6CidrBlock: "::/0" }),
    entry(32767, Egress, "deny", { CidrBlock: "0.0.0.0/0" }),
  ]);
}

/** An instance with everything that a containment has to cut, and a neighbour that must stay as it is. */
export function newWorld(): World {
  const neighbour = { id: neighbourId, group: "sg-own", subnet: "subnet-private" };
  return {
    instances: {
      [instanceId]: instance("vol-a", "vol-b"),
      [neighbourId]: instance("vol-c"),
    },
    interfaces: [
      nic("eni-1", instanceId, "subnet-private", ["sg-own", "sg-shared"], "10.0.1.10", ["2001:db8::10"]),
      nic("eni-2", instanceId, "subnet-data", ["sg-data"], "10.0.2.10", []),
      nic("eni-3", neighbour.id, neighbour.subnet, [neighbour.group], "10.0.1.11", ["2001:db8::11"]),
    ],
    groups: [
      { GroupId: isolationGroup, VpcId: "vpc-1", purpose: "isolation" },
      { GroupId: conversionGroup, VpcId: "vpc-1", purpose: "conversion" },
      { GroupId: "sg-elsewhere", VpcId: "vpc-2", purpose: "isolation" },
      { GroupId: "sg-own", VpcId: "vpc-1", purpose: "application" },
    ],
    aclRules: aclQuota.default,
    acls: {
      "acl-private": { VpcId: "vpc-1", subnets: ["subnet-private", "subnet-data"], entries: entries(1000) },
      "acl-endpoints": {
        VpcId: "vpc-1",
        subnets: ["subnet-endpoints"],
        entries: [...entries(1000), entry(500, false, "deny", { CidrBlock: "203.0.113.0/24" })],
      },
      "acl-default": { VpcId: "vpc-1", subnets: [], entries: entries(100) },
      "acl-elsewhere": { VpcId: "vpc-2", subnets: [], entries: entries(100) },
    },
    endpoints: [{ VpcId: "vpc-1", SubnetIds: ["subnet-endpoints"] }],
    addresses: [
      {
        AllocationId: "eipalloc-1",
        PublicIp: "198.51.100.7",
        at: {
          AssociationId: "eipassoc-1",
          InstanceId: instanceId,
          NetworkInterfaceId: "eni-1",
          PrivateIpAddress: "10.0.1.10",
        },
      },
      { AllocationId: "eipalloc-2", PublicIp: "198.51.100.8", at: undefined },
    ],
    associations: [
      { AssociationId: "iip-assoc-1", InstanceId: instanceId, Arn: profileArn },
      { AssociationId: "iip-assoc-2", InstanceId: neighbourId, Arn: profileArn },
    ],
    profiles: { "application-profile": [roleName], "landing-zone-quarantine": ["landing-zone-quarantine"] },
    roles: {
      [roleName]: principal("/services/", { read: { Statement: [] } }),
      "landing-zone-quarantine": principal("/", {}),
      AWSServiceRoleForSomething: principal("/aws-service-role/something.amazonaws.com/", {}),
    },
    users: {
      mallory: {
        ...principal("/", { own: { Statement: [] } }),
        keys: { AKIA1: "Active", AKIA2: "Active" },
        login: true,
      },
    },
    scaling: { web: { desired: 2, members: { [instanceId]: "InService", [neighbourId]: "InService" } } },
    targetGroups: {
      [groupArns[0]]: {
        type: "instance",
        targets: [
          { Id: instanceId, Port: 80 },
          { Id: instanceId, Port: 8080 },
          { Id: neighbourId, Port: 80 },
        ],
      },
      [groupArns[1]]: {
        type: "ip",
        targets: [{ Id: "10.0.2.10", Port: 443, AvailabilityZone: "eu-central-1a" }],
      },
      [groupArns[2]]: { type: "lambda", targets: [{ Id: "function" }] },
    },
    classic: { old: [instanceId, neighbourId], other: [neighbourId] },
    tags: { [instanceId]: { Name: "web" } },
    vault: {},
    table: {},
    metrics: [],
    notices: [],
    recorded: [],
    next: 100,
  };
}

function instance(...volumes: readonly string[]): Instance {
  return {
    state: "running",
    InstanceType: "m6i.large",
    rootDeviceType: "ebs",
    termination: false,
    shutdown: "terminate",
    volumes: volumes.map((VolumeId, index) => ({
      DeviceName: `/dev/sd${"ab"[index] ?? "z"}`,
      VolumeId,
      keep: false,
    })),
  };
}

function nic(
  NetworkInterfaceId: string,
  owner: string,
  SubnetId: string,
  groups: string[],
  ipv4: string,
  ipv6: readonly string[],
): Interface {
  return {
    NetworkInterfaceId,
    instanceId: owner,
    SubnetId,
    VpcId: "vpc-1",
    groups,
    ipv4,
    ipv6,
    tracking: undefined,
  };
}

function principal(Path: string, policies: Record<string, Json>): Principal {
  const attached = [{ PolicyName: "ReadOnlyAccess", PolicyArn: arn("iam::aws:policy/ReadOnlyAccess") }];
  return { Path, policies, attached, keys: {}, login: false };
}
