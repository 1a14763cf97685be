import { awsAsnFault } from "../bgp";
import { overlaps } from "./addresses";
import type { DirectConnectPlan, GatewayPlan } from "./plan";
import { faultAt, repeated, when, type PlanProblem } from "./problem";

type AssociationType = GatewayPlan["association"]["type"];

/** The type of interface that reaches what a gateway is associated with. */
const interfaceTypeOf: Readonly<Record<AssociationType, "private" | "transit">> = {
  virtualPrivateGateway: "private",
  transitGateway: "transit",
};

/**
 * Most allowed prefixes. For transit gateways it is a quota that cannot be raised (source: "AWS Direct Connect quotas").
 * A virtual private gateway announces no other prefixes than its VPC's blocks, so a longer list is a mistake.
 */
const mostAllowedPrefixes: Readonly<Record<AssociationType, number>> = {
  virtualPrivateGateway: 20,
  transitGateway: 200,
};

/** More than these put the BGP session down. Source: "AWS Direct Connect quotas", default for each address family. */
const mostOnPremisesPrefixes = 100;

/** What makes the gateway of a plan impossible, and what is wrong between it and the interfaces. */
export function gatewayProblems(plan: DirectConnectPlan): PlanProblem[] {
  return [
    ...(plan.gateway === undefined ? [] : gatewayOwnProblems(plan.gateway, plan.onPremisesPrefixes)),
    ...kindProblems(plan),
    ...onPremisesProblems(plan.onPremisesPrefixes),
  ];
}

function gatewayOwnProblems(gateway: GatewayPlan, onPremisesPrefixes: readonly string[]): PlanProblem[] {
  const { amazonSideAsn, association } = gateway;
  const { allowedPrefixes } = association;
  const at = (...path: string[]) => ["gateway", "association", "allowedPrefixes", ...path];
  const most = mostAllowedPrefixes[association.type];
  return [
    ...faultAt(["gateway", "amazonSideAsn"], awsAsnFault(amazonSideAsn)),
    ...when(allowedPrefixes.length > most, () => ({
      path: at(),
      rule: `at most ${most} prefixes are allowed to a ${words(association.type)}, ${allowedPrefixes.length} are given`,
      remedy: "summarize neighbouring prefixes into shorter ones",
    })),
    ...repeated(allowedPrefixes).map(([, index]) => ({
      path: at(String(index)),
      rule: "each prefix is named once",
      remedy: "remove the repetition",
    })),
    ...allowedPrefixes.flatMap((prefix, index) =>
      onPremisesPrefixes
        .filter((other) => overlaps(prefix, other))
        .map((other) => ({
          path: at(String(index)),
          rule: `must not overlap the on-premises prefix ${other}: both sides would announce the same addresses`,
          remedy: "narrow one of the two, or renumber one network",
        })),
    ),
  ];
}

function words(type: AssociationType): string {
  return type === "transitGateway" ? "transit gateway" : "virtual private gateway";
}

/** Source: "Direct Connect gateways and transit gateway associations", AWS Direct Connect user guide. */
function kindProblems({ gateway, interfaces }: DirectConnectPlan): PlanProblem[] {
  return Object.entries(interfaces).flatMap(([name, { type }]) => {
    if (type === "public") return [];
    const path = ["interfaces", name, "type"];
    if (gateway === undefined) {
      return [{ path, rule: `a ${type} interface needs a Direct Connect gateway`, remedy: "add gateway" }];
    }
    const wanted = interfaceTypeOf[gateway.association.type];
    return when(type !== wanted, () => ({
      path,
      rule:
        `a Direct Connect gateway with a ${words(gateway.association.type)} has ${wanted} interfaces only; ` +
        "private and transit interfaces cannot share one",
      remedy: `make it ${wanted}, or change gateway.association.type to suit all interfaces`,
    }));
  });
}

function onPremisesProblems(prefixes: readonly string[]): PlanProblem[] {
  return [
    ...when(prefixes.length > mostOnPremisesPrefixes, () => ({
      path: ["onPremisesPrefixes"],
      rule: `AWS takes at most ${mostOnPremisesPrefixes} prefixes in a BGP session and ends it at one more, ${prefixes.length} are given`,
      remedy: "announce shorter prefixes that summarize them",
    })),
    ...repeated(prefixes).map(([, index]) => ({
      path: ["onPremisesPrefixes", String(index)],
      rule: "each prefix is named once",
      remedy: "remove the repetition",
    })),
  ];
}
