import { noOpenIngress } from "../../../../../policypacks/landing-zone/rules/ec2/ec2-no-open-ingress";
import assert from "node:assert/strict";
import type { Row } from "../../../../../policypacks/shared/pack";
import { add, both, cases, change, runPack } from "../../../../support/policyCases";
import {
  output,
  resource,
  testFacts,
  unknown,
  type Phase,
  type TestResource,
} from "../../../../support/policyStack";

const forLoadBalancer = { purpose: "load-balancer" };

describe("ec2-no-open-ingress", () => {
  for (const type of [
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  ]) {
    describe(`inline rules of ${type}`, () => {
      const inline = (rule: object): Record<string, unknown> => ({ ingress: [{ protocol: "tcp", ...rule }] });
      const web = (rule: object): Record<string, unknown> => ({ ...inline(rule), tags: forLoadBalancer });

      cases(noOpenIngress, [
        resource(type, "web", inline({ fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] })),
      ])
        .accepts("SSH from a private network")
        .accepts("no rules at all", change("web", { ingress: undefined }))
        .accepts(
          "HTTPS from the internet to a load balancer",
          change(
            "web",
            web({ fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }),
          ),
        )
        .accepts(
          "HTTP from the internet to a load balancer, by the protocol's number",
          change("web", web({ protocol: "6", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] })),
        )
        .rejects(
          "HTTPS from the internet to anything else",
          change("web", inline({ fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] })),
          ['web: ingress[0].cidrBlocks[0] is "0.0.0.0/0": tcp 443 is open to the internet'],
        )
        .rejects(
          "SSH from the IPv4 internet",
          change("web", inline({ fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] })),
          ['web: ingress[0].cidrBlocks[1] is "0.0.0.0/0": tcp 22 is open to the internet'],
        )
        .rejects(
          "SSH from the IPv6 internet",
          change("web", inline({ fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] })),
          ['web: ingress[0].ipv6CidrBlocks[0] is "::/0": tcp 22 is open to the internet'],
        )
        .rejects(
          "another port of a load balancer",
          change("web", web({ fromPort: 8080, toPort: 8080, cidrBlocks: ["0.0.0.0/0"] })),
          ['web: ingress[0].cidrBlocks[0] is "0.0.0.0/0": tcp 8080 is open to the internet'],
        )
        .rejects(
          "a range of ports with a public one in it",
          change("web", web({ fromPort: 80, toPort: 443, cidrBlocks: ["0.0.0.0/0"] })),
          ['web: ingress[0].cidrBlocks[0] is "0.0.0.0/0": tcp 80-443 is open to the internet'],
        )
        .rejects(
          "a public port over UDP",
          change("web", web({ protocol: "udp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] })),
          ['web: ingress[0].cidrBlocks[0] is "0.0.0.0/0": udp 443 is open to the internet'],
        )
        .rejects(
          "all traffic",
          change("web", web({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] })),
          ['web: ingress[0].cidrBlocks[0] is "0.0.0.0/0": all traffic is open to the internet'],
        )
        .rejects(
          "the internet by other names",
          change(
            "web",
            inline({
              fromPort: 22,
              toPort: 22,
              cidrBlocks: ["203.0.113.7/0", "128.0.0.0/1"],
              ipv6CidrBlocks: ["0:0:0:0:0:0:0:0/0", "2000::/3"],
            }),
          ),
          [
            'web: ingress[0].cidrBlocks[0] is "203.0.113.7/0": tcp 22 is open to the internet',
            'web: ingress[0].cidrBlocks[1] is "128.0.0.0/1": tcp 22 is open to the internet',
            'web: ingress[0].ipv6CidrBlocks[0] is "0:0:0:0:0:0:0:0/0": tcp 22 is open to the internet',
            'web: ingress[0].ipv6CidrBlocks[1] is "2000::/3": tcp 22 is open to the internet',
          ],
        )
        .cannotJudge("rules that are not known yet", change("web", { ingress: unknown }), [
          "web: ingress[*].cidrBlocks[*] is not known yet: cannot tell before the update whether unknown ports is open to the internet",
          "web: ingress[*].ipv6CidrBlocks[*] is not known yet: cannot tell before the update whether unknown ports is open to the internet",
        ])
        .cannotJudge(
          "a source that is not known yet",
          change("web", inline({ fromPort: 22, toPort: 22, cidrBlocks: [unknown] })),
          [
            "web: ingress[0].cidrBlocks[0] is not known yet: cannot tell before the update whether tcp 22 is open to the internet",
          ],
        )
        .cannotJudge(
          "a port that is not known yet, on a load balancer",
          change("web", web({ fromPort: 443, toPort: unknown, cidrBlocks: ["0.0.0.0/0"] })),
          [
            'web: ingress[0].cidrBlocks[0] is "0.0.0.0/0": cannot tell before the update whether unknown ports is open to the internet',
          ],
        );
    });
  }

  describe("the internet beside an unknown source", () => {
    cases(noOpenIngress, [
      resource("aws:ec2/subnet:Subnet", "private", {}, { cidrBlock: "10.0.0.0/24" }),
      resource("aws:ec2/securityGroup:SecurityGroup", "web", {
        ingress: [
          { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [output("private", "cidrBlock")] },
        ],
      }),
    ])
      .acceptsInUpdate("the unknown source alone", (stack) => [...stack])
      .rejects(
        "the internet",
        change("web", {
          ingress: [
            {
              protocol: "tcp",
              fromPort: 22,
              toPort: 22,
              cidrBlocks: [output("private", "cidrBlock"), "0.0.0.0/0"],
            },
          ],
        }),
        ['web: ingress[0].cidrBlocks[1] is "0.0.0.0/0": tcp 22 is open to the internet'],
      );
  });

  describe("aws.ec2.SecurityGroupRule", () => {
    const group = resource("aws:ec2/securityGroup:SecurityGroup", "web");
    const rule = resource("aws:ec2/securityGroupRule:SecurityGroupRule", "ssh", {
      type: "ingress",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrBlocks: ["10.0.0.0/8"],
      securityGroupId: output("web", "id"),
    });
    const https = { fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };

    cases(noOpenIngress, [group, rule])
      .accepts("SSH from a private network")
      .accepts("egress to the internet", change("ssh", { type: "egress", cidrBlocks: ["0.0.0.0/0"] }))
      .accepts(
        "HTTPS to a load balancer",
        both(change("ssh", https), change("web", { tags: forLoadBalancer })),
      )
      .rejects("HTTPS to anything else", change("ssh", https), [
        'ssh: cidrBlocks[0] is "0.0.0.0/0": tcp 443 is open to the internet',
      ])
      .rejects(
        "HTTPS to a group that is not in the stack",
        change("ssh", { ...https, securityGroupId: "sg-elsewhere" }),
        ['ssh: cidrBlocks[0] is "0.0.0.0/0": tcp 443 is open to the internet'],
      )
      .rejects("SSH from the IPv4 internet", change("ssh", { cidrBlocks: ["0.0.0.0/0"] }), [
        'ssh: cidrBlocks[0] is "0.0.0.0/0": tcp 22 is open to the internet',
      ])
      .rejects(
        "SSH from the IPv6 internet",
        change("ssh", { cidrBlocks: undefined, ipv6CidrBlocks: ["::/0"] }),
        ['ssh: ipv6CidrBlocks[0] is "::/0": tcp 22 is open to the internet'],
      )
      .rejects(
        "SSH from the internet to a load balancer",
        both(change("ssh", { cidrBlocks: ["0.0.0.0/0"] }), change("web", { tags: forLoadBalancer })),
        ['ssh: cidrBlocks[0] is "0.0.0.0/0": tcp 22 is open to the internet'],
      )
      .cannotJudge(
        "HTTPS to a group that is not known yet",
        change("ssh", { ...https, securityGroupId: unknown }),
        [
          'ssh: cidrBlocks[0] is "0.0.0.0/0": cannot tell before the update whether tcp 443 is open to the internet',
        ],
      );
  });

  describe("aws.vpc.SecurityGroupIngressRule", () => {
    const group = resource("aws:ec2/securityGroup:SecurityGroup", "web");
    const rule = resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ssh", {
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrIpv4: "10.0.0.0/8",
      securityGroupId: output("web", "id"),
    });
    const https = { fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };

    cases(noOpenIngress, [group, rule])
      .accepts("SSH from a private network")
      .accepts(
        "HTTPS to a load balancer",
        both(change("ssh", https), change("web", { tags: forLoadBalancer })),
      )
      .rejects("HTTPS to anything else", change("ssh", https), [
        'ssh: cidrIpv4 is "0.0.0.0/0": tcp 443 is open to the internet',
      ])
      .rejects("SSH from the IPv4 internet", change("ssh", { cidrIpv4: "0.0.0.0/0" }), [
        'ssh: cidrIpv4 is "0.0.0.0/0": tcp 22 is open to the internet',
      ])
      .rejects("SSH from the IPv6 internet", change("ssh", { cidrIpv4: undefined, cidrIpv6: "::/0" }), [
        'ssh: cidrIpv6 is "::/0": tcp 22 is open to the internet',
      ])
      .rejects(
        "all traffic",
        change("ssh", { ipProtocol: "-1", fromPort: undefined, toPort: undefined, cidrIpv4: "0.0.0.0/0" }),
        ['ssh: cidrIpv4 is "0.0.0.0/0": all traffic is open to the internet'],
      )
      .cannotJudge("a source that is not known yet", change("ssh", { cidrIpv4: unknown }), [
        "ssh: cidrIpv4 is not known yet: cannot tell before the update whether tcp 22 is open to the internet",
      ]);
  });

  describe("a prefix list", () => {
    const reason = "a prefix list that holds the internet hides it from every rule that names the list";

    cases(noOpenIngress, [
      resource("aws:ec2/managedPrefixList:ManagedPrefixList", "offices", {
        entries: [{ cidr: "198.51.100.0/24" }],
      }),
    ])
      .accepts("of known networks")
      .rejects("with the internet in it", change("offices", { entries: [{ cidr: "0.0.0.0/0" }] }), [
        `offices: entries[0].cidr is "0.0.0.0/0": ${reason}`,
      ])
      .rejects(
        "with an entry apart that is the internet",
        add(resource("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "all", { cidr: "::/0" })),
        [`all: cidr is "::/0": ${reason}`],
      )
      .cannotJudge("with entries that are not known yet", change("offices", { entries: unknown }), [
        `offices: entries[*].cidr is not known yet: cannot tell before the update whether ${reason}`,
      ]);
  });

  describe("the group of a containment's moment", () => {
    const everything = [
      { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
    ];
    const group = resource("aws:ec2/securityGroup:SecurityGroup", "conversion", {
      ingress: everything,
      egress: everything,
      tags: { purpose: "conversion" },
    });
    const held = "it belongs to a group that lets everything through";
    const opened = [
      'conversion: ingress[0].cidrBlocks[0] is "0.0.0.0/0": all traffic is open to the internet',
      'conversion: ingress[0].ipv6CidrBlocks[0] is "::/0": all traffic is open to the internet',
    ];

    cases(noOpenIngress, [group])
      .accepts("that lets everything through and holds nothing")
      .accepts(
        "beside something in another group",
        add(
          resource("aws:ec2/securityGroup:SecurityGroup", "web", {}),
          resource("aws:ec2/instance:Instance", "instance", { vpcSecurityGroupIds: [output("web", "id")] }),
        ),
      )
      .rejects("under another purpose", change("conversion", { tags: { purpose: "application" } }), opened)
      .rejects("without a purpose", change("conversion", { tags: undefined }), opened);

    for (const [type, property, attached] of [
      ["aws:ec2/instance:Instance", "vpcSecurityGroupIds", [output("conversion", "id")]],
      ["aws:ec2/networkInterface:NetworkInterface", "securityGroups", [output("conversion", "id")]],
      ["aws:ec2/launchTemplate:LaunchTemplate", "vpcSecurityGroupIds", [output("conversion", "id")]],
      ["aws:lb/loadBalancer:LoadBalancer", "securityGroups", [output("conversion", "id")]],
      [
        "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
        "securityGroupId",
        output("conversion", "id"),
      ],
    ] as const) {
      it(`rejects ${type} in it`, () => {
        const member = resource(type, "member", { [property]: attached });
        assert.deepEqual(reasonsOf([group, member], "preview"), [`member: ${held}`]);
        assert.deepEqual(reasonsOf([group, member], "update"), [`member: ${held}`]);
      });
    }
  });
});

/** What is found, without the properties' values, which an update knows and a preview does not. */
function reasonsOf(stack: readonly TestResource[], phase: Phase): string[] {
  const row: Row = {
    rule: noOpenIngress,
    level: "mandatory",
    severity: "high",
    kinds: ["workload"],
    undetermined: "advise",
    controls: { "nist-800-53-r5": ["AC-3"] },
  };
  return runPack([row], stack, phase, testFacts)
    .filter(({ policy }) => policy === noOpenIngress.name)
    .map(
      ({ urn = "", message }) =>
        `${urn.split("::").at(-1) ?? ""}: ${(message.split("\n")[0] ?? "").split(": ").at(-1) ?? ""}`,
    );
}
