import {
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateCommand,
  CreateSecurityGroupCommand,
  DescribeImagesCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import type { AccountClients } from "./account";
import { exposeInstance, putBehindClassic } from "./expose";
import { present } from "./present";

/** An Auto Scaling group behind a load balancer, as a workload has it. */
export interface Workload {
  readonly groupName: string;
  readonly targetGroupArn: string;
  /** A Classic Load Balancer, which the attacked instance was registered with by hand. */
  readonly classicLoadBalancer: string;
  readonly securityGroupId: string;
  readonly roleName: string;
  readonly profileName: string;
  /** Key of the disks. */
  readonly keyArn: string;
  /** Its instances as they were started. */
  readonly instances: readonly string[];
  /** The instance that is attacked: with a data volume, a second interface and an Elastic IP. */
  readonly victim: string;
  readonly secondInterfaceId: string;
  readonly allocationId: string;
}

export interface Place {
  readonly vpcId: string;
  /** Subnets of two zones at least. */
  readonly subnetIds: readonly string[];
}

/** Tag by which the emulator knows that an instance has an agent of Systems Manager. */
const agentTag = { Key: "landing-zone-emulator:agent", Value: "Linux" };

/**
 * Creates a workload by plain calls.
 *
 * @param size How many instances the group has, 1 to 100.
 */
export async function plantWorkload(
  account: AccountClients,
  { vpcId, subnetIds }: Place,
  name = "drill",
  size = 2,
): Promise<Workload> {
  const { GroupId } = await account.ec2.send(
    new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: name, Description: "The web servers" }),
  );
  const securityGroupId = present(GroupId, "security group");
  const roleName = `${name}-web`;
  await createProfile(account, roleName);
  const { KeyMetadata } = await account.kms.send(new CreateKeyCommand({ Description: `Disks of ${name}` }));
  const keyArn = present(KeyMetadata?.Arn, "key");
  const targetGroupArn = await createLoadBalancer(account, { vpcId, subnetIds }, name, securityGroupId);
  const instances = await createGroup(account, {
    name,
    size,
    subnetIds,
    securityGroupId,
    roleName,
    keyArn,
    targetGroupArn,
  });
  const victim = present(instances[0], "instance");
  return {
    groupName: name,
    targetGroupArn,
    classicLoadBalancer: await putBehindClassic(account, subnetIds, name, victim),
    securityGroupId,
    roleName,
    profileName: roleName,
    keyArn,
    instances,
    victim,
    ...(await exposeInstance(account, victim, securityGroupId)),
  };
}

async function createProfile({ iam }: AccountClients, name: string): Promise<void> {
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
  };
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: name }));
}

async function createLoadBalancer(
  { elbV2 }: AccountClients,
  { vpcId, subnetIds }: Place,
  name: string,
  group: string,
): Promise<string> {
  const { LoadBalancers } = await elbV2.send(
    new CreateLoadBalancerCommand({ Name: name, Subnets: [...subnetIds], SecurityGroups: [group] }),
  );
  const { TargetGroups } = await elbV2.send(
    new CreateTargetGroupCommand({ Name: name, Port: 80, Protocol: "HTTP", VpcId: vpcId }),
  );
  const targetGroupArn = present(TargetGroups?.[0]?.TargetGroupArn, "target group");
  await elbV2.send(
    new CreateListenerCommand({
      LoadBalancerArn: present(LoadBalancers?.[0]?.LoadBalancerArn, "load balancer"),
      Port: 80,
      Protocol: "HTTP",
      DefaultActions: [{ Type: "forward", TargetGroupArn: targetGroupArn }],
    }),
  );
  return targetGroupArn;
}

interface GroupArgs {
  readonly name: string;
  readonly size: number;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly roleName: string;
  readonly keyArn: string;
  readonly targetGroupArn: string;
}

async function createGroup(account: AccountClients, args: GroupArgs): Promise<readonly string[]> {
  const { ec2, autoScaling } = account;
  const { Images } = await ec2.send(new DescribeImagesCommand({ Owners: ["amazon"] }));
  const disk = { Encrypted: true, KmsKeyId: args.keyArn };
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: args.name,
      LaunchTemplateData: {
        ImageId: present(Images?.[0]?.ImageId, "image"),
        InstanceType: "t3.nano",
        SecurityGroupIds: [args.securityGroupId],
        IamInstanceProfile: { Name: args.roleName },
        BlockDeviceMappings: [
          { DeviceName: "/dev/sda1", Ebs: { ...disk, VolumeSize: 8 } },
          { DeviceName: "/dev/sdf", Ebs: { ...disk, VolumeSize: 20 } },
        ],
        TagSpecifications: [
          { ResourceType: "instance", Tags: [{ Key: "Name", Value: args.name }, agentTag] },
        ],
      },
    }),
  );
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: args.name,
      MinSize: 1,
      MaxSize: args.size * 2,
      DesiredCapacity: args.size,
      LaunchTemplate: { LaunchTemplateId: LaunchTemplate?.LaunchTemplateId, Version: "$Latest" },
      VPCZoneIdentifier: args.subnetIds.join(","),
      TargetGroupARNs: [args.targetGroupArn],
    }),
  );
  const { AutoScalingGroups } = await autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [args.name] }),
  );
  return (AutoScalingGroups?.[0]?.Instances ?? []).map(({ InstanceId }) =>
    present(InstanceId, "instance id"),
  );
}
