import { defaultSecurityGroupEmpty } from "../../../../../policypacks/landing-zone/rules/ec2/ec2-default-security-group-empty";
import { add, cases, change, remove } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const left = "the default security group of this VPC is left as AWS made it: open among its members";

describe("ec2-default-security-group-empty", () => {
  const vpc = resource(
    "aws:ec2/vpc:Vpc",
    "network",
    {},
    { id: "vpc-1", defaultSecurityGroupId: "sg-default" },
  );
  const group = resource(
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "unused",
    { vpcId: output("network", "id"), ingress: [], egress: [] },
    { id: "sg-default" },
  );

  cases(defaultSecurityGroupEmpty, [vpc, group])
    .accepts("a default group that was emptied")
    .accepts(
      "a default group for which no rules are written",
      change("unused", { ingress: undefined, egress: undefined }),
    )
    .rejects("a VPC whose default group nobody emptied", remove("unused"), [`network: ${left}`])
    .rejects(
      "a second VPC whose default group nobody emptied",
      add(resource("aws:ec2/vpc:Vpc", "other", {}, { id: "vpc-2" })),
      [`other: ${left}`],
    )
    .rejects(
      "the account's default VPC",
      add(resource("aws:ec2/defaultVpc:DefaultVpc", "legacy", {}, { id: "vpc-3" })),
      [`legacy: ${left}`],
    )
    .rejects(
      "ingress",
      change("unused", { ingress: [{ self: true, protocol: "-1", fromPort: 0, toPort: 0 }] }),
      [
        'unused: ingress is [{"self":true,"protocol":"-1","fromPort":0,"toPort":0}]: the default security group has ingress rules',
      ],
    )
    .rejects(
      "egress",
      change("unused", { egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] }),
      [
        'unused: egress is [{"protocol":"-1","fromPort":0,"toPort":0,"cidrBlocks":["0.0.0.0/0"]}]: the default security group has egress rules',
      ],
    )
    .cannotJudge("rules that are not known yet", change("unused", { ingress: unknown }), [
      "unused: ingress is not known yet: cannot tell before the update whether the default security group has ingress rules",
    ])
    .cannotJudge("a group whose VPC is not known yet", change("unused", { vpcId: unknown }), [
      `network: cannot tell before the update whether ${left}`,
    ]);

  for (const type of [
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  ]) {
    describe(type, () => {
      const web = resource("aws:ec2/securityGroup:SecurityGroup", "web", {}, { id: "sg-web" });
      const rule = resource(type, "extra", { securityGroupId: output("web", "id") });
      const found = ["extra: the rule belongs to a default security group"];

      cases(defaultSecurityGroupEmpty, [vpc, group, web, rule])
        .accepts("a rule of another group")
        .rejects("a rule of the group", change("extra", { securityGroupId: output("unused", "id") }), found)
        .rejects(
          "a rule of the group as its VPC names it",
          change("extra", { securityGroupId: output("network", "defaultSecurityGroupId") }),
          found,
        );
    });
  }
});
