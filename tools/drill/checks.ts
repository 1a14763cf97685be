import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { caseTags, quarantineName } from "../../components/response/names";
import type { Check } from "./check";
import type { Piece } from "./evidence";
import { imagesOf, objectsOf, snapshotsOf, verifyCustody } from "./evidence";
import { checkMemory } from "./memory";
import type { DrillPlace } from "./place";
import type { Workload } from "./plant";
import type { Incident } from "./respond";
import type { InstanceState } from "./state";

/** Whether the instance is cut off, asked by plain calls while it is contained. */
export function checkContainment(place: DrillPlace, before: InstanceState, now: InstanceState): Check[] {
  const { isolationGroupIds } = place;
  return [
    {
      name: "every interface has the isolation group and no other",
      ok:
        now.groups.length === before.groups.length &&
        now.groups.every((each) => isOnly(each, isolationGroupIds)),
      saw: now.groups,
    },
    { name: "the Elastic IP is taken away", ok: now.publicAddresses.length === 0, saw: now.publicAddresses },
    {
      name: "the instance is no target of its load balancer",
      ok: before.isTarget && !now.isTarget,
      saw: now.isTarget,
    },
    {
      name: "the instance is not behind its Classic Load Balancer",
      ok: before.isBehindClassic && !now.isBehindClassic,
      saw: now.isBehindClassic,
    },
    {
      name: "the Auto Scaling group does not manage the instance",
      ok: now.autoScalingGroups.length === 0,
      saw: now.autoScalingGroups,
    },
    {
      name: "the network ACLs deny every address of the instance both ways",
      ok: [
        ...before.privateAddresses.map((address) => `${address}/32`),
        ...before.ipv6Addresses.map((address) => `${address}/128`),
      ].every((block) =>
        ["from", "to"].every((way) => now.denied.some((line) => line.endsWith(`${way} ${block}`))),
      ),
      saw: now.denied,
    },
    { name: "the instance has the quarantine profile", ok: now.profile === quarantineName, saw: now.profile },
    {
      name: "the sessions of its role are revoked",
      ok: now.rolePolicies.length > before.rolePolicies.length,
      saw: now.rolePolicies,
    },
    {
      name: "it is protected from termination, and stops when it shuts down",
      ok: now.terminationProtection && now.shutdownBehavior === "stop",
      saw: { protection: now.terminationProtection, shutdown: now.shutdownBehavior },
    },
    { name: "no disk goes with it", ok: now.deletedVolumes.length === 0, saw: now.deletedVolumes },
  ];
}

function isOnly(groups: readonly string[], allowed: readonly string[]): boolean {
  return groups.length === 1 && allowed.includes(groups[0] ?? "");
}

/** Whether the tags tell that it is contained, and in which case. */
export function checkTags(caseId: string, { tags }: InstanceState): Check {
  const wanted = { [caseTags.case]: caseId, [caseTags.keep]: "true", [caseTags.quarantine]: "contained" };
  return {
    name: "the instance's tags tell the case and the quarantine",
    ok: Object.entries(wanted).every(([key, value]) => tags[key] === value),
    saw: tags,
  };
}

/** Whether the group started another instance. */
export async function checkCapacity({ workload }: DrillPlace, planted: Workload): Promise<Check> {
  const { AutoScalingGroups } = await workload.autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [planted.groupName] }),
  );
  const instances = (AutoScalingGroups?.[0]?.Instances ?? []).map(({ InstanceId }) => InstanceId);
  return {
    name: "the Auto Scaling group keeps its capacity without the instance",
    ok: instances.length === planted.instances.length && !instances.includes(planted.victim),
    saw: instances,
  };
}

/** Whether evidence is in the forensics account, under its key, and held. */
export async function checkEvidence(
  place: DrillPlace,
  { caseId }: Incident,
): Promise<{ readonly checks: readonly Check[]; readonly evidence: readonly Piece[] }> {
  const [objects, snapshots, images, custody] = await Promise.all([
    objectsOf(place, caseId),
    snapshotsOf(place, caseId),
    imagesOf(place, caseId),
    verifyCustody(place, caseId),
  ]);
  const foreign = [...objects, ...snapshots].filter(({ keyArn }) => keyArn !== place.evidenceKeyArn);
  const free = [...objects, ...snapshots].filter(({ isHeld }) => !isHeld);
  const disks = snapshots.map(({ id }) => id).sort();
  const kept = ["before.json", "metadata/instance.json", "metadata/console-output.json"];
  const checks: Check[] = [
    {
      name: "both disks are in the forensics account",
      ok: snapshots.length === 2,
      saw: snapshots.map(({ id, size }) => `${id}, ${size} GiB`),
    },
    {
      name: "one image in the forensics account has these disks, and no other",
      ok: images.length === 1 && images[0]?.snapshotIds.join() === disks.join(),
      saw: images,
    },
    checkMemory(caseId, objects, custody.entries),
    {
      name: "the state before and the metadata are in the vault",
      ok: kept.every((name) => objects.some(({ id }) => id.endsWith(`/${name}`))),
      saw: objects.length,
    },
    {
      name: "all evidence is encrypted with the forensics account's key",
      ok: objects.length > 0 && foreign.length === 0,
      saw: foreign,
    },
    {
      name: "all evidence is under legal hold or locked",
      ok: objects.length > 0 && free.length === 0,
      saw: free,
    },
    {
      name: "the custody log is whole, signed, and true to the evidence",
      ok: custody.intact && custody.entries.length > 0,
      saw: { entries: custody.entries.length, problems: custody.problems },
    },
  ];
  return { checks, evidence: [...objects, ...snapshots] };
}

/** What a release restores, in words. Tags of the case stay: they belong to the evidence. */
const restored: Readonly<Record<Exclude<keyof InstanceState, "tags">, string>> = {
  groups: "the security groups are",
  interfaces: "the network interfaces are",
  privateAddresses: "the private IPv4 addresses are",
  ipv6Addresses: "the IPv6 addresses are",
  profile: "the instance profile is",
  publicAddresses: "the Elastic IPs are",
  isTarget: "the registration as a target is",
  isBehindClassic: "the registration with the Classic Load Balancer is",
  autoScalingGroups: "the Auto Scaling group is",
  terminationProtection: "the protection from termination is",
  shutdownBehavior: "the behavior at shutdown is",
  deletedVolumes: "what becomes of the disks on termination is",
  rolePolicies: "the inline policies of the role are",
  denied: "what the network ACLs deny is",
};

/** Whether a release restored everything. */
export function checkRelease(before: InstanceState, now: InstanceState): Check[] {
  return (Object.keys(restored) as (keyof typeof restored)[]).map((part) => ({
    name: `after the release, ${restored[part]} as before`,
    ok: JSON.stringify(now[part]) === JSON.stringify(before[part]),
    saw: now[part],
  }));
}
