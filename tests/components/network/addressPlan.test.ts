import { containsCidr, normalizeCidr, overlapCidr } from "cidr-tools";
import fc from "fast-check";
import assert from "node:assert/strict";
import {
  ipv6Subnet,
  planProblems,
  planSubnets,
  usableAddresses,
  type PlannedSubnet,
  type Tier,
  type Tiers,
} from "../../../components/network/addressPlan";

const allTiers: Tiers = { public: {}, private: {}, isolated: {}, firewall: {}, transit: {} };
const letters = ["a", "b", "c", "d", "e", "f", "g", "h"];
const zonesOf = (some: readonly string[]) => some.map((letter) => `eu-central-1${letter}`);
const key = ({ tier, zone }: PlannedSubnet) => `${tier}-${zone}`;

const block = fc
  .tuple(fc.integer({ min: 16, max: 22 }), fc.nat({ max: 255 }), fc.nat({ max: 255 }))
  .map(([length, second, third]) => normalizeCidr(`10.${second}.${third}.0/${length}`));
const zones = fc.subarray(letters, { minLength: 1 }).map(zonesOf);
const tiers = fc.subarray(Object.keys(allTiers) as Tier[], { minLength: 1 }).chain((names) =>
  fc
    .array(fc.option(fc.integer({ min: 19, max: 28 }), { nil: undefined }), {
      minLength: names.length,
      maxLength: names.length,
    })
    .map((lengths): Tiers =>
      Object.fromEntries(names.map((name, i) => [name, { prefixLength: lengths[i] }])),
    ),
);
const possible = fc.tuple(block, zones, tiers).filter((args) => planProblems(...args).length === 0);

describe("The address plan", () => {
  it("gives the subnets of a /16 their places", () => {
    const plan = planSubnets("10.20.0.0/16", zonesOf(["a", "c"]), {
      ...allTiers,
      isolated: { prefixLength: 24 },
    });
    assert.deepEqual(
      plan.map((subnet) => [key(subnet), subnet.availabilityZone, subnet.cidrBlock, subnet.ipv6Index]),
      [
        ["public-a", "eu-central-1a", "10.20.24.0/22", 12],
        ["public-c", "eu-central-1c", "10.20.88.0/22", 44],
        ["private-a", "eu-central-1a", "10.20.0.0/20", 0],
        ["private-c", "eu-central-1c", "10.20.64.0/20", 32],
        ["isolated-a", "eu-central-1a", "10.20.16.0/24", 8],
        ["isolated-c", "eu-central-1c", "10.20.80.0/24", 40],
        ["firewall-a", "eu-central-1a", "10.20.28.0/23", 14],
        ["firewall-c", "eu-central-1c", "10.20.92.0/23", 46],
        ["transit-a", "eu-central-1a", "10.20.30.0/23", 15],
        ["transit-c", "eu-central-1c", "10.20.94.0/23", 47],
      ],
    );
  });

  it("keeps every subnet within the block, aligned, of a size that AWS allows, and no two overlap", () => {
    fc.assert(
      fc.property(possible, ([cidrBlock, availabilityZones, some]) => {
        const blocks = planSubnets(cidrBlock, availabilityZones, some).map((subnet) => subnet.cidrBlock);
        for (const [index, one] of blocks.entries()) {
          assert(containsCidr(cidrBlock, one));
          assert.equal(normalizeCidr(one), one);
          assert(Number(one.split("/")[1]) <= 28);
          assert(!blocks.slice(index + 1).some((other) => overlapCidr(one, other)));
        }
      }),
    );
  });

  it("moves no subnet when a zone or a tier is added or another tier's length changes", () => {
    fc.assert(
      fc.property(possible, ([cidrBlock, availabilityZones, some]) => {
        const places = new Map(
          planSubnets(cidrBlock, zonesOf(letters), allTiers).map((subnet) => [key(subnet), subnet.cidrBlock]),
        );
        for (const subnet of planSubnets(cidrBlock, availabilityZones, some)) {
          assert.equal(subnet.cidrBlock.split("/")[0], places.get(key(subnet))?.split("/")[0]);
        }
      }),
    );
  });

  it("counts the addresses that AWS leaves", () => {
    assert.equal(usableAddresses("10.20.0.0/28"), 11);
    assert.equal(usableAddresses("10.20.0.0/20"), 4091);
  });

  it("cuts a /64 for each subnet out of the VPC's /56", () => {
    assert.equal(ipv6Subnet("2a05:d014:1f3:5a00::/56", 0), "2a05:d014:1f3:5a00::/64");
    assert.equal(ipv6Subnet("2a05:d014:1f3:5a00::/56", 31), "2a05:d014:1f3:5a1f::/64");
  });

  it("gives every subnet of a zone and tier a /64 of its own", () => {
    const indices = planSubnets("10.20.0.0/16", zonesOf(letters), allTiers).map((subnet) => subnet.ipv6Index);
    assert.equal(new Set(indices).size, 40);
    assert(indices.every((index) => index >= 0 && index < 256));
  });

  it("reports a block too small for a tier, and how large it must be", () => {
    assert.deepEqual(planProblems("10.20.0.0/23", zonesOf(["a"]), { private: {}, public: {} }), [
      {
        argument: "cidrBlock",
        rule: "10.20.0.0/23 is too small, its public subnets would be /29 and AWS allows /28 at most",
        remedy: "take /22 or larger",
      },
    ]);
    assert.deepEqual(planProblems("10.20.0.0/21", zonesOf(["a"]), allTiers), []);
  });

  it("reports a prefix length that its place cannot hold", () => {
    const problem = (length: number) =>
      planProblems("10.20.0.0/16", zonesOf(["a"]), { private: { prefixLength: length } });
    assert.deepEqual(problem(19), [
      {
        argument: "tiers.private.prefixLength",
        rule: "a private subnet of 10.20.0.0/16 has room for /20, and AWS allows /28 at most",
        remedy: "take 20 to 28",
      },
    ]);
    assert.equal(problem(29).length, 1);
    assert.deepEqual([20, 28].flatMap(problem), []);
  });

  it("reports a zone that is none", () => {
    assert.deepEqual(planProblems("10.20.0.0/16", ["eu-central-1"], { private: {} }), [
      {
        argument: "availabilityZones",
        rule: "eu-central-1 must end with a letter from a to h",
        remedy: "name a zone, not a region",
      },
    ]);
  });
});
