import { z } from "zod";
import { aclProblems } from "../components/network/networkAclRules";
import { planProblems } from "../components/network/addressPlan";
import { endpointSets, gatewayServices, interfaceServices } from "../components/network/endpointServices";
import { defaultFlows, flowProblems, groupPurposes, internet, onPremises } from "../components/network/flows";
import { cloudWatchRetention, networkKeys, vpcLengths } from "./common";
import type { ArgumentProblem } from "../components/problems";
import { cidrBlock, isBlock, overlap, refuse } from "./fields";

function objectKeys<Key extends string>(object: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(object) as Key[];
}

/** How many NAT gateways a network has, in the words of `awsx.ec2.NatGatewayStrategy`. */
const natGatewayStrategies = ["OnePerAz", "Single", "None"] as const;

const name = () =>
  z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,29}$/, { error: "must be a name of a-z, 0-9 and -, at most 30 characters" });

const tier = (description: string) =>
  z
    .strictObject({
      prefixLength: z
        .number()
        .int()
        .optional()
        .describe(
          "Prefix length of the tier's subnets; without it they fill their place in the address plan.",
        ),
    })
    .optional()
    .describe(description);

const flow = z.strictObject({
  from: z
    .string()
    .describe(
      `Who starts: ${groupPurposes.join(", ")}, ${internet}, ${onPremises}, or the name of a prefix list.`,
    ),
  to: z.string().describe("Who answers, named in the same way."),
  protocol: z.enum(["tcp", "udp"]).default("tcp").describe("The protocol."),
  ports: z
    .array(
      z
        .number()
        .int()
        .min(1, { error: "a port is 1 to 65535" })
        .max(65535, { error: "a port is 1 to 65535" }),
    )
    .min(1, { error: "a flow has a port" })
    .describe("Destination ports."),
});

