import { customerAsnFault, sessionFault } from "../bgp";
import { overlaps, peerProblem } from "./addresses";
import { unknownConnection } from "./connectionRules";
import type { DirectConnectPlan, InterfacePlan } from "./plan";
import { planConnections, planInterfaces, type PlannedInterface } from "./planned";
import { publicProblems } from "./publicRules";
import { faultAt, repeated, when, type PlanProblem } from "./problem";

/** Quotas of a dedicated connection or LAG that cannot be raised. Source: "AWS Direct Connect quotas". */
const most = { privateOrPublic: 50, transit: 4 };

/** AWS takes longer ones as `asnLong`, which `aws.directconnect` 7.48 lacks. Source: VirtualInterface, API reference. */
const longestAsn = 2147483646;

/** What makes the interfaces of a plan impossible. */
export function interfaceProblems(plan: DirectConnectPlan, region: string): PlanProblem[] {
  const planned = planInterfaces(plan);
  return [
    ...Object.entries(plan.interfaces).flatMap(([name, one]) => oneInterface(plan, name, one, region)),
    ...vlanTwice(planned),
    ...tooMany(plan),
    ...peersTwice(planned),
  ];
}

function oneInterface(
  plan: DirectConnectPlan,
  name: string,
  one: InterfacePlan,
  region: string,
): PlanProblem[] {
  const at = (...path: string[]) => ["interfaces", name, ...path];
  return [
    ...vlanProblems(plan, one, at("vlan")),
    ...asnProblems(plan, one, region, at("bgpAsn")),
    ...peerProblems(plan, one, at("peers")),
    ...generationProblems(plan, one, at("keyGenerations")),
    ...(one.type === "public" ? publicProblems(plan, one, at) : []),
  ];
}

function vlanProblems(
  { connections }: DirectConnectPlan,
  { vlan }: InterfacePlan,
  path: string[],
): PlanProblem[] {
  const hosted = connections.type === "hosted";
  return [
    ...when(hosted && vlan !== undefined, () => ({
      path,
      rule: "the partner gives a hosted connection its VLAN",
      remedy: "remove it here and set vlan of each connection under connections.accepted",
    })),
    ...when(!hosted && vlan === undefined, () => ({
      path,
      rule: "an interface on a dedicated connection needs a VLAN",
      remedy: "give one from 1 to 4094 that no other interface has",
    })),
    ...when(vlan !== undefined && !isVlan(vlan), () => ({
      path,
      rule: "a VLAN is from 1 to 4094",
      remedy: "take a free one in that range",
    })),
  ];
}

function isVlan(vlan: number): boolean {
  return Number.isInteger(vlan) && vlan >= 1 && vlan <= 4094;
}

function asnProblems(
  { gateway }: DirectConnectPlan,
  { type, bgpAsn }: InterfacePlan,
  region: string,
  path: string[],
): PlanProblem[] {
  const amazonSideAsn = type === "public" ? undefined : gateway?.amazonSideAsn;
  return [
    ...faultAt(path, customerAsnFault(bgpAsn, region)),
    ...when(bgpAsn > longestAsn, () => ({
      path,
      rule: `the provider takes ASNs up to ${longestAsn} on a virtual interface`,
      remedy: "take a smaller one; private ones are from 64512 to 65534",
    })),
    ...(amazonSideAsn === undefined ? [] : faultAt(path, sessionFault(amazonSideAsn, bgpAsn))),
  ];
}

function peerProblems(plan: DirectConnectPlan, one: InterfacePlan, path: string[]): PlanProblem[] {
  const keys = planConnections(plan).map(({ key }) => key);
  const given = Object.entries(one.peers);
  return [
    ...given
      .filter(([key]) => !keys.includes(key))
      .map(([key]) => ({ path: [...path, key], ...unknownConnection(keys) })),
    ...given.flatMap(([key, peer]) => {
      const rule = peerProblem(peer);
      return rule === undefined
        ? []
        : [{ path: [...path, key], rule, remedy: "correct one of the two addresses" }];
    }),
  ];
}

function generationProblems(
  plan: DirectConnectPlan,
  { keyGenerations }: InterfacePlan,
  path: string[],
): PlanProblem[] {
  const keys = planConnections(plan).map(({ key }) => key);
  return Object.entries(keyGenerations).flatMap(([key, generation]) => [
    ...when(!keys.includes(key), () => ({ path: [...path, key], ...unknownConnection(keys) })),
    ...when(!Number.isInteger(generation) || generation < 1, () => ({
      path: [...path, key],
      rule: "the generation of a key is a whole number from 1",
      remedy: "raise the number that was there by one to get another key",
    })),
  ]);
}

function vlanTwice(planned: readonly PlannedInterface[]): PlanProblem[] {
  const problems = repeated(planned.map(({ key }) => key)).flatMap(([key, index]) => {
    const later = planned[index];
    const earlier = planned.find((one) => one.key === key);
    // Two interfaces on a hosted connection are reported as such, and so is a connection that there is twice.
    if (later === undefined || earlier === undefined || later.connection.hosted) return [];
    if (later.name === earlier.name) return [];
    return [[later.name, earlier] as const];
  });
  return [...new Map(problems)].map(([name, earlier]) => ({
    path: ["interfaces", name, "vlan"],
    rule: `a VLAN has one interface on a connection, and ${earlier.name} has ${earlier.vlan}`,
    remedy: "take a free VLAN",
  }));
}

function tooMany({ connections, interfaces }: DirectConnectPlan): PlanProblem[] {
  const names = Object.keys(interfaces);
  const transit = Object.values(interfaces).filter(({ type }) => type === "transit").length;
  if (connections.type === "hosted") {
    return when(names.length > 1, () => ({
      path: ["interfaces"],
      rule: `a hosted connection carries one virtual interface, ${names.length} are given`,
      remedy:
        "order further hosted connections and give each a plan of its own, or take dedicated connections",
    }));
  }
  return [
    ...when(transit > most.transit, () => ({
      path: ["interfaces"],
      rule: `a connection carries at most ${most.transit} transit interfaces, ${transit} are given`,
      remedy: "let several networks share an interface: the transit gateway separates them by route tables",
    })),
    ...when(names.length - transit > most.privateOrPublic, () => ({
      path: ["interfaces"],
      rule: `a connection carries at most ${most.privateOrPublic} private and public interfaces`,
      remedy: "take a transit interface, which reaches many VPCs",
    })),
  ];
}

function peersTwice(planned: readonly PlannedInterface[]): PlanProblem[] {
  const given = planned.flatMap((one) => (one.peer ? [{ one, block: one.peer.customerAddress }] : []));
  return given.flatMap(({ one, block }, index) => {
    const other = given.slice(0, index).find((earlier) => overlaps(earlier.block, block));
    return when(other !== undefined, () => ({
      path: ["interfaces", one.name, "peers", one.connection.key],
      rule: `each BGP session has a subnet of its own, and ${other?.one.name} on ${other?.one.connection.key} has this one`,
      remedy: "take another subnet",
    }));
  });
}
