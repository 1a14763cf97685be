import type { World } from "./model";
import { conversionGroup, instanceId, isolationGroup, quarantineArn } from "./newWorld";
import type { Json } from "../../../../components/response/asl/states";

/** How far each way to and from the instance is open: 0 is shut. A state is less isolated when any number is higher. */
export type Exposure = Readonly<Record<string, number>>;

/** Every way to and from the instance. */
export function exposureOf(world: World): Exposure {
  const ways: Record<string, number> = {};
  const nics = world.interfaces.filter((nic) => nic.instanceId === instanceId);
  for (const { NetworkInterfaceId, groups } of nics) {
    ways[`groups ${NetworkInterfaceId}`] = Math.max(...groups.map(opennessOf));
  }
  const blocks = nics.flatMap(({ ipv4, ipv6 }) => [`${ipv4}/32`, ...ipv6.map((each) => `${each}/128`)]);
  for (const [id, acl] of Object.entries(world.acls)) {
    if (acl.VpcId !== "vpc-1") continue;
    for (const block of blocks) {
      for (const egress of [false, true])
        ways[`acl ${id} ${block} ${egress}`] = passes(acl.entries, block, egress);
    }
  }
  const profile = world.associations.find(({ InstanceId }) => InstanceId === instanceId);
  ways["profile"] = profile?.Arn === quarantineArn ? 0 : 1;
  ways["sessions"] =
    `landing-zone-incident-${instanceId}` in (world.roles["application"]?.policies ?? {}) ? 0 : 1;
  ways["addresses"] = world.addresses.filter(({ at }) => at?.InstanceId === instanceId).length;
  const identities: readonly Json[] = [instanceId, ...nics.map(({ ipv4 }) => ipv4)];
  for (const [arn, { targets }] of Object.entries(world.targetGroups)) {
    ways[`targets ${arn}`] = targets.filter(({ Id }) => identities.includes(Id ?? null)).length;
  }
  for (const [name, ids] of Object.entries(world.classic))
    ways[`classic ${name}`] = ids.includes(instanceId) ? 1 : 0;
  const lifecycle = Object.values(world.scaling).map(({ members }) => members[instanceId])[0];
  ways["autoScaling"] = lifecycle === undefined || lifecycle === "Standby" ? 0 : 1;
  return { ...ways, ...evidenceOf(world) };
}

/** Ways in which evidence could go. */
function evidenceOf(world: World): Exposure {
  const own = world.instances[instanceId];
  return {
    termination: own?.termination === true ? 0 : 1,
    shutdown: own?.shutdown === "stop" ? 0 : 1,
    volumes: own?.volumes.filter(({ keep }) => !keep).length ?? 0,
  };
}

function opennessOf(group: string): number {
  if (group === isolationGroup) return 0;
  return group === conversionGroup ? 2 : 1;
}

/** 0 when an entry that denies everything comes before all that allow more than one address. */
function passes(entries: World["acls"][string]["entries"], block: string, egress: boolean): number {
  const ordered = entries
    .filter(({ Egress }) => Egress === egress)
    .toSorted((left, right) => Number(left["RuleNumber"]) - Number(right["RuleNumber"]));
  const decides = ordered.find(({ RuleAction, CidrBlock, Ipv6CidrBlock, Protocol }) => {
    const blockOf = CidrBlock ?? Ipv6CidrBlock;
    const isWide = typeof blockOf === "string" && blockOf.endsWith("/0");
    return blockOf === block ? Protocol === "-1" : RuleAction === "allow" && isWide;
  });
  return decides?.["RuleAction"] === "deny" ? 0 : 1;
}

/** Ways that are further open than they were. */
export function opened(before: Exposure, after: Exposure): readonly string[] {
  return Object.keys(after).filter((way) => (after[way] ?? 0) > (before[way] ?? 0));
}
