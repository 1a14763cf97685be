import type { ArgumentProblem } from "../../problems";
import { awsAsnFault } from "../bgp";
import { overlaps } from "../directConnect/addresses";
import {
  addressProblems,
  customerGatewayProblems,
  faultAt,
  insideCidrProblems,
} from "./customerGatewayRules";
import { planConnections, type VpnPlan, type VpnSurroundings } from "./plan";
import { tunnelOptionProblems } from "./tunnelOptions";

/** What a customer gateway's key looks like: it is part of the names of resources. */
const customerGatewayKey = /^[a-z][a-z0-9-]{0,19}$/;

/**
 * What is wrong with a plan. Blocks and addresses are taken to be well-formed.
 *
 * @returns Problems whose arguments are paths in the plan.
 */
export function vpnProblems(plan: VpnPlan, surroundings: VpnSurroundings): ArgumentProblem[] {
  return [
    ...gatewayProblems(plan),
    ...countProblems(plan),
    ...Object.entries(plan.customerGateways).flatMap(([key, customerGateway]) =>
      customerGatewayProblems(key, customerGateway, plan, surroundings),
    ),
    ...addressProblems(plan),
    ...insideCidrProblems(planConnections(plan, surroundings.account)),
    ...prefixProblems(plan, surroundings),
    ...tunnelOptionProblems(plan.tunnels),
  ];
}

function gatewayProblems({ gateway, customerGateways, amazonPrefixes }: VpnPlan): ArgumentProblem[] {
  const problems = faultAt("gateway.amazonSideAsn", awsAsnFault(gateway.amazonSideAsn));
  const statics = Object.values(customerGateways).filter(({ routing }) => routing.type === "static");
  if (gateway.type === "virtualPrivateGateway" && amazonPrefixes.length > 0) {
    problems.push({
      argument: "amazonPrefixes",
      rule: "a virtual private gateway leads to its own VPC and nowhere else",
      remedy: "remove it, or end the tunnels at a transit gateway",
    });
  }
  if (gateway.type === "transitGateway" && statics.length > 0 && gateway.routeTableId === undefined) {
    problems.push({
      argument: "gateway.routeTableId",
      rule: "static routes are written to a route table of the transit gateway, and none is named",
      remedy: "name the route table, or route by BGP",
    });
  }
  if (gateway.type === "transitGateway" && statics.length > 1) {
    problems.push({
      argument: "customerGateways",
      rule: "a transit gateway's route table has one static route for a block, so a second connection would never be used",
      remedy: "route by BGP, or keep one customer gateway",
    });
  }
  return problems;
}

function countProblems({ customerGateways }: VpnPlan): ArgumentProblem[] {
  const keys = Object.keys(customerGateways);
  const problems = keys
    .filter((key) => !customerGatewayKey.test(key))
    .map((key) => ({
      argument: `customerGateways.${key}`,
      rule: "a key has a-z, 0-9 and -, starts with a letter, and has 20 characters at most",
      remedy: "choose another key",
    }));
  if (keys.length < 1 || keys.length > 2) {
    problems.push({
      argument: "customerGateways",
      rule: `one or two are possible, got ${keys.length}`,
      remedy: keys.length < 1 ? "add the device on-premises" : "keep the two that stand in for each other",
    });
  }
  return problems;
}

function prefixProblems(
  { onPremisesPrefixes, amazonPrefixes }: VpnPlan,
  { vpcCidrBlock }: VpnSurroundings,
): ArgumentProblem[] {
  return onPremisesPrefixes.flatMap((prefix, index) => {
    const argument = `onPremisesPrefixes.${index}`;
    const problems: ArgumentProblem[] = [];
    if (onPremisesPrefixes.indexOf(prefix) < index) {
      problems.push({ argument, rule: `${prefix} is listed twice`, remedy: "remove the repetition" });
    }
    if (overlaps(prefix, vpcCidrBlock)) {
      problems.push({
        argument,
        rule: `${prefix} must not overlap the VPC's block ${vpcCidrBlock}: the VPC would keep that traffic to itself`,
        remedy: "give the VPC another block, or translate the addresses on-premises",
      });
    }
    for (const other of amazonPrefixes.filter((block) => overlaps(prefix, block))) {
      problems.push({
        argument,
        rule: `${prefix} must not overlap ${other}, which is behind the transit gateway`,
        remedy: "correct one of the two blocks",
      });
    }
    if (overlaps(prefix, "169.254.0.0/16")) {
      problems.push({
        argument,
        rule: `${prefix} must not overlap 169.254.0.0/16, which is never routed`,
        remedy: "remove it, or list the blocks around it",
      });
    }
    return problems;
  });
}
