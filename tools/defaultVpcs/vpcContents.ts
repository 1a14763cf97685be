import {
  type EC2Client,
  paginateDescribeInternetGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import { all } from "../pages";

/** A region's default VPC and everything in it that must go before it. */
export interface DefaultVpc {
  readonly id: string;
  /** The account that owns it. */
  readonly owner: string;
  readonly cidrBlock: string;
  readonly internetGateways: readonly string[];
  readonly subnets: readonly string[];
  /** Route tables beside the main one, which goes with the VPC. */
  readonly routeTables: readonly string[];
  /** Network ACLs beside the default one, which goes with the VPC. */
  readonly networkAcls: readonly string[];
  /** Security groups beside the default one, which goes with the VPC. */
  readonly securityGroups: readonly string[];
  /** Network interfaces: whatever has one is in use. Each with what AWS says of it. */
  readonly networkInterfaces: readonly string[];
}

/** Finds the default VPC of the client's region; undefined when there is none. */
export async function findDefaultVpc(client: EC2Client): Promise<DefaultVpc | undefined> {
  const [vpc] = await all(
    paginateDescribeVpcs({ client }, { Filters: [{ Name: "is-default", Values: ["true"] }] }),
    ({ Vpcs }) => Vpcs,
  );
  if (vpc?.VpcId === undefined) return undefined;
  const inVpc = { Filters: [{ Name: "vpc-id", Values: [vpc.VpcId] }] };
  const attached = { Filters: [{ Name: "attachment.vpc-id", Values: [vpc.VpcId] }] };
  const [gateways, subnets, tables, acls, groups, interfaces] = await Promise.all([
    all(paginateDescribeInternetGateways({ client }, attached), ({ InternetGateways }) => InternetGateways),
    all(paginateDescribeSubnets({ client }, inVpc), ({ Subnets }) => Subnets),
    all(paginateDescribeRouteTables({ client }, inVpc), ({ RouteTables }) => RouteTables),
    all(paginateDescribeNetworkAcls({ client }, inVpc), ({ NetworkAcls }) => NetworkAcls),
    all(paginateDescribeSecurityGroups({ client }, inVpc), ({ SecurityGroups }) => SecurityGroups),
    all(paginateDescribeNetworkInterfaces({ client }, inVpc), ({ NetworkInterfaces }) => NetworkInterfaces),
  ]);
  const notMain = tables.filter(({ Associations = [] }) => !Associations.some(({ Main }) => Main === true));
  return {
    id: vpc.VpcId,
    owner: vpc.OwnerId ?? "",
    cidrBlock: vpc.CidrBlock ?? "",
    internetGateways: gateways.map(({ InternetGatewayId = "" }) => InternetGatewayId),
    subnets: subnets.map(({ SubnetId = "" }) => SubnetId),
    routeTables: notMain.map(({ RouteTableId = "" }) => RouteTableId),
    networkAcls: acls
      .filter(({ IsDefault }) => IsDefault !== true)
      .map(({ NetworkAclId = "" }) => NetworkAclId),
    securityGroups: groups
      .filter(({ GroupName }) => GroupName !== "default")
      .map(({ GroupId = "" }) => GroupId),
    networkInterfaces: interfaces.map(({ NetworkInterfaceId = "", Description = "" }) =>
      `${NetworkInterfaceId} ${Description}`.trim(),
    ),
  };
}
