import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentProblem } from "../problems";
import {
  ipv6Subnet,
  planProblems,
  planSubnets,
  type PlannedSubnet,
  type Tier,
  type Tiers,
} from "./addressPlan";
import { NetworkFirewall, type InspectionArgs } from "./networkFirewall";
import { firewallProblems } from "./networkFirewallProblems";
import type { FirewallOnRoute } from "./networkFirewallRoutes";
import type { VpcFacts, ZoneSubnets } from "./vpc";

/** The network that a firewall stands in. */
interface Site {
  readonly cidrBlock: string;
  readonly availabilityZones: readonly string[];
  readonly tiers: Tiers;
  readonly dualStack?: boolean;
}

/** All subnets: those of the network's zones, and the firewall's in zones that are about to leave. */
export function planInspected(
  { cidrBlock, availabilityZones, tiers }: Site,
  leavingZones: readonly string[] = [],
): PlannedSubnet[] {
  return [
    ...planSubnets(cidrBlock, availabilityZones, tiers),
    ...planSubnets(cidrBlock, leavingZones, { firewall: tiers.firewall }),
  ];
}

/** Creates the firewall in the firewall tier's subnets. */
export function createInspection(
  name: string,
  vpc: VpcFacts,
  plan: readonly PlannedSubnet[],
  subnets: ReadonlyMap<Tier, ZoneSubnets>,
  { cidrBlock, dualStack = false }: Site,
  inspection: InspectionArgs,
  opts: pulumi.ComponentResourceOptions,
): FirewallOnRoute {
  const firewallSubnets: ZoneSubnets = subnets.get("firewall") ?? new Map();
  const publicSubnets = plan.filter(({ tier }) => tier === "public");
  const blocksOf = ({ cidrBlock: block, ipv6Index }: PlannedSubnet) =>
    dualStack ? [block, vpc.ipv6CidrBlock.apply((whole) => ipv6Subnet(whole, ipv6Index))] : [block];
  const firewall = new NetworkFirewall(
    name,
    {
      ...inspection,
      vpcId: vpc.id,
      subnets: firewallSubnets,
      homeBlocks: [cidrBlock, ...(dualStack ? [vpc.ipv6CidrBlock] : [])],
      publicBlocks: publicSubnets.flatMap(blocksOf),
      dualStack,
    },
    opts,
  );
  return { plan, subnets: firewallSubnets, endpointId: (zone) => firewall.endpointId(zone) };
}

/** What makes the inspection of a network impossible. */
export function inspectionProblems(
  { cidrBlock, availabilityZones, tiers }: Site,
  inspection: InspectionArgs,
): ArgumentProblem[] {
  const { leavingZones = [] } = inspection;
  const missing = (["public", "firewall"] as const).filter((tier) => tiers[tier] === undefined);
  return [
    ...missing.map((tier) => ({
      argument: "inspection",
      rule: `inspection stands between the firewall tier, the public tier and the internet, and there is no ${tier} tier`,
      remedy: `add tiers.${tier}`,
    })),
    ...leavingZones
      .filter((zone) => availabilityZones.includes(zone))
      .map((zone) => ({
        argument: "inspection.leavingZones",
        rule: `${zone} is still one of the network's zones`,
        remedy: "name it in one place",
      })),
    ...planProblems(cidrBlock, leavingZones, {}).map((problem) => ({
      ...problem,
      argument: "inspection.leavingZones",
    })),
    ...firewallProblems(inspection).map((problem) => ({
      ...problem,
      argument: `inspection.${problem.argument}`,
    })),
  ];
}
