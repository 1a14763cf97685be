import fc from "fast-check";
import assert from "node:assert/strict";
import type { Tier } from "../../../components/network/addressPlan";
import {
  aclProblems,
  aclSizeProblems,
  defaultRules,
  tierRules,
  type NetworkAclRule,
} from "../../../components/network/networkAclRules";
import { answerTo, decide, type Packet } from "../../../components/network/packet";

const vpc = "10.20.0.0/16";
const inVpc = "10.20.64.7";
const otherInVpc = "10.20.16.9";
const internet = "203.0.113.80";

function judge(tier: Tier, direction: NetworkAclRule["direction"], packet: Packet): string {
  const { allowed, rule } = decide(defaultRules(tier, vpc), direction, packet);
  return `${allowed ? "allowed" : "denied"} by ${rule?.name ?? "the closing entry"}`;
}

const tcp = (from: string, to: string, port: number): Packet => ({ from, to, protocol: "tcp", port });

describe("The default network ACL", () => {
  const cases: readonly [
    title: string,
    tier: Tier,
    direction: "ingress" | "egress",
    packet: Packet,
    result: string,
  ][] = [
    ["of the public tier lets HTTPS in", "public", "ingress", tcp(internet, inVpc, 443), "allowed by https"],
    ["of the public tier lets HTTP in", "public", "ingress", tcp(internet, inVpc, 80), "allowed by http"],
    [
      "of the public tier lets answers in",
      "public",
      "ingress",
      tcp(internet, inVpc, 1024),
      "allowed by return-tcp-low",
    ],
    [
      "of the public tier keeps SSH out",
      "public",
      "ingress",
      tcp(internet, inVpc, 22),
      "denied by the closing entry",
    ],
    [
      "of the public tier keeps Remote Desktop out",
      "public",
      "ingress",
      tcp(internet, inVpc, 3389),
      "denied by the closing entry",
    ],
    [
      "of the public tier lets a NAT gateway's requests out",
      "public",
      "egress",
      tcp(inVpc, internet, 443),
      "allowed by https",
    ],
    [
      "of the private tier keeps HTTPS from the internet out",
      "private",
      "ingress",
      tcp(internet, inVpc, 443),
      "denied by the closing entry",
    ],
    [
      "of the private tier lets the VPC in",
      "private",
      "ingress",
      tcp(otherInVpc, inVpc, 5432),
      "allowed by vpc",
    ],
    [
      "of the private tier lets answers in",
      "private",
      "ingress",
      tcp(internet, inVpc, 60999),
      "allowed by return-tcp-high",
    ],
    [
      "of the private tier lets SMTP out to nobody",
      "private",
      "egress",
      tcp(inVpc, internet, 25),
      "denied by the closing entry",
    ],
    [
      "of the isolated tier lets nothing in from outside",
      "isolated",
      "ingress",
      tcp(internet, inVpc, 50000),
      "denied by the closing entry",
    ],
    [
      "of the isolated tier lets nothing out",
      "isolated",
      "egress",
      tcp(inVpc, internet, 443),
      "denied by the closing entry",
    ],
    [
      "of the isolated tier lets the VPC in",
      "isolated",
      "ingress",
      tcp(otherInVpc, inVpc, 443),
      "allowed by vpc",
    ],
  ];
  for (const [title, tier, direction, packet, result] of cases) {
    it(title, () => {
      assert.equal(judge(tier, direction, packet), result);
    });
  }

  it("lets the answers to a NAT gateway's requests back, but for the one port that is closed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 65535 }), (sourcePort) => {
        const answer = answerTo(tcp(inVpc, internet, 443), sourcePort);
        const { allowed } = decide(defaultRules("public", vpc), "ingress", answer);
        assert.equal(allowed, sourcePort !== 3389);
      }),
    );
  });

  it("opens no administration port to the internet in any tier", () => {
    for (const tier of ["public", "private", "isolated"] as const) {
      for (const port of [22, 3389]) {
        for (const protocol of ["tcp", "udp"] as const) {
          const packet = { from: internet, to: inVpc, protocol, port };
          assert.equal(decide(defaultRules(tier, vpc), "ingress", packet).allowed, false);
        }
      }
    }
  });

  it("gives every entry of a direction a number of its own, above those kept for denials", () => {
    for (const tier of ["public", "private", "isolated"] as const) {
      for (const direction of ["ingress", "egress"] as const) {
        const numbers = defaultRules(tier, vpc)
          .filter((rule) => rule.direction === direction)
          .map((rule) => rule.number);
        assert.equal(new Set(numbers).size, numbers.length);
        assert(numbers.every((number) => number >= 1000 && number <= 32766));
      }
    }
  });
});