/** The VPC of a workload account. */
export const network = z
  .strictObject({
    ...networkKeys,
    ipamPoolId: z
      .string()
      .regex(/^ipam-pool-[0-9a-f]+$/, { error: "must be the id of an IPAM pool" })
      .optional()
      .describe("IPAM pool that contains `cidr` and records who has it."),
    dualStack: z
      .boolean()
      .default(false)
      .describe(
        "Whether the VPC has IPv6 too: a block from Amazon, a /64 per subnet, and an egress-only gateway.",
      ),
    tiers: z
      .strictObject({
        public: tier("Subnets with a route to the internet, for load balancers and NAT gateways."),
        private: tier("Subnets with a way out through NAT, for applications."),
        isolated: tier("Subnets without any route out of the VPC, for databases."),
        firewall: tier("Subnets for the endpoints of a network firewall, and nothing else."),
        transit: tier("Subnets for the attachment of a transit gateway."),
      })
      .default({ public: {}, private: {} })
      .describe("Tiers of subnets in each zone. Adding one moves no subnet."),
    natGatewayStrategy: z
      .enum(natGatewayStrategies)
      .default("OnePerAz")
      .describe(
        "NAT gateways: `OnePerAz` survives the loss of a zone; `Single` costs less and sends the traffic of all zones " +
          "through one; `None` leaves the private subnets without a way out.",
      ),
    natGatewayAddresses: z
      .record(
        z.string().regex(/^[a-h]$/, { error: "must be the letter of a zone" }),
        z.string().regex(/^eipalloc-[0-9a-f]+$/, { error: "must be the allocation id of an Elastic IP" }),
      )
      .default({})
      .describe(
        "Elastic IPs for the NAT gateways, by the letter of the zone. One is created for a gateway without.",
      ),
    reservedCidrs: z
      .array(cidrBlock())
      .default([])
      .describe("Blocks in use elsewhere, on-premises or in other networks, which the VPC must not overlap."),
    deniedBlocks: z
      .array(
        z.strictObject({
          name: name().describe("Why the block is denied; part of its entries' names."),
          number: z
            .number()
            .int()
            .describe("Position in the network ACLs, 1 to 499. Fixed, so that adding another moves none."),
          cidrBlock: cidrBlock().describe("The IPv4 block."),
        }),
      )
      .default([])
      .describe("Blocks whose traffic the network ACLs of all tiers refuse, in both directions."),
    prefixLists: z
      .record(name(), z.array(cidrBlock()).min(1, { error: "a prefix list has a block" }))
      .default({})
      .describe(
        "Known addresses outside the VPC by name, for instance `office`. Each becomes a managed prefix list.",
      ),
    prefixListsSharedWith: z
      .array(z.string())
      .default([])
      .describe(
        "Accounts, organizational units or the organization that may use the prefix lists, through AWS RAM.",
      ),
    flowLogs: z
      .strictObject({
        cloudWatchRetentionDays: cloudWatchRetention
          .optional()
          .describe(
            "Days for which a CloudWatch log group keeps a second copy, for live queries and metric filters. Charged by " +
              "the gigabyte.",
          ),
      })
      .default({})
      .describe("Flow logs of all traffic. They always go to the log bucket, as Parquet."),
    endpoints: z
      .strictObject({
        gateway: z
          .array(z.enum(gatewayServices))
          .default([...gatewayServices])
          .describe("Services reached by a route: free of charge."),
        interface: z
          .array(z.enum([...objectKeys(endpointSets), ...objectKeys(interfaceServices)]))
          .default([])
          .describe(
            "Services reached by interfaces in the private tier, each charged by zone and hour. `session-manager` stands " +
              "for all that Systems Manager needs, `container-images` for what ECR needs.",
          ),
      })
      .default({ gateway: [...gatewayServices], interface: [] })
      .describe("Private ways to AWS services. Their policies admit trusted principals and resources only."),
    flows: z
      .array(flow)
      .default(defaultFlows.map((wanted) => ({ ...wanted, protocol: "tcp", ports: [...wanted.ports] })))
      .describe(
        "Traffic between the security groups that is wanted. All else is closed, in both directions.",
      ),
  })
  .superRefine((value, context) => {
    for (const [index, reserved] of value.reservedCidrs.entries()) {
      if (overlap(value.cidr, reserved)) {
        refuse(
          context,
          `must not overlap the VPC's block ${value.cidr}`,
          "give the VPC another block, or remove this one if it is not in use",
          ["reservedCidrs", String(index)],
        );
      }
    }
    if (value.endpoints.interface.length > 0 && !value.tiers.private) {
      refuse(context, "interface endpoints stand in the private tier", "add tiers.private", [
        "endpoints",
        "interface",
      ]);
    }
    if (value.natGatewayStrategy !== "None" && !value.tiers.public) {
      refuse(context, "NAT gateways stand in the public tier", "add tiers.public, or set None", [
        "natGatewayStrategy",
      ]);
    }
    for (const { argument, rule, remedy } of argumentProblems(value)) {
      refuse(context, rule, remedy, argument.replace("cidrBlock", "cidr").split("."));
    }
  })
  .describe("The account's VPC.");

type NetworkValue = Pick<
  z.output<typeof network>,
  "availabilityZones" | "cidr" | "deniedBlocks" | "flows" | "prefixLists" | "tiers"
>;

/** What the components would refuse, found before anything runs. */
function argumentProblems(value: NetworkValue): ArgumentProblem[] {
  return [
    // Whether there is a connection to on-premises is judged with the rest of the configuration.
    ...flowProblems(value.flows, [...Object.keys(value.prefixLists), onPremises]),
    ...aclProblems(value.deniedBlocks),
    // Without a proper block there is no plan; that is reported where the block stands.
    ...(isBlock(value.cidr, vpcLengths.minimum, vpcLengths.maximum)
      ? planProblems(value.cidr, value.availabilityZones, value.tiers)
      : []),
  ];
}
