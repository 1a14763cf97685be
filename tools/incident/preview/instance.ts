import {
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  EC2Client,
  type Instance,
} from "@aws-sdk/client-ec2";
import { caseTags } from "../../../components/response/names";
import type { ClientSettings } from "../session";
import type { Change, Preview } from "./change";
import { credentialChanges } from "./credentials";
import { addressChanges, interfaceChanges, networkAclChanges } from "./network";
import { autoScalingChanges, loadBalancerChanges } from "./traffic";
import { UsageError } from "../../exitCode";

export interface PreviewArgs {
  readonly instanceId: string;
  readonly caseId: string;
  readonly autoScaling: "detach" | "standby";
  readonly sessions: "role" | "instance";
}

/**
 * Finds what containing an instance would change now, by the calls that containment reads the instance by.
 *
 * @param settings Clients of the workload account; nothing but `Describe…` and `Get…` is called.
 * @throws UsageError when there is no such instance.
 */
export async function previewInstance(settings: ClientSettings, args: PreviewArgs): Promise<Preview> {
  const { instanceId, autoScaling, sessions } = args;
  const client = new EC2Client(settings);
  const instance = await instanceOf(client, instanceId);
  const [protection, scaling, balancing, interfaces, acls, addresses, credentials] = await Promise.all([
    protectionChanges(client, instance),
    autoScalingChanges(settings, instanceId, autoScaling),
    loadBalancerChanges(settings, instance),
    interfaceChanges(client, instance),
    networkAclChanges(client, instance),
    addressChanges(client, instanceId),
    credentialChanges(client, settings, instanceId, sessions),
  ]);
  return {
    subject: instanceId,
    changes: [
      ...protection,
      ...scaling,
      ...balancing,
      ...interfaces.changes,
      ...acls.changes,
      ...addresses,
      ...credentials,
      ...tagChanges(instance, args.caseId),
    ],
    warnings: [...interfaces.warnings, ...acls.warnings, ...instanceWarnings(instance)],
  };
}

async function instanceOf(client: EC2Client, instanceId: string): Promise<Instance> {
  // By filter, since AWS answers an unknown id with an error that says less.
  const { Reservations } = await client.send(
    new DescribeInstancesCommand({ Filters: [{ Name: "instance-id", Values: [instanceId] }] }),
  );
  const instance = Reservations?.[0]?.Instances?.[0];
  if (instance === undefined) {
    throw new UsageError(`--instance ${instanceId}: the account has no such instance in this region.`);
  }
  if (instance.State?.Name === "terminated")
    throw new UsageError(`--instance ${instanceId}: it is terminated.`);
  return instance;
}

async function protectionChanges(client: EC2Client, instance: Instance): Promise<readonly Change[]> {
  const InstanceId = instance.InstanceId ?? "";
  const [termination, shutdown] = await Promise.all([
    client.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiTermination" })),
    client.send(
      new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "instanceInitiatedShutdownBehavior" }),
    ),
  ]);
  const changes: Change[] = [];
  if (termination.DisableApiTermination?.Value !== true) {
    changes.push({ resource: InstanceId, change: "protect from termination", from: "off", to: "on" });
  }
  const behaviour = shutdown.InstanceInitiatedShutdownBehavior?.Value;
  if (behaviour !== "stop") {
    changes.push({
      resource: InstanceId,
      change: "shutdown behaviour",
      from: behaviour ?? "unknown",
      to: "stop",
    });
  }
  const lost = (instance.BlockDeviceMappings ?? []).filter(({ Ebs }) => Ebs?.DeleteOnTermination === true);
  return [
    ...changes,
    ...lost.map(({ DeviceName = "", Ebs }) => ({
      resource: Ebs?.VolumeId ?? "",
      change: `delete on termination (${DeviceName})`,
      from: "yes",
      to: "no",
    })),
  ];
}

function tagChanges(instance: Instance, caseId: string): readonly Change[] {
  const shown = caseId === "new" ? "the new case" : caseId;
  const to = `${caseTags.case}=${shown}, ${caseTags.keep}=true, ${caseTags.quarantine}=contained`;
  const resources = [
    instance.InstanceId,
    ...(instance.BlockDeviceMappings ?? []).map(({ Ebs }) => Ebs?.VolumeId),
    ...(instance.NetworkInterfaces ?? []).map(({ NetworkInterfaceId }) => NetworkInterfaceId),
  ];
  return resources.flatMap((resource) => (resource === undefined ? [] : [{ resource, change: "tag", to }]));
}

function instanceWarnings(instance: Instance): readonly string[] {
  const id = instance.InstanceId ?? "";
  const warnings: string[] = [];
  if (instance.InstanceLifecycle === "spot") {
    warnings.push(`${id} is a spot instance: AWS may interrupt it at any time`);
  }
  if (instance.RootDeviceType === "instance-store") {
    warnings.push(`${id} has its root on an instance store, of which there are no snapshots`);
  }
  if (instance.State?.Name !== "running") {
    warnings.push(`${id} is ${instance.State?.Name ?? "in an unknown state"}: there is no memory to take`);
  }
  return warnings;
}