describe("A network ACL", () => {
  const allow = {
    name: "all",
    number: 200,
    direction: "ingress",
    action: "allow",
    protocol: "all",
    cidrBlock: "0.0.0.0/0",
  } as const;
  const deny = { ...allow, name: "bad", number: 100, action: "deny", cidrBlock: "203.0.113.0/24" } as const;

  it("decides by the lowest number, whatever the order of its entries", () => {
    for (const rules of [
      [allow, deny],
      [deny, allow],
    ]) {
      assert.equal(decide(rules, "ingress", tcp(internet, inVpc, 443)).rule, deny);
      assert.equal(decide(rules, "ingress", tcp("198.51.100.1", inVpc, 443)).rule, allow);
    }
  });

  it("does not let ICMP through an entry for TCP", () => {
    const rules = [{ ...allow, protocol: "tcp", ports: [0, 65535] }] as const;
    assert.equal(
      decide(rules, "ingress", { from: internet, to: inVpc, protocol: "icmp", port: 0 }).allowed,
      false,
    );
  });
});

describe("The network ACL of a tier", () => {
  const denied = { name: "scanner", number: 10, cidrBlock: "203.0.113.0/24" };
  const judged = (tier: Tier, packet: Packet, extent: Parameters<typeof tierRules>[2]) =>
    decide(tierRules(tier, vpc, extent), "ingress", packet).rule?.name;

  it("denies a block before it allows anything, in every tier and both directions", () => {
    for (const tier of ["public", "private", "isolated"] as const) {
      const rules = tierRules(tier, vpc, { deniedBlocks: [denied] });
      assert.equal(decide(rules, "ingress", tcp(internet, inVpc, 443)).rule?.name, "deny-scanner");
      assert.equal(decide(rules, "egress", tcp(inVpc, internet, 443)).rule?.name, "deny-scanner");
    }
  });

  it("lets connected networks into the private tier alone", () => {
    const extent = { connectedBlocks: ["192.168.0.0/16"] };
    const packet = tcp("192.168.7.1", inVpc, 22);
    assert.equal(judged("private", packet, extent), "connected-192-168-0-0-16");
    assert.equal(judged("public", packet, extent), undefined);
    assert.equal(judged("isolated", packet, extent), undefined);
  });

  it("leaves the entry of a connected network where it is when another is added", () => {
    const numberOf = (...connectedBlocks: string[]) =>
      tierRules("private", vpc, { connectedBlocks }).find(({ cidrBlock }) => cidrBlock === "192.168.0.0/16")
        ?.number;
    assert.equal(numberOf("10.64.0.0/12", "192.168.0.0/16", "172.16.0.0/12"), numberOf("192.168.0.0/16"));
  });

  it("gives every connected network a number of its own", () => {
    const blocks = fc.uniqueArray(
      fc
        .tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 }))
        .map(([second, third]) => `10.${second}.${third}.0/24`),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(blocks, (connectedBlocks) => {
        const numbers = tierRules("private", vpc, { connectedBlocks })
          .filter(({ direction }) => direction === "ingress")
          .map(({ number }) => number);
        assert.equal(new Set(numbers).size, numbers.length);
        assert(numbers.every((number) => number >= 1 && number <= 32766));
      }),
    );
  });

  it("says everything twice in a dual-stack VPC, once for each version of IP", () => {
    const rules = tierRules("public", vpc, { dualStack: true });
    const ipv4 = tierRules("public", vpc, {});
    assert.equal(rules.length, 2 * ipv4.length);
    assert.deepEqual(
      rules.find(({ name }) => name === "https-ipv6"),
      { ...ipv4.find(({ name }) => name === "https"), name: "https-ipv6", number: 1101, cidrBlock: "::/0" },
    );
    assert.deepEqual(
      rules.filter(({ protocol }) => protocol === "icmpv6").map(({ icmp }) => icmp),
      [[2, 0]],
    );
  });

  it("refuses more entries than AWS takes, of each direction and family by themselves", () => {
    const extent = (ipv4: number, ipv6: number) => ({
      deniedBlocks: Array.from({ length: ipv4 + ipv6 }, (_, index) => ({
        name: `block-${index}`,
        number: index + 1,
        cidrBlock: index < ipv4 ? `198.51.${index}.0/24` : `2001:db8:${index}::/48`,
      })),
    });
    const refused = (ipv4: number, ipv6: number) =>
      aclSizeProblems(["isolated"], vpc, extent(ipv4, ipv6)).map(({ rule }) => rule);
    assert.deepEqual(refused(38, 39), []);
    assert.deepEqual(refused(39, 40), [
      "the network ACL of the isolated tier would have 41 ingress entries of IPv4, AWS takes 40",
      "the network ACL of the isolated tier would have 41 ingress entries of IPv6, AWS takes 40",
      "the network ACL of the isolated tier would have 41 egress entries of IPv4, AWS takes 40",
      "the network ACL of the isolated tier would have 41 egress entries of IPv6, AWS takes 40",
    ]);
  });

  it("refuses a denial whose number is not kept for it, or is taken", () => {
    const rules = (...list: { name: string; number: number }[]) =>
      aclProblems(list.map((entry) => ({ ...denied, ...entry }))).map(
        ({ argument, rule }) => `${argument}: ${rule}`,
      );
    assert.deepEqual(rules({ name: "a", number: 500 }), ["deniedBlocks.0.number: must be 1 to 499"]);
    assert.deepEqual(rules({ name: "a", number: 1 }, { name: "a", number: 2 }), [
      "deniedBlocks.1: a has the same name or number",
    ]);
    assert.deepEqual(rules({ name: "a", number: 1 }, { name: "b", number: 499 }), []);
  });
});
