import { fitsInto, instancesAtOnce } from "./aclRoom";
import type { AccountFacts, InstanceFacts, VolumeFacts, VpcFacts } from "./facts";
import { reasons, type Level, type ReasonName } from "./reasons";

/** One thing that a response would miss, or that people should know. */
export interface Obstacle {
  readonly reason: ReasonName;
  /** What it is about: a volume, VPC, ACL or address; nothing when it is the instance or account itself. */
  readonly subject: string;
}

export interface InstanceReadiness {
  readonly instanceId: string;
  readonly name: string;
  /** Whether containment and acquisition would miss nothing. */
  readonly ready: boolean;
  readonly obstacles: readonly Obstacle[];
}

export interface VpcReadiness {
  readonly vpcId: string;
  /** How many instances, with one IPv4 address each, its network ACLs have room for while they are contained. */
  readonly instancesAtOnce: number;
}

export interface Readiness {
  readonly account: string;
  readonly region: string;
  readonly ready: boolean;
  /** VPCs of the instances, in the order of their ids. */
  readonly vpcs: readonly VpcReadiness[];
  /** Instances in the order of their ids. */
  readonly instances: readonly InstanceReadiness[];
}

/** Says of every running instance what a response would miss today. */
export function assess(facts: AccountFacts): Readiness {
  const common = accountObstacles(facts);
  const instances = [...facts.instances]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((instance) => assessInstance(instance, facts, common));
  const vpcs = Object.entries(facts.vpcs)
    .map(([vpcId, { acls }]) => ({ vpcId, instancesAtOnce: instancesAtOnce(acls, facts.aclRuleQuota) }))
    .sort((a, b) => (a.vpcId < b.vpcId ? -1 : 1));
  const { account, region } = facts;
  return { account, region, ready: instances.every(({ ready }) => ready), vpcs, instances };
}

/** How grave an obstacle is. */
export function levelOf({ reason }: Obstacle): Level {
  return reasons[reason].level;
}

function assessInstance(
  instance: InstanceFacts,
  facts: AccountFacts,
  common: readonly Obstacle[],
): InstanceReadiness {
  const obstacles = [
    ...common,
    ...networkObstacles(instance, facts),
    ...diskObstacles(instance, facts),
    ...memoryObstacles(instance, facts),
    ...restoringNotes(instance),
  ];
  const ready = obstacles.every((obstacle) => levelOf(obstacle) === "note");
  return { instanceId: instance.id, name: instance.name, ready, obstacles };
}

/** A list of one obstacle, or of none. */
function when(holds: boolean, reason: ReasonName, subject = ""): readonly Obstacle[] {
  return holds ? [{ reason, subject }] : [];
}

function accountObstacles({ roles, quarantineProfile, transferKey }: AccountFacts): readonly Obstacle[] {
  return [
    ...when(!roles.reader, "no-reader-role"),
    ...when(!roles.container, "no-container-role"),
    ...when(!roles.copier, "no-copier-role"),
    ...when(!quarantineProfile, "no-quarantine-profile"),
    ...when(transferKey !== "usable", "no-transfer-key"),
  ];
}

function networkObstacles({ vpcs, addresses }: InstanceFacts, facts: AccountFacts): readonly Obstacle[] {
  return vpcs.flatMap((id) => {
    const { isolationGroups, conversionGroups, acls } = vpcOf(facts, id);
    return [
      ...when(isolationGroups.length === 0, "no-isolation-group", id),
      ...when(conversionGroups.length === 0, "no-conversion-group", id),
      ...when(isolationGroups.length > 1 || conversionGroups.length > 1, "several-groups", id),
      ...acls.flatMap((acl) =>
        when(!fitsInto(acl, addresses, facts.aclRuleQuota), "acl-rules", `${id} ${acl.id}`),
      ),
    ];
  });
}

function diskObstacles(instance: InstanceFacts, facts: AccountFacts): readonly Obstacle[] {
  const { volumes, instanceStoreGiB, spot } = instance;
  const { snapshots } = facts;
  // A snapshot of each disk, one more of each for the image, and a copy of each under the key for handing over.
  const needed = 3 * volumes.length;
  return [
    ...volumes.flatMap((volume) => volumeObstacles(volume, facts)),
    ...when(snapshots !== undefined && snapshots.used + needed > snapshots.quota, "snapshot-quota"),
    ...when(instanceStoreGiB > 0, "instance-store", `${instanceStoreGiB} GiB`),
    ...when(spot, "spot"),
  ];
}

function volumeObstacles({ id, keyArn }: VolumeFacts, { keys }: AccountFacts): readonly Obstacle[] {
  if (keyArn === undefined) return [];
  const key = keys[keyArn] ?? { state: "missing", access: "unknown" };
  const subject = `${id} ${keyArn}`;
  if (key.state !== "usable") return when(true, "volume-key-unusable", subject);
  return [
    ...when(key.access === "no", "volume-key-refuses", subject),
    ...when(key.access === "unknown", "volume-key-uncertain", subject),
  ];
}

/** Endpoints by which Systems Manager reaches a contained instance. */
const neededEndpoints = ["ec2messages", "kms", "ssm", "ssmmessages"];

/** Processors for which there is a tool that captures memory. */
const capturable = ["x86_64", "arm64"];

function memoryObstacles(instance: InstanceFacts, facts: AccountFacts): readonly Obstacle[] {
  const { agent, platform, architecture, vpcs } = instance;
  return [
    ...when(agent === undefined, "no-agent"),
    ...when(agent?.online === false, "agent-offline"),
    ...vpcs.flatMap((id) => {
      const { endpoints, s3 } = vpcOf(facts, id);
      const missing = neededEndpoints.filter((service) => !endpoints.includes(service));
      const all = [...missing, ...(s3 ? [] : ["s3"])];
      return when(all.length > 0, "no-endpoints", `${id} ${all.join(", ")}`);
    }),
    ...when(
      platform !== "linux" || !capturable.includes(architecture),
      "no-tool",
      `${agent?.platform ?? platform} on ${architecture}`,
    ),
  ];
}

function restoringNotes({ elasticIps, autoScalingGroup }: InstanceFacts): readonly Obstacle[] {
  return [
    ...elasticIps.map((address): Obstacle => ({ reason: "elastic-ip", subject: address })),
    ...when(autoScalingGroup !== undefined, "auto-scaling", autoScalingGroup),
  ];
}

const emptyVpc: VpcFacts = {
  isolationGroups: [],
  conversionGroups: [],
  endpoints: [],
  s3: false,
  acls: [],
};

function vpcOf({ vpcs }: AccountFacts, id: string): VpcFacts {
  return vpcs[id] ?? emptyVpc;
}
