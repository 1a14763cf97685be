import { DescribeAutoScalingInstancesCommand } from "@aws-sdk/client-auto-scaling";
import {
  DescribeAddressesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeNetworkAclsCommand,
  type Instance,
} from "@aws-sdk/client-ec2";
import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing";
import { DescribeTargetHealthCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import type { AccountClients } from "./account";
import type { Workload } from "./plant";
import { present } from "./present";

/** What a containment changes of an instance, as plain data to compare. */
export interface InstanceState {
  /** Groups by device index. */
  readonly groups: readonly (readonly string[])[];
  /** Interfaces by device index. */
  readonly interfaces: readonly string[];
  readonly privateAddresses: readonly string[];
  readonly ipv6Addresses: readonly string[];
  readonly profile: string;
  readonly publicAddresses: readonly string[];
  /** Whether the instance is a target of the group. */
  readonly isTarget: boolean;
  /** Whether the instance is registered with the Classic Load Balancer. */
  readonly isBehindClassic: boolean;
  /** Auto Scaling groups that manage it in service. */
  readonly autoScalingGroups: readonly string[];
  readonly terminationProtection: boolean;
  readonly shutdownBehavior: string;
  /** Devices whose volumes would go with the instance. */
  readonly deletedVolumes: readonly string[];
  /** Inline policies of the role that the instance had when it was planted. */
  readonly rolePolicies: readonly string[];
  /** Entries of the VPC's network ACLs that name its addresses. */
  readonly denied: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Reads what a containment changes. */
export async function readState(account: AccountClients, workload: Workload): Promise<InstanceState> {
  const { ec2, elb, elbV2, autoScaling, iam } = account;
  const InstanceId = workload.victim;
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [InstanceId] }));
  const instance: Instance = present(Reservations?.[0]?.Instances?.[0], "instance");
  const interfaces = [...(instance.NetworkInterfaces ?? [])].sort(
    (one, other) => (one.Attachment?.DeviceIndex ?? 0) - (other.Attachment?.DeviceIndex ?? 0),
  );
  const privateAddresses = interfaces.map(({ PrivateIpAddress }) => PrivateIpAddress ?? "");
  const ipv6Addresses = interfaces.flatMap(({ Ipv6Addresses }) =>
    (Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address ?? ""),
  );
  const [addresses, health, classic, scaling, protection, shutdown, policies] = await Promise.all([
    ec2.send(new DescribeAddressesCommand({ Filters: [{ Name: "instance-id", Values: [InstanceId] }] })),
    elbV2.send(new DescribeTargetHealthCommand({ TargetGroupArn: workload.targetGroupArn })),
    elb.send(new DescribeLoadBalancersCommand({ LoadBalancerNames: [workload.classicLoadBalancer] })),
    autoScaling.send(new DescribeAutoScalingInstancesCommand({ InstanceIds: [InstanceId] })),
    ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiTermination" })),
    ec2.send(
      new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "instanceInitiatedShutdownBehavior" }),
    ),
    iam.send(new ListRolePoliciesCommand({ RoleName: workload.roleName })),
  ]);
  return {
    groups: interfaces.map(({ Groups }) => (Groups ?? []).map(({ GroupId }) => GroupId ?? "").sort()),
    interfaces: interfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId ?? ""),
    privateAddresses,
    ipv6Addresses,
    profile: instance.IamInstanceProfile?.Arn?.split("/").at(-1) ?? "none",
    publicAddresses: (addresses.Addresses ?? []).map(({ AllocationId }) => AllocationId ?? "").sort(),
    isTarget: (health.TargetHealthDescriptions ?? []).some(({ Target }) => Target?.Id === InstanceId),
    isBehindClassic: (classic.LoadBalancerDescriptions ?? []).some(({ Instances }) =>
      (Instances ?? []).some((each) => each.InstanceId === InstanceId),
    ),
    autoScalingGroups: (scaling.AutoScalingInstances ?? [])
      .filter(({ LifecycleState }) => LifecycleState === "InService")
      .map(({ AutoScalingGroupName }) => AutoScalingGroupName ?? ""),
    terminationProtection: protection.DisableApiTermination?.Value ?? false,
    shutdownBehavior: shutdown.InstanceInitiatedShutdownBehavior?.Value ?? "",
    deletedVolumes: (instance.BlockDeviceMappings ?? [])
      .filter(({ Ebs }) => Ebs?.DeleteOnTermination === true)
      .map(({ DeviceName }) => DeviceName ?? "")
      .sort(),
    rolePolicies: [...(policies.PolicyNames ?? [])].sort(),
    denied: await deniedAddresses(account, present(instance.VpcId, "VPC"), [
      ...privateAddresses.map((address) => `${address}/32`),
      ...ipv6Addresses.map((address) => `${address}/128`),
    ]),
    tags: Object.fromEntries((instance.Tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
  };
}

async function deniedAddresses(
  { ec2 }: AccountClients,
  vpcId: string,
  blocks: readonly string[],
): Promise<readonly string[]> {
  const { NetworkAcls } = await ec2.send(
    new DescribeNetworkAclsCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
  );
  return (NetworkAcls ?? [])
    .flatMap(({ NetworkAclId, Entries }) =>
      (Entries ?? [])
        .filter(({ RuleAction }) => RuleAction === "deny")
        .map(({ CidrBlock, Ipv6CidrBlock, Egress }) => ({ block: CidrBlock ?? Ipv6CidrBlock ?? "", Egress }))
        .filter(({ block }) => blocks.includes(block))
        .map(({ block, Egress }) => `${NetworkAclId} ${Egress ? "to" : "from"} ${block}`),
    )
    .sort();
}
