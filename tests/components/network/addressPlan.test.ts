import { containsCidr, overlapCidr } from "cidr-tools";
import fc from "fast-check";
import assert from "node:assert/strict";
import {
  planProblems,
  planSubnets,
  usableAddresses,
  type PlannedSubnet,
  type Tier,
} from "../../../components/network/addressPlan";

const tiers: readonly Tier[] = ["public", "private", "isolated"];
const letters = ["a", "b", "c", "d", "e", "f", "g", "h"];

const block = fc
  .tuple(fc.integer({ min: 16, max: 23 }), fc.nat({ max: 2 ** 16 - 1 }))
  .map(([length, offset]) => {
    const address = ((offset >> (32 - length - (32 - 16 - 16))) << (32 - length)) & 0xffff;
    return `10.20.${(address >> 8) & 255}.${address & 255}/${length}`;
  });
const zones = fc
  .subarray(letters, { minLength: 1 })
  .map((subset) => subset.map((letter) => `eu-central-1${letter}`));
const someTiers = fc.subarray([...tiers], { minLength: 1 });

const key = ({ tier, zone }: PlannedSubnet) => `${tier}-${zone}`;

describe("The address plan", () => {
  it("gives the subnets of a /16 their places", () => {
    const plan = planSubnets("10.20.0.0/16", ["eu-central-1a", "eu-central-1c"], tiers);
    assert.deepEqual(
      plan.map((subnet) => [key(subnet), subnet.availabilityZone, subnet.cidrBlock]),
      [
        ["public-a", "eu-central-1a", "10.20.16.0/21"],
        ["public-c", "eu-central-1c", "10.20.80.0/21"],
        ["private-a", "eu-central-1a", "10.20.0.0/20"],
        ["private-c", "eu-central-1c", "10.20.64.0/20"],
        ["isolated-a", "eu-central-1a", "10.20.24.0/21"],
        ["isolated-c", "eu-central-1c", "10.20.88.0/21"],
      ],
    );
  });

  it("keeps every subnet within the block, and no two overlap", () => {
    fc.assert(
      fc.property(block, zones, someTiers, (cidrBlock, availabilityZones, chosen) => {
        const blocks = planSubnets(cidrBlock, availabilityZones, chosen).map((subnet) => subnet.cidrBlock);
        assert(blocks.every((subnet) => containsCidr(cidrBlock, subnet)));
        for (const [index, one] of blocks.entries()) {
          assert(!blocks.slice(index + 1).some((other) => overlapCidr(one, other)));
        }
      }),
    );
  });

  it("moves no subnet when a zone or a tier is added", () => {
    fc.assert(
      fc.property(block, zones, someTiers, (cidrBlock, availabilityZones, chosen) => {
        const everything = new Map(
          planSubnets(
            cidrBlock,
            letters.map((letter) => `eu-central-1${letter}`),
            tiers,
          ).map((subnet) => [key(subnet), subnet.cidrBlock]),
        );
        for (const subnet of planSubnets(cidrBlock, availabilityZones, chosen)) {
          assert.equal(subnet.cidrBlock, everything.get(key(subnet)));
        }
      }),
    );
  });

  it("makes subnets that AWS allows, whenever it reports no problem", () => {
    fc.assert(
      fc.property(block, zones, someTiers, (cidrBlock, availabilityZones, chosen) => {
        if (planProblems(cidrBlock, availabilityZones, chosen).length > 0) return;
        for (const subnet of planSubnets(cidrBlock, availabilityZones, chosen)) {
          assert(Number(subnet.cidrBlock.split("/")[1]) <= 28);
        }
      }),
    );
  });

  it("counts the addresses that AWS leaves", () => {
    assert.equal(usableAddresses("10.20.0.0/28"), 11);
    assert.equal(usableAddresses("10.20.0.0/20"), 4091);
  });

  it("reports a block too small for a tier, and how large it must be", () => {
    assert.deepEqual(planProblems("10.20.0.0/24", ["eu-central-1a"], ["private", "public"]), [
      "cidrBlock: 10.20.0.0/24 is too small, its public subnets would be /29 and AWS allows /28 at most; " +
        "take /23 or larger",
    ]);
    assert.deepEqual(planProblems("10.20.0.0/23", ["eu-central-1a"], tiers), []);
  });

  it("reports a zone that is none", () => {
    assert.deepEqual(planProblems("10.20.0.0/16", ["eu-central-1"], ["private"]), [
      "availabilityZones: eu-central-1 must end with a letter from a to h; name a zone, not a region",
    ]);
  });
});
