import {
  AllocateAddressCommand,
  AssignIpv6AddressesCommand,
  AssociateAddressCommand,
  AttachNetworkInterfaceCommand,
  CreateNetworkInterfaceCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  type EC2Client,
  type Instance,
} from "@aws-sdk/client-ec2";
import {
  CreateLoadBalancerCommand,
  RegisterInstancesWithLoadBalancerCommand,
} from "@aws-sdk/client-elastic-load-balancing";
import type { AccountClients } from "./account";
import { present } from "./present";

/** Creates a Classic Load Balancer with one instance behind it, and answers its name. */
export async function putBehindClassic(
  { elb }: AccountClients,
  subnetIds: readonly string[],
  group: string,
  InstanceId: string,
): Promise<string> {
  const LoadBalancerName = `${group}-classic`;
  const Listeners = [{ Protocol: "HTTP", LoadBalancerPort: 80, InstanceProtocol: "HTTP", InstancePort: 80 }];
  await elb.send(new CreateLoadBalancerCommand({ LoadBalancerName, Subnets: [...subnetIds], Listeners }));
  await elb.send(
    new RegisterInstancesWithLoadBalancerCommand({ LoadBalancerName, Instances: [{ InstanceId }] }),
  );
  return LoadBalancerName;
}

/** Gives an instance a second interface, and the first one an Elastic IP and, where its subnet has IPv6, such an address. */
export async function exposeInstance(
  { ec2 }: AccountClients,
  instanceId: string,
  group: string,
): Promise<{ readonly secondInterfaceId: string; readonly allocationId: string }> {
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
  const instance: Instance = present(Reservations?.[0]?.Instances?.[0], "instance");
  const { NetworkInterface } = await ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId: present(instance.SubnetId, "subnet"), Groups: [group] }),
  );
  const secondInterfaceId = present(NetworkInterface?.NetworkInterfaceId, "interface");
  await ec2.send(
    new AttachNetworkInterfaceCommand({
      InstanceId: instanceId,
      NetworkInterfaceId: secondInterfaceId,
      DeviceIndex: 1,
    }),
  );
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
  const allocationId = present(AllocationId, "address");
  const first = present(instance.NetworkInterfaces?.[0]?.NetworkInterfaceId, "interface");
  await ec2.send(new AssociateAddressCommand({ AllocationId: allocationId, NetworkInterfaceId: first }));
  if (await hasIpv6(ec2, instance.SubnetId)) {
    await ec2.send(new AssignIpv6AddressesCommand({ NetworkInterfaceId: first, Ipv6AddressCount: 1 }));
  }
  return { secondInterfaceId, allocationId };
}

async function hasIpv6(ec2: EC2Client, subnetId: string | undefined): Promise<boolean> {
  const { Subnets } = await ec2.send(
    new DescribeSubnetsCommand({ SubnetIds: [present(subnetId, "subnet")] }),
  );
  return (Subnets?.[0]?.Ipv6CidrBlockAssociationSet ?? []).length > 0;
}
