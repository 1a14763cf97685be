import type { Json } from "../../../../components/response/asl/states";
import type { JsonObject, Interface, World } from "./model";
import { TaskError } from "./errors";

export type Handler = (world: World, input: JsonObject) => Json;

/** EC2 has one name for all its errors in Step Functions. */
export function ec2Error(message: string): TaskError {
  return new TaskError("Ec2.Ec2Exception", `${message} (Service: Ec2, Status Code: 400, Request ID: 0)`);
}

export const text = (input: JsonObject, key: string): string => {
  const value = input[key];
  if (typeof value !== "string") throw new Error(`${key} is no text in ${JSON.stringify(input)}`);
  return value;
};

export const number = (input: JsonObject, key: string): number => {
  const value = input[key];
  if (typeof value !== "number") throw new Error(`${key} is no number in ${JSON.stringify(input)}`);
  return value;
};

export const list = (input: JsonObject, key: string): readonly string[] => {
  const value = input[key];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw new Error(`${key} is no list of texts in ${JSON.stringify(input)}`);
  }
  return value;
};

/** What the filters of a call ask for, by name. */
function filters({ Filters }: JsonObject): (name: string) => readonly string[] | undefined {
  const all = (Filters ?? []) as unknown as readonly {
    readonly Name: string;
    readonly Values: readonly string[];
  }[];
  for (const { Name, Values } of all) {
    if (Values.length === 0) throw ec2Error(`The filter ${Name} has no values`);
  }
  return (name) => all.find(({ Name }) => Name === name)?.Values;
}

const nicOf = (nic: Interface, world: World): JsonObject => ({
  NetworkInterfaceId: nic.NetworkInterfaceId,
  SubnetId: nic.SubnetId,
  VpcId: nic.VpcId,
  Groups: nic.groups.map((GroupId) => ({ GroupId, GroupName: GroupId })),
  PrivateIpAddress: nic.ipv4,
  PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: nic.ipv4 }],
  ...(nic.ipv6.length > 0 && { Ipv6Addresses: nic.ipv6.map((Ipv6Address) => ({ Ipv6Address })) }),
  ...(nic.tracking && { ConnectionTrackingConfiguration: nic.tracking }),
  Attachment: { AttachTime: "2026-01-01T00:00:00Z" },
  ...(world.addresses.some(({ at }) => at?.NetworkInterfaceId === nic.NetworkInterfaceId) && {
    Association: { IpOwnerId: "111111111111" },
  }),
});

/** Reads of EC2. */
export const ec2Reads: Readonly<Record<string, Handler>> = {
  "ec2:describeInstances": (world, input) => {
    const ids = filters(input)("instance-id") ?? [];
    const found = Object.entries(world.instances).filter(([id]) => ids.includes(id));
    return {
      Reservations: found.map(([InstanceId, own]) => ({
        Instances: [
          {
            InstanceId,
            InstanceType: own.InstanceType,
            State: { Code: 16, Name: own.state },
            RootDeviceType: own.rootDeviceType,
            ...(own.lifecycle !== undefined && { InstanceLifecycle: own.lifecycle }),
            BlockDeviceMappings: own.volumes.map(({ DeviceName, VolumeId, keep }) => ({
              DeviceName,
              Ebs: { VolumeId, DeleteOnTermination: !keep, AttachTime: "2026-01-01T00:00:00Z" },
            })),
            NetworkInterfaces: world.interfaces
              .filter((nic) => nic.instanceId === InstanceId)
              .map((nic) => nicOf(nic, world)),
            Tags: Object.entries(world.tags[InstanceId] ?? {}).map(([Key, Value]) => ({ Key, Value })),
          },
        ],
      })),
    };
  },
  "ec2:describeNetworkInterfaces": (world, input) => {
    const owners = filters(input)("attachment.instance-id");
    const ids = input["NetworkInterfaceIds"] === undefined ? undefined : list(input, "NetworkInterfaceIds");
    const found = world.interfaces.filter(
      (nic) => (owners?.includes(nic.instanceId) ?? true) && (ids?.includes(nic.NetworkInterfaceId) ?? true),
    );
    return { NetworkInterfaces: found.map((nic) => nicOf(nic, world)) };
  },
  "ec2:describeInstanceAttribute": (world, input): Json => {
    const own = world.instances[text(input, "InstanceId")];
    if (!own) throw ec2Error("The instance does not exist");
    if (text(input, "Attribute") === "disableApiTermination") {
      return { DisableApiTermination: { Value: own.termination } };
    }
    return { InstanceInitiatedShutdownBehavior: { Value: own.shutdown } };
  },
  "ec2:describeInstanceTypes": () => ({ InstanceTypes: [{ InstanceStorageSupported: false }] }),
  "ec2:describeAddresses": (world, input) => {
    const asked = filters(input);
    const found = world.addresses.filter(
      ({ at, AllocationId }) =>
        (asked("instance-id")?.includes(at?.InstanceId ?? "") ?? true) &&
        (asked("allocation-id")?.includes(AllocationId) ?? true),
    );
    return { Addresses: found.map(({ AllocationId, PublicIp, at }) => ({ AllocationId, PublicIp, ...at })) };
  },
  "ec2:describeIamInstanceProfileAssociations": (world, input) => {
    const ids = filters(input)("instance-id") ?? [];
    return {
      IamInstanceProfileAssociations: world.associations
        .filter(({ InstanceId }) => ids.includes(InstanceId))
        .map(({ AssociationId, InstanceId, Arn }) => ({
          AssociationId,
          InstanceId,
          IamInstanceProfile: { Arn, Id: "AIPA" },
          State: "associated",
        })),
    };
  },
  "ec2:describeSecurityGroups": (world, input) => {
    const asked = filters(input);
    const found = world.groups.filter(
      ({ VpcId, purpose }) => asked("vpc-id")?.includes(VpcId) && asked("tag:purpose")?.includes(purpose),
    );
    return { SecurityGroups: found.map(({ GroupId, VpcId }) => ({ GroupId, VpcId })) };
  },
  "ec2:describeVpcEndpoints": (world, input) => {
    const vpcs = filters(input)("vpc-id") ?? [];
    const found = world.endpoints.filter(({ VpcId }) => vpcs.includes(VpcId));
    return { VpcEndpoints: found.map(({ VpcId, SubnetIds }) => ({ VpcId, SubnetIds })) };
  },
  "ec2:describeNetworkAcls": (world, input) => {
    const asked = filters(input);
    const subnets = asked("association.subnet-id");
    const ids = input["NetworkAclIds"] === undefined ? undefined : list(input, "NetworkAclIds");
    const found = Object.entries(world.acls).filter(
      ([id, acl]) =>
        (ids?.includes(id) ?? true) &&
        (asked("vpc-id")?.includes(acl.VpcId) ?? true) &&
        (subnets === undefined || acl.subnets.some((id) => subnets.includes(id))),
    );
    return {
      NetworkAcls: found.map(([NetworkAclId, acl]) => ({
        NetworkAclId,
        VpcId: acl.VpcId,
        Associations: acl.subnets.map((SubnetId) => ({ SubnetId })),
        Entries: acl.entries.map((each) => ({ ...each })),
      })),
    };
  },
};
