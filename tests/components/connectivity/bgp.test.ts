import { containsCidr, overlapCidr } from "cidr-tools";
import fc from "fast-check";
import assert from "node:assert/strict";
import {
  awsAsnFault,
  customerAsnFault,
  insideCidrFault,
  insideRange,
  isPrivateAsn,
  planInsideCidrs,
  plannedRange,
  reservedInsideCidrs,
  sessionAddresses,
  sessionFault,
} from "../../../components/connectivity/bgp";

const customerRemedy = "give the device's own public ASN, or a private one: 64512 to 65534";

describe("The BGP arithmetic", () => {
  it("knows the private ASNs by their first and last", () => {
    assert.deepEqual(
      [64511, 64512, 65534, 65535, 4199999999, 4200000000, 4294967294, 4294967295].map(isPrivateAsn),
      [false, true, true, false, false, true, true, false],
    );
  });

  it("takes private ASNs only on AWS's side", () => {
    assert.equal(awsAsnFault(64512), undefined);
    assert.equal(awsAsnFault(4200000000), undefined);
    for (const asn of [7224, 3320, 65535, 0, -1, 64512.5, Number.NaN]) {
      assert.deepEqual(awsAsnFault(asn), {
        rule: "the AWS side's ASN must be private: 64512 to 65534, or 4200000000 to 4294967294",
        remedy: "choose a private number that the network does not use yet, such as 64512",
      });
    }
  });

  it("takes public and private ASNs on the customer's side", () => {
    for (const asn of [1, 3320, 65000, 131072, 4200000001]) {
      assert.equal(customerAsnFault(asn, "eu-central-1"), undefined);
    }
  });

  const refused: readonly [asn: number, region: string, rule: string][] = [
    [0, "eu-central-1", "no network may use this ASN: it is reserved (RFC 7607)"],
    [23456, "eu-central-1", "no network may use this ASN: it is the placeholder AS_TRANS (RFC 6793)"],
    [64496, "eu-central-1", "no network may use this ASN: it is kept for documentation (RFC 5398)"],
    [64511, "eu-central-1", "no network may use this ASN: it is kept for documentation (RFC 5398)"],
    [65535, "eu-central-1", "no network may use this ASN: it is reserved (RFC 7300)"],
    [65551, "eu-central-1", "no network may use this ASN: it is kept for documentation (RFC 5398)"],
    [131071, "eu-central-1", "no network may use this ASN: it is reserved by IANA"],
    [4294967295, "eu-central-1", "no network may use this ASN: it is reserved (RFC 7300)"],
    [4294967296, "eu-central-1", "an ASN is a whole number from 1 to 4294967294"],
    [-1, "eu-central-1", "an ASN is a whole number from 1 to 4294967294"],
    [65000.5, "eu-central-1", "an ASN is a whole number from 1 to 4294967294"],
    [7224, "eu-central-1", "AWS keeps this ASN for itself in every region"],
    [9059, "eu-west-1", "AWS keeps this ASN for itself in eu-west-1"],
    [10124, "ap-northeast-1", "AWS keeps this ASN for itself in ap-northeast-1"],
    [17493, "ap-southeast-1", "AWS keeps this ASN for itself in ap-southeast-1"],
    [17943, "ap-southeast-1", "AWS keeps this ASN for itself in ap-southeast-1"],
  ];
  for (const [asn, region, rule] of refused) {
    it(`refuses the customer's ASN ${asn} in ${region}`, () => {
      assert.deepEqual(customerAsnFault(asn, region), { rule, remedy: customerRemedy });
    });
  }

  it("lets a number that AWS reserves in one region be used in another", () => {
    assert.equal(customerAsnFault(9059, "eu-central-1"), undefined);
  });

  it("refuses the same ASN on both sides", () => {
    assert.equal(sessionFault(64512, 65000), undefined);
    assert.deepEqual(sessionFault(64512, 64512), {
      rule: "the two sides of a BGP session need different ASNs, and AWS's side has 64512 too",
      remedy: "change the number of one side",
    });
  });
});

describe("The inside blocks", () => {
  it("may be any /30 of the link-local range that AWS does not reserve", () => {
    for (const cidr of ["169.254.0.4/30", "169.254.6.0/30", "169.254.169.248/30", "169.254.255.252/30"]) {
      assert.equal(insideCidrFault(cidr), undefined);
    }
    assert.equal(insideCidrFault("169.254.10.2/31", [30, 31]), undefined);
  });

  it("must not be one that AWS reserves", () => {
    for (const cidr of reservedInsideCidrs) {
      assert.deepEqual(insideCidrFault(cidr), {
        rule: `AWS reserves ${cidr} for itself`,
        remedy: "give a /30 block of 169.254.64.0/18, such as 169.254.64.0/30",
      });
    }
    assert.equal(insideCidrFault("169.254.1.2/31", [30, 31])?.rule, "AWS reserves 169.254.1.0/30 for itself");
  });

  for (const cidr of [
    "10.0.0.0/30",
    "169.254.10.0/29",
    "169.254.10.0",
    "169.254.300.0/30",
    "169.255.0.0/30",
    "x",
  ]) {
    it(`cannot be ${cidr}`, () => {
      assert.deepEqual(insideCidrFault(cidr), {
        rule: "must be a /30 block within 169.254.0.0/16",
        remedy: "give a /30 block of 169.254.64.0/18, such as 169.254.64.0/30",
      });
    });
  }

  it("must start at their first address", () => {
    assert.deepEqual(insideCidrFault("169.254.10.1/30"), {
      rule: "must start at the first address of the block",
      remedy: "write 169.254.10.0/30",
    });
  });

  it("give AWS the first address and the customer the second", () => {
    assert.deepEqual(sessionAddresses("169.254.10.0/30"), { aws: "169.254.10.1", customer: "169.254.10.2" });
    assert.deepEqual(sessionAddresses("169.254.10.254/31"), {
      aws: "169.254.10.254",
      customer: "169.254.10.255",
    });
  });

  it("are planned by the seed alone", () => {
    assert.deepEqual(
      planInsideCidrs("111122223333/eu-central-1/berlin"),
      planInsideCidrs("111122223333/eu-central-1/berlin"),
    );
    assert.notDeepEqual(
      planInsideCidrs("111122223333/eu-central-1/berlin"),
      planInsideCidrs("111122223333/eu-central-1/munich"),
    );
  });

  it("are planned so that AWS accepts both, and the two never overlap", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const [one, other] = planInsideCidrs(seed);
        assert.equal(insideCidrFault(one), undefined);
        assert.equal(insideCidrFault(other), undefined);
        assert(!overlapCidr(one, other));
        assert(containsCidr(plannedRange, [one, other]));
      }),
    );
  });

  it("are planned in a range free of reserved blocks and metadata addresses", () => {
    assert(containsCidr(insideRange, plannedRange));
    for (const taken of [
      ...reservedInsideCidrs,
      "169.254.169.254/32",
      "169.254.170.2/32",
      "169.254.170.23/32",
    ]) {
      assert(!overlapCidr(plannedRange, taken));
    }
  });
});
