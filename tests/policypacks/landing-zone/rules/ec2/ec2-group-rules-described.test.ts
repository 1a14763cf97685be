import { groupRulesDescribed } from "../../../../../policypacks/landing-zone/rules/ec2/ec2-group-rules-described";
import { cases, change } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

const https = { protocol: "tcp", fromPort: 443, toPort: 443 };

describe("ec2-group-rules-described", () => {
  const reason = "nobody can tell what the rule is for";
  const untold = `cannot tell before the update whether ${reason}`;

  for (const type of [
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  ]) {
    describe(`inside ${type}`, () => {
      cases(groupRulesDescribed, [
        resource("test:Stack", "stack", {}, { name: "prod" }),
        resource(type, "web", {
          ingress: [{ ...https, self: true, description: "Among web servers" }],
          egress: [{ ...https, prefixListIds: ["pl-1"], description: "To S3" }],
        }),
      ])
        .accepts("rules with descriptions")
        .accepts("a group without rules", change("web", { ingress: undefined, egress: [] }))
        .rejects("ingress without a description", change("web", { ingress: [{ ...https, self: true }] }), [
          `web: ingress[0].description is not set: ${reason}`,
        ])
        .rejects(
          "egress with an empty description",
          change("web", { egress: [{ ...https, self: true, description: "" }] }),
          [`web: egress[0].description is "": ${reason}`],
        )
        .rejects(
          "a rule without a description beside one that is not known yet",
          change("web", {
            egress: [
              { ...https, self: true },
              { ...https, description: output("stack", "name") },
            ],
          }),
          [`web: egress[0].description is not set: ${reason}`],
        )
        .cannotJudge("rules that are not known yet", change("web", { ingress: unknown }), [
          `web: ingress[*].description is not known yet: ${untold}`,
        ]);
    });
  }

  for (const type of [
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  ]) {
    describe(type, () => {
      cases(groupRulesDescribed, [
        resource(type, "https", { securityGroupId: "sg-1", description: "From load balancers" }),
      ])
        .accepts("a rule with a description")
        .rejects("a rule without a description", change("https", { description: undefined }), [
          `https: description is not set: ${reason}`,
        ])
        .rejects("a rule with a blank description", change("https", { description: " " }), [
          `https: description is " ": ${reason}`,
        ])
        .cannotJudge("a description that is not known yet", change("https", { description: unknown }), [
          `https: description is not known yet: ${untold}`,
        ]);
    });
  }
});
