import { covers, overlaps } from "./addresses";
import type { DirectConnectPlan } from "./plan";
import { when, type PlanProblem } from "./problem";

/** What a Direct Connect meets in its account. */
export interface Surroundings {
  /** Block of the VPC that it leads to. */
  readonly vpcCidrBlock: string;
  /** ASN of the transit gateway, if it is the one that the Direct Connect gateway is associated with. */
  readonly transitGatewayAsn?: number;
  /** Static routes of the VPN that stands by; none when the VPN learns its routes by BGP. */
  readonly vpnStaticRoutes?: readonly string[];
}

/** What is wrong between a plan and its surroundings. */
export function surroundingsProblems(plan: DirectConnectPlan, surroundings: Surroundings): PlanProblem[] {
  return [
    ...vpcProblems(plan, surroundings.vpcCidrBlock),
    ...transitGatewayProblems(plan, surroundings.transitGatewayAsn),
    ...backupProblems(plan, surroundings.vpnStaticRoutes ?? []),
  ];
}

function vpcProblems({ gateway, onPremisesPrefixes }: DirectConnectPlan, vpc: string): PlanProblem[] {
  const association = gateway?.association;
  return [
    ...onPremisesPrefixes.flatMap((prefix, index) =>
      when(overlaps(prefix, vpc), () => ({
        path: ["onPremisesPrefixes", String(index)],
        rule: `must not overlap the VPC's block ${vpc}: the VPC would keep that traffic to itself`,
        remedy: "give the VPC another block, or translate the addresses on-premises",
      })),
    ),
    ...when(
      association?.type === "virtualPrivateGateway" &&
        !association.allowedPrefixes.some((prefix) => covers(prefix, vpc)),
      () => ({
        path: ["gateway", "association", "allowedPrefixes"],
        rule: `a virtual private gateway announces its VPC's block ${vpc} only if an allowed prefix is as wide or wider`,
        remedy: `add ${vpc}`,
      }),
    ),
  ];
}

/** Source: "Create a transit virtual interface to the Direct Connect gateway", AWS Direct Connect user guide. */
function transitGatewayProblems({ gateway }: DirectConnectPlan, asn: number | undefined): PlanProblem[] {
  return when(gateway?.association.type === "transitGateway" && gateway.amazonSideAsn === asn, () => ({
    path: ["gateway", "amazonSideAsn"],
    rule: "must differ from the transit gateway's ASN, or AWS refuses the association",
    remedy: "change one of the two",
  }));
}

/**
 * A static route of a VPN takes the traffic from a working Direct Connect when it is longer and, in a transit gateway, also
 * when it is the same. Sources: "Route priority", Amazon VPC user guide; "Route evaluation order", transit gateway guide.
 */
function backupProblems(plan: DirectConnectPlan, vpnStaticRoutes: readonly string[]): PlanProblem[] {
  const transit = plan.gateway?.association.type === "transitGateway";
  return plan.onPremisesPrefixes.flatMap((prefix, index) =>
    vpnStaticRoutes
      .filter((route) => covers(prefix, route) && (transit || !covers(route, prefix)))
      .map((route) => ({
        path: ["onPremisesPrefixes", String(index)],
        rule: `the VPN's static route ${route} takes this traffic from Direct Connect also while Direct Connect works`,
        remedy: "let the VPN learn its routes by BGP, or give it a route that is wider than this prefix",
      })),
  );
}
