import {
  DeleteInternetGatewayCommand,
  DeleteNetworkAclCommand,
  DeleteRouteTableCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DetachInternetGatewayCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import type { DefaultVpc } from "./vpcContents";

/** One call on the way to an account without a default VPC. */
export interface RemovalStep {
  /** What it does, for people. */
  readonly title: string;
  readonly run: (client: EC2Client) => Promise<unknown>;
}

/**
 * The calls that remove a default VPC, in the order that AWS accepts: a gateway is detached before it is deleted, and
 * nothing may be left in the VPC when it goes. The main route table, default network ACL and default security group go with
 * it.
 */
export function removalSteps(vpc: DefaultVpc): RemovalStep[] {
  const VpcId = vpc.id;
  return [
    ...vpc.internetGateways.flatMap((InternetGatewayId) => [
      step(`detach internet gateway ${InternetGatewayId}`, (client) =>
        client.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId })),
      ),
      step(`delete internet gateway ${InternetGatewayId}`, (client) =>
        client.send(new DeleteInternetGatewayCommand({ InternetGatewayId })),
      ),
    ]),
    ...vpc.subnets.map((SubnetId) =>
      step(`delete subnet ${SubnetId}`, (client) => client.send(new DeleteSubnetCommand({ SubnetId }))),
    ),
    ...vpc.routeTables.map((RouteTableId) =>
      step(`delete route table ${RouteTableId}`, (client) =>
        client.send(new DeleteRouteTableCommand({ RouteTableId })),
      ),
    ),
    ...vpc.networkAcls.map((NetworkAclId) =>
      step(`delete network ACL ${NetworkAclId}`, (client) =>
        client.send(new DeleteNetworkAclCommand({ NetworkAclId })),
      ),
    ),
    ...vpc.securityGroups.map((GroupId) =>
      step(`delete security group ${GroupId}`, (client) =>
        client.send(new DeleteSecurityGroupCommand({ GroupId })),
      ),
    ),
    step(`delete VPC ${VpcId}`, (client) => client.send(new DeleteVpcCommand({ VpcId }))),
  ];
}

function step(title: string, run: RemovalStep["run"]): RemovalStep {
  return { title, run };
}
