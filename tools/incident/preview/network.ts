import {
  DescribeAddressesCommand,
  DescribeSecurityGroupsCommand,
  paginateDescribeNetworkAcls,
  paginateDescribeVpcEndpoints,
  type EC2Client,
  type Instance,
  type InstanceNetworkInterface,
  type NetworkAcl,
} from "@aws-sdk/client-ec2";
import { conversionPurpose, isolationPurpose } from "../../../components/response/names";
import { aclChanges, type Blocks } from "./acls";
import type { Change } from "./change";

interface Part {
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
}

/** What becomes of the instance's interfaces: their groups and connection tracking. */
export async function interfaceChanges(client: EC2Client, instance: Instance): Promise<Part> {
  const changes: Change[] = [];
  const warnings: string[] = [];
  const groups = new Map<string, { isolation?: string; conversion?: string }>();
  for (const nic of instance.NetworkInterfaces ?? []) {
    const vpcId = nic.VpcId ?? "";
    const id = nic.NetworkInterfaceId ?? "";
    const found = groups.get(vpcId) ?? (await groupsOf(client, vpcId));
    groups.set(vpcId, found);
    changes.push({
      resource: id,
      change: "shorten connection tracking",
      to: "TCP established 60 s, UDP stream 60 s, UDP 30 s",
    });
    if (found.isolation === undefined) {
      warnings.push(
        `${vpcId} has no security group with the tag purpose=${isolationPurpose}: ${id} can't be isolated`,
      );
      continue;
    }
    const own = (nic.Groups ?? []).map(({ GroupId }) => GroupId ?? "");
    if (own.length === 1 && own[0] === found.isolation) continue;
    if (found.conversion === undefined) {
      warnings.push(
        `${vpcId} has no security group with the tag purpose=${conversionPurpose}: open connections may last`,
      );
    }
    const through = found.conversion === undefined ? "" : `${found.conversion}, then `;
    changes.push({
      resource: id,
      change: "replace security groups",
      from: own.join(", "),
      to: `${through}${found.isolation}`,
    });
  }
  return { changes, warnings };
}

async function groupsOf(
  client: EC2Client,
  vpcId: string,
): Promise<{ isolation?: string; conversion?: string }> {
  const [isolation, conversion] = await Promise.all(
    [isolationPurpose, conversionPurpose].map(async (purpose) => {
      const { SecurityGroups } = await client.send(
        new DescribeSecurityGroupsCommand({
          Filters: [
            { Name: "vpc-id", Values: [vpcId] },
            { Name: "tag:purpose", Values: [purpose] },
          ],
        }),
      );
      return SecurityGroups?.[0]?.GroupId;
    }),
  );
  return { ...(isolation !== undefined && { isolation }), ...(conversion !== undefined && { conversion }) };
}

/** What becomes of the network ACLs of the instance's VPCs. */
export async function networkAclChanges(client: EC2Client, instance: Instance): Promise<Part> {
  const interfaces = instance.NetworkInterfaces ?? [];
  const vpcs = [...new Set(interfaces.flatMap(({ VpcId }) => (VpcId === undefined ? [] : [VpcId])))];
  if (vpcs.length === 0) return { changes: [], warnings: [] };
  const acls: NetworkAcl[] = [];
  const inVpcs = { Name: "vpc-id", Values: vpcs };
  for await (const page of paginateDescribeNetworkAcls({ client }, { Filters: [inVpcs] })) {
    acls.push(...(page.NetworkAcls ?? []));
  }
  const subnets = new Set<string>();
  const endpoints = { Filters: [inVpcs, { Name: "vpc-endpoint-type", Values: ["Interface"] }] };
  for await (const page of paginateDescribeVpcEndpoints({ client }, endpoints)) {
    for (const { SubnetIds } of page.VpcEndpoints ?? []) for (const id of SubnetIds ?? []) subnets.add(id);
  }
  const blocks = blocksOf(interfaces);
  const parts = acls.map((acl) => {
    const holdsEndpoints = (acl.Associations ?? []).some(({ SubnetId }) => subnets.has(SubnetId ?? ""));
    return aclChanges(acl, blocks, holdsEndpoints);
  });
  return {
    changes: parts.flatMap(({ changes }) => changes),
    warnings: parts.flatMap(({ warnings }) => warnings),
  };
}

function blocksOf(interfaces: readonly InstanceNetworkInterface[]): Blocks {
  const ipv4 = interfaces.flatMap((nic) => [
    nic.PrivateIpAddress,
    ...(nic.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress),
  ]);
  const ipv6 = interfaces.flatMap((nic) => (nic.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address));
  return { ipv4: blocks(ipv4, 32), ipv6: blocks(ipv6, 128) };
}

function blocks(addresses: readonly (string | undefined)[], length: number): readonly string[] {
  const known = addresses.flatMap((address) => (address === undefined ? [] : [`${address}/${length}`]));
  return [...new Set(known)];
}

/** The Elastic IP addresses that the instance loses. */
export async function addressChanges(client: EC2Client, instanceId: string): Promise<readonly Change[]> {
  const { Addresses } = await client.send(
    new DescribeAddressesCommand({ Filters: [{ Name: "instance-id", Values: [instanceId] }] }),
  );
  return (Addresses ?? []).map(({ PublicIp = "", AssociationId = "" }) => ({
    resource: PublicIp,
    change: "disassociate the Elastic IP address",
    from: AssociationId,
  }));
}
