import {
  DescribeAddressesCommand,
  paginateDescribeInstances,
  paginateDescribeInstanceTypes,
  paginateDescribeVolumes,
  type _InstanceType,
  type EC2Client,
  type Instance,
  type InstanceTypeInfo,
  type Volume,
} from "@aws-sdk/client-ec2";
import {
  paginateDescribeInstanceInformation,
  SSMClient,
  type InstanceInformation,
} from "@aws-sdk/client-ssm";
import type { ClientSettings } from "../incident/session";
import type { AgentFacts, InstanceFacts, VolumeFacts } from "./facts";
import { all } from "../pages";

/** Reads the running instances, their volumes with whatever key they are under, and what Systems Manager knows of them. */
export async function readInstances(client: EC2Client, settings: ClientSettings): Promise<InstanceFacts[]> {
  const reservations = await all(
    paginateDescribeInstances(
      { client },
      { Filters: [{ Name: "instance-state-name", Values: ["pending", "running"] }] },
    ),
    ({ Reservations }) => Reservations,
  );
  const instances = reservations.flatMap(({ Instances = [] }) => Instances);
  if (instances.length === 0) return [];
  const known: Known = {
    volumes: await all(paginateDescribeVolumes({ client }, {}), ({ Volumes }) => Volumes),
    types: await readTypes(client, instances),
    elasticIps: await readElasticIps(client),
    agents: await all(
      paginateDescribeInstanceInformation({ client: new SSMClient(settings) }, {}),
      ({ InstanceInformationList }) => InstanceInformationList,
    ),
  };
  return instances.map((instance) => instanceFacts(instance, known));
}

interface Known {
  readonly volumes: readonly Volume[];
  readonly types: readonly InstanceTypeInfo[];
  /** Public addresses that are Elastic IPs. */
  readonly elasticIps: readonly string[];
  readonly agents: readonly InstanceInformation[];
}

async function readTypes(client: EC2Client, instances: readonly Instance[]): Promise<InstanceTypeInfo[]> {
  const names = new Set(
    instances.flatMap(({ InstanceType }): _InstanceType[] => (InstanceType ? [InstanceType] : [])),
  );
  return all(
    paginateDescribeInstanceTypes({ client }, { Filters: [{ Name: "instance-type", Values: [...names] }] }),
    ({ InstanceTypes }) => InstanceTypes,
  );
}

async function readElasticIps(client: EC2Client): Promise<string[]> {
  const { Addresses = [] } = await client.send(new DescribeAddressesCommand({}));
  return Addresses.flatMap(({ PublicIp }) => (PublicIp === undefined ? [] : [PublicIp]));
}

function instanceFacts(instance: Instance, { volumes, types, elasticIps, agents }: Known): InstanceFacts {
  const id = instance.InstanceId ?? "";
  const tags = new Map((instance.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  const type = types.find(({ InstanceType }) => InstanceType === instance.InstanceType);
  const interfaces = instance.NetworkInterfaces ?? [];
  const privates = interfaces.flatMap(({ PrivateIpAddresses = [] }) => PrivateIpAddresses);
  const publics = privates.flatMap(({ Association }) => Association?.PublicIp ?? []);
  return {
    id,
    name: tags.get("Name") ?? "",
    type: instance.InstanceType,
    imageId: instance.ImageId,
    vpcId: instance.VpcId,
    subnetId: instance.SubnetId,
    launchedAt: instance.LaunchTime?.toISOString(),
    platform: instance.Platform === "Windows" ? "windows" : "linux",
    architecture: instance.Architecture ?? "unknown",
    spot: instance.InstanceLifecycle === "spot",
    instanceStoreGiB: type?.InstanceStorageInfo?.TotalSizeInGB ?? 0,
    autoScalingGroup: tags.get("aws:autoscaling:groupName"),
    vpcs: [...new Set(interfaces.flatMap(({ VpcId }) => VpcId ?? []))].sort(),
    addresses: {
      ipv4: privates.length,
      ipv6: interfaces.flatMap(({ Ipv6Addresses = [] }) => Ipv6Addresses).length,
    },
    elasticIps: publics.filter((address) => elasticIps.includes(address)),
    volumes: volumes.filter((volume) => isAttached(volume, id)).map(volumeFacts),
    agent: agentFacts(agents.find(({ InstanceId }) => InstanceId === id)),
  };
}

function isAttached({ Attachments = [] }: Volume, id: string): boolean {
  return Attachments.some(({ InstanceId }) => InstanceId === id);
}

function volumeFacts({ VolumeId, Encrypted, KmsKeyId }: Volume): VolumeFacts {
  return { id: VolumeId ?? "", ...(Encrypted === true && KmsKeyId !== undefined && { keyArn: KmsKeyId }) };
}

function agentFacts(found: InstanceInformation | undefined): AgentFacts | undefined {
  if (found === undefined) return undefined;
  const { PingStatus, PlatformName = "", PlatformVersion = "" } = found;
  return { online: PingStatus === "Online", platform: `${PlatformName} ${PlatformVersion}`.trim() };
}
