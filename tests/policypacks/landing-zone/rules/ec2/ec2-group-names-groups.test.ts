import { namesGroups } from "../../../../../policypacks/landing-zone/rules/ec2/ec2-group-names-groups";
import { add, both, cases, change, replace, type Change } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

describe("ec2-group-names-groups", () => {
  const reason = "the rule names addresses inside its VPC, not the group that has them";
  const untold = `cannot tell before the update whether ${reason}`;
  const vpc = resource(
    "aws:ec2/vpc:Vpc",
    "network",
    { cidrBlock: "10.0.0.0/16" },
    {
      id: "vpc-1",
      cidrBlock: "10.0.0.0/16",
      ipv6CidrBlock: "2600:1f14:5ec:9a00::/56",
      other: "192.0.2.0/24",
    },
  );
  const group = resource("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: output("network", "id") });
  const chosenByIpam = change("network", { cidrBlock: undefined, ipv4NetmaskLength: 16 });

  describe("inside a group", () => {
    const ingress = (...blocks: readonly unknown[]): Change =>
      change("web", { ingress: [{ protocol: "tcp", cidrBlocks: blocks }] });
    const found = (block: string): string => `web: ingress[0].cidrBlocks[0] is "${block}": ${reason}`;

    cases(namesGroups, [vpc, group])
      .accepts("a group without rules")
      .accepts("a rule that names a group", change("web", { ingress: [{ securityGroups: ["sg-2"] }] }))
      .accepts("a block elsewhere", ingress("192.0.2.0/24"))
      .accepts("the internet", ingress("0.0.0.0/0"))
      .accepts("something that is no block", ingress("", "anywhere"))
      .accepts("a block that reaches beyond the VPC", ingress("10.0.0.0/8"))
      .rejects("the VPC's block", ingress("10.0.0.0/16"), [found("10.0.0.0/16")])
      .rejects("a subnet's block", ingress("10.0.16.0/20"), [found("10.0.16.0/20")])
      .rejects("an address in the VPC", ingress("10.0.16.4/32"), [found("10.0.16.4/32")])
      .rejects(
        "a block in the VPC as destination",
        change("web", { egress: [{ protocol: "tcp", cidrBlocks: ["10.0.16.0/20"] }] }),
        [`web: egress[0].cidrBlocks[0] is "10.0.16.0/20": ${reason}`],
      )
      .rejects(
        "a block in the VPC beside one that is not known yet",
        ingress("10.0.16.0/20", output("network", "other")),
        [found("10.0.16.0/20")],
      )
      .rejects(
        "a block in an added block of the VPC",
        both(
          add(
            resource("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "more", {
              vpcId: output("network", "id"),
              cidrBlock: "100.64.0.0/16",
            }),
          ),
          ingress("100.64.1.0/24"),
        ),
        [found("100.64.1.0/24")],
      )
      .rejectsInUpdate(
        "an IPv6 block in the one that Amazon gives the VPC",
        change("web", { ingress: [{ protocol: "tcp", ipv6CidrBlocks: ["2600:1f14:5ec:9a01::/64"] }] }),
        [`web: ingress[0].ipv6CidrBlocks[0] is "2600:1f14:5ec:9a01::/64": ${reason}`],
      )
      .acceptsInUpdate(
        "an IPv6 block where the VPC has none",
        both(
          replace("network", (one) => ({ ...one, outputs: { ...one.outputs, ipv6CidrBlock: "" } })),
          change("web", { ingress: [{ protocol: "tcp", ipv6CidrBlocks: ["2600:1f14:5ec:9a01::/64"] }] }),
        ),
      )
      .accepts(
        "the IPv6 internet",
        change("web", { ingress: [{ protocol: "tcp", ipv6CidrBlocks: ["::/0"] }] }),
      )
      .accepts("a block in a VPC elsewhere", both(change("web", { vpcId: "vpc-2" }), ingress("10.0.16.0/20")))
      .cannotJudge("a block that is not known yet", ingress(unknown), [
        `web: ingress[0].cidrBlocks[0] is not known yet: ${untold}`,
      ])
      .cannotJudge("a VPC whose block is not known yet", both(chosenByIpam, ingress("10.0.16.0/20")), [
        `web: ingress[0].cidrBlocks[0] is "10.0.16.0/20": ${untold}`,
      ])
      .rejectsInUpdate(
        "a block in the one that IPAM gives the VPC",
        both(chosenByIpam, ingress("10.0.16.0/20")),
        [found("10.0.16.0/20")],
      )
      .acceptsInUpdate(
        "a block elsewhere than in the one that IPAM gives",
        both(chosenByIpam, ingress("192.0.2.0/24")),
      )
      .acceptsInUpdate("a block elsewhere that is known late", ingress(output("network", "other")))
      .accepts(
        "the internet, whatever the VPC's block",
        both(change("network", { cidrBlock: unknown }), ingress("0.0.0.0/0")),
      )
      .cannotJudge(
        "a group whose VPC is not known yet",
        both(change("web", { vpcId: unknown }), ingress("10.0.16.0/20")),
        [`web: ingress[0].cidrBlocks[0] is "10.0.16.0/20": ${untold}`],
      );
  });

  for (const [type, property, value] of [
    ["aws:ec2/securityGroupRule:SecurityGroupRule", "cidrBlocks", ["10.0.16.0/20"]],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "cidrIpv4", "10.0.16.0/20"],
    ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "cidrIpv4", "10.0.16.0/20"],
  ] as const) {
    describe(type, () => {
      const rule = resource(type, "https", { securityGroupId: output("web", "id") });
      const path = property === "cidrBlocks" ? "cidrBlocks[0]" : property;
      const naming = change("https", { [property]: value });

      cases(namesGroups, [vpc, group, rule])
        .accepts("a rule without a block")
        .accepts(
          "a block elsewhere",
          change("https", { [property]: property === "cidrBlocks" ? ["192.0.2.0/24"] : "192.0.2.0/24" }),
        )
        .accepts(
          "a block of the VPC in a rule of a group elsewhere",
          both(naming, change("https", { securityGroupId: "sg-elsewhere" })),
        )
        .rejects("a block in the VPC", naming, [`https: ${path} is "10.0.16.0/20": ${reason}`])
        .cannotJudge(
          "a rule whose group is not known yet",
          both(naming, change("https", { securityGroupId: unknown })),
          [`https: ${path} is "10.0.16.0/20": ${untold}`],
        )
        .cannotJudge("a block that is not known yet", change("https", { [property]: unknown }), [
          `https: ${property === "cidrBlocks" ? "cidrBlocks[*]" : property} is not known yet: ${untold}`,
        ]);
    });
  }
});
