import {
  carrierGateway,
  clientVpnAssociation,
  coreNetworkAttachment,
  egressOnlyInternetGateway,
  internetGateway,
  internetGatewayAttachment,
  natGateway,
  peeringConnection,
  subnet,
  transitGatewayAttachment,
  vpc,
  vpnGateway,
  vpnGatewayAttachment,
} from "../../../shared/families/network";
import type { Family } from "../../../shared/family";
import { about, judgeExistence, type Located } from "../../../shared/finding";
import { rule } from "../../../shared/rule";
import type { Member, Stack } from "../../../shared/stack";
import { purposes, tagOf } from "../../../shared/tags";
import { all, any, not, type Truth } from "../../../shared/truth";

export const forensicsVpcIsolated = rule({
  name: "forensics-vpc-isolated",
  must: "No gateway, peering or attachment leads out of a VPC in which evidence is analysed.",
  fix:
    "Remove the way out; reach AWS services by VPC endpoints. A VPC of the forensics account that is for something else " +
    "says so in its tag purpose.",
  stack: (stack) => [
    ...waysOut(stack, internetGateway, "vpcId"),
    ...waysOut(stack, internetGatewayAttachment, "vpcId"),
    ...waysOut(stack, egressOnlyInternetGateway, "vpcId"),
    ...waysOut(stack, carrierGateway, "vpcId"),
    ...waysOut(stack, vpnGateway, "vpcId"),
    ...waysOut(stack, vpnGatewayAttachment, "vpcId"),
    ...waysOut(stack, peeringConnection, "vpcId"),
    ...waysOut(stack, peeringConnection, "peerVpcId"),
    ...waysOut(stack, transitGatewayAttachment, "vpcId"),
    ...waysOut(stack, coreNetworkAttachment, "vpcArn"),
    ...waysOut(stack, natGateway, "vpcId"),
    ...waysOutOfSubnets(stack, natGateway),
    ...waysOutOfSubnets(stack, clientVpnAssociation),
  ],
});

/** Resources that name the VPC itself. */
function waysOut<A>(stack: Stack, family: Family<A>, property: keyof A & string): Located[] {
  const vpcs = stack.join(family, property, vpc);
  return stack
    .all(family)
    .flatMap((member) => judgeWayOut(member, vpcs.targetOf(member), vpcs.unresolved.includes(member), stack));
}

/** Resources that name a subnet, whose VPC they lead out of. */
function waysOutOfSubnets<A extends { subnetId?: unknown }>(stack: Stack, family: Family<A>): Located[] {
  const subnets = stack.join(family, "subnetId", subnet);
  const vpcs = stack.join(subnet, "vpcId", vpc);
  return stack.all(family).flatMap((member) => {
    const within = subnets.targetOf(member);
    const target = within === undefined ? undefined : vpcs.targetOf(within);
    const untold =
      subnets.unresolved.includes(member) || vpcs.unresolved.some(({ urn }) => urn === within?.urn);
    return judgeWayOut(member, target, untold, stack);
  });
}

function judgeWayOut(
  member: Member<unknown>,
  target: Member | undefined,
  untold: boolean,
  stack: Stack,
): Located[] {
  const isolated = stack.all(vpc).map((one) => isForAnalysis(one));
  const leadsOut: Truth =
    target === undefined ? all(untold ? "unknown" : "no", any(...isolated)) : isForAnalysis(target);
  const destination =
    target === undefined ? "the VPC in which evidence is analysed" : `the VPC ${target.name}`;
  return about(member, judgeExistence(leadsOut, `it leads out of ${destination}`, "way-out"));
}

/** A VPC without the tag counts, so that leaving the tag out opens nothing. */
function isForAnalysis(member: Member<unknown>): Truth {
  const purpose = tagOf(member.properties, "purpose");
  return any(purpose.is(purposes.forensics), not(purpose.isSet()));
}
