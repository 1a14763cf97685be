import { naclNoOpenAdminPorts } from "../../../../../policypacks/landing-zone/rules/ec2/ec2-nacl-no-open-admin-ports";
import { add, both, cases, change } from "../../../../support/policyCases";
import { output, resource, unknown } from "../../../../support/policyStack";

describe("ec2-nacl-no-open-admin-ports", () => {
  for (const type of ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"]) {
    describe(`inline entries of ${type}`, () => {
      const allow = (entry: object): object => ({
        action: "allow",
        protocol: "tcp",
        ruleNo: 100,
        cidrBlock: "0.0.0.0/0",
        ...entry,
      });

      cases(naclNoOpenAdminPorts, [
        resource(type, "public", { ingress: [allow({ fromPort: 443, toPort: 443 })] }),
      ])
        .accepts("HTTPS from the internet")
        .accepts(
          "SSH from a private network",
          change("public", { ingress: [allow({ fromPort: 22, toPort: 22, cidrBlock: "10.0.0.0/8" })] }),
        )
        .accepts(
          "answers from the internet, but for Remote Desktop",
          change("public", {
            ingress: [
              allow({ fromPort: 1024, toPort: 3388 }),
              allow({ ruleNo: 110, fromPort: 3390, toPort: 65535 }),
            ],
          }),
        )
        .accepts(
          "a range with Remote Desktop in it that is denied before",
          change("public", {
            ingress: [
              allow({ ruleNo: 200, fromPort: 1024, toPort: 65535 }),
              allow({ action: "deny", fromPort: 3389, toPort: 3389 }),
            ],
          }),
        )
        .accepts(
          "UDP, over which nobody administers",
          change("public", { ingress: [allow({ protocol: "17", fromPort: 1024, toPort: 65535 })] }),
        )
        .rejects(
          "SSH from the IPv4 internet",
          change("public", { ingress: [allow({ fromPort: 22, toPort: 22 })] }),
          ['public: ingress[0].cidrBlock is "0.0.0.0/0": tcp 22 is open to the internet'],
        )
        .rejects(
          "SSH from the IPv6 internet",
          change("public", {
            ingress: [allow({ fromPort: 22, toPort: 22, cidrBlock: undefined, ipv6CidrBlock: "::/0" })],
          }),
          ['public: ingress[0].ipv6CidrBlock is "::/0": tcp 22 is open to the internet'],
        )
        .rejects(
          "answers from the internet, Remote Desktop among them",
          change("public", { ingress: [allow({ fromPort: 1024, toPort: 65535 })] }),
          ['public: ingress[0].cidrBlock is "0.0.0.0/0": tcp 3389 is open to the internet'],
        )
        .rejects(
          "all traffic",
          change("public", { ingress: [allow({ protocol: "-1", fromPort: 0, toPort: 0 })] }),
          [
            'public: ingress[0].cidrBlock is "0.0.0.0/0": tcp 22 is open to the internet',
            'public: ingress[0].cidrBlock is "0.0.0.0/0": tcp 3389 is open to the internet',
          ],
        )
        .rejects(
          "a denial that comes too late",
          change("public", {
            ingress: [
              allow({ fromPort: 22, toPort: 22 }),
              allow({ ruleNo: 101, action: "deny", fromPort: 22, toPort: 22 }),
            ],
          }),
          ['public: ingress[0].cidrBlock is "0.0.0.0/0": tcp 22 is open to the internet'],
        )
        .rejects(
          "a denial for part of the internet",
          change("public", {
            ingress: [
              allow({ fromPort: 22, toPort: 22 }),
              allow({ ruleNo: 1, action: "deny", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/1" }),
            ],
          }),
          ['public: ingress[0].cidrBlock is "0.0.0.0/0": tcp 22 is open to the internet'],
        )
        .rejects(
          "a denial for the other kind of address",
          change("public", {
            ingress: [
              allow({ fromPort: 22, toPort: 22 }),
              allow({
                ruleNo: 1,
                action: "deny",
                fromPort: 22,
                toPort: 22,
                cidrBlock: undefined,
                ipv6CidrBlock: "::/0",
              }),
            ],
          }),
          ['public: ingress[0].cidrBlock is "0.0.0.0/0": tcp 22 is open to the internet'],
        )
        .cannotJudge(
          "a source that is not known yet",
          change("public", { ingress: [allow({ fromPort: 22, toPort: 22, cidrBlock: unknown })] }),
          [
            "public: ingress[0].cidrBlock is not known yet: cannot tell before the update whether tcp 22 is open to the internet",
          ],
        )
        .cannotJudge(
          "a denial whose place is not known yet",
          change("public", {
            ingress: [
              allow({ fromPort: 22, toPort: 22 }),
              allow({ ruleNo: unknown, action: "deny", fromPort: 22, toPort: 22 }),
            ],
          }),
          [
            'public: ingress[0].cidrBlock is "0.0.0.0/0": cannot tell before the update whether tcp 22 is open to the internet',
          ],
        );
    });
  }

  describe("aws.ec2.NetworkAclRule", () => {
    const acl = resource("aws:ec2/networkAcl:NetworkAcl", "public");
    const entry = (name: string, properties: object): ReturnType<typeof resource> =>
      resource("aws:ec2/networkAclRule:NetworkAclRule", name, {
        networkAclId: output("public", "id"),
        egress: false,
        ruleAction: "allow",
        ruleNumber: 100,
        protocol: "6",
        cidrBlock: "0.0.0.0/0",
        ...properties,
      });
    const denial = entry("no-ssh", { ruleAction: "deny", ruleNumber: 50, fromPort: 22, toPort: 22 });

    cases(naclNoOpenAdminPorts, [acl, entry("web", { fromPort: 443, toPort: 443 })])
      .accepts("HTTPS from the internet")
      .accepts("SSH to the internet", change("web", { fromPort: 22, toPort: 22, egress: true }))
      .accepts(
        "SSH that another entry denies before",
        both(change("web", { fromPort: 22, toPort: 22 }), add(denial)),
      )
      .rejects("SSH from the internet", change("web", { fromPort: 22, toPort: 22 }), [
        'web: cidrBlock is "0.0.0.0/0": tcp 22 is open to the internet',
      ])
      .rejects(
        "SSH from the IPv6 internet",
        change("web", { fromPort: 22, toPort: 22, cidrBlock: undefined, ipv6CidrBlock: "::/0" }),
        ['web: ipv6CidrBlock is "::/0": tcp 22 is open to the internet'],
      )
      .rejects(
        "SSH that an entry of another ACL denies",
        both(
          change("web", { fromPort: 22, toPort: 22 }),
          add(resource("aws:ec2/networkAcl:NetworkAcl", "other")),
          add({ ...denial, properties: { ...denial.properties, networkAclId: output("other", "id") } }),
        ),
        ['web: cidrBlock is "0.0.0.0/0": tcp 22 is open to the internet'],
      )
      .rejects(
        "SSH in an ACL that is not in the stack",
        change("web", { fromPort: 22, toPort: 22, networkAclId: "acl-elsewhere" }),
        ['web: cidrBlock is "0.0.0.0/0": tcp 22 is open to the internet'],
      )
      .cannotJudge("ports that are not known yet", change("web", { fromPort: unknown, toPort: 65535 }), [
        'web: cidrBlock is "0.0.0.0/0": cannot tell before the update whether tcp 22 is open to the internet',
        'web: cidrBlock is "0.0.0.0/0": cannot tell before the update whether tcp 3389 is open to the internet',
      ]);
  });
});
