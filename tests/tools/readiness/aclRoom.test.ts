import assert from "node:assert/strict";
import fc from "fast-check";
import { fitsInto, freeNumbers, instancesAtOnce } from "../../../tools/readiness/aclRoom";
import type { AclEntry, AclFacts } from "../../../tools/readiness/facts";
import { acl, allowAll, deny } from "./fixture";

const entry: fc.Arbitrary<AclEntry> = fc.record({
  number: fc.integer({ min: 1, max: 1200 }),
  family: fc.constantFrom("ipv4", "ipv6"),
  allows: fc.boolean(),
  wide: fc.boolean(),
});
const entries = fc.uniqueArray(entry, { selector: ({ number }) => number, maxLength: 40 });
const room = fc.record({ ipv4: fc.integer({ min: 1, max: 10 }), ipv6: fc.integer({ min: 0, max: 10 }) });

/** As many entries as given, which stand after those of a containment. */
const full = (length: number, family: AclEntry["family"] = "ipv4"): AclEntry[] =>
  Array.from({ length }, (_, index) => ({ ...allowAll(1000 + index), family }));

describe("The room in a network ACL", () => {
  it("is not narrowed by numbers where the landing zone keeps more of them free than there may be entries", () => {
    assert.equal(freeNumbers([]), Infinity);
    assert.equal(freeNumbers([deny(500), deny(705), allowAll(1000)]), Infinity);
    assert.equal(freeNumbers([{ ...allowAll(510), wide: false }]), Infinity);
  });

  it("begins at 1 and ends at the first entry that allows, elsewhere", () => {
    assert.equal(freeNumbers([allowAll(100)]), 60);
    assert.equal(freeNumbers([allowAll(100), deny(60), deny(61)]), 59);
    assert.equal(freeNumbers([allowAll(10)]), 9);
    assert.equal(freeNumbers([allowAll(1)]), 0);
    assert.equal(freeNumbers([allowAll(999)]), 60);
  });

  it("counts every number that is free before what allows, and no other", () => {
    fc.assert(
      fc.property(entries, (list) => {
        const blocking = list.filter(({ allows, wide, number }) => allows && wide && number < 1000);
        if (blocking.length === 0) return freeNumbers(list) === Infinity;
        const first = Math.min(...blocking.map(({ number }) => number));
        let free = 0;
        for (let number = 1; number < Math.min(first, 61); number += 1) {
          if (!list.some((one) => one.number === number)) free += 1;
        }
        return freeNumbers(list) === free;
      }),
    );
  });

  it("never grows by another entry or another address", () => {
    fc.assert(
      fc.property(entries, room, fc.boolean(), (list, addresses, holdsEndpoints) => {
        const narrow = { ...acl, holdsEndpoints, ingress: list, egress: [] };
        const narrower = { ...narrow, ingress: [...list, deny(5000)] };
        const more = { ...addresses, ipv6: addresses.ipv6 + 1 };
        const fits = fitsInto(narrow, addresses, 20);
        return fits || (!fitsInto(narrower, addresses, 20) && !fitsInto(narrow, more, 20));
      }),
    );
  });

  it("is needed in both directions, AWS's own last entry counted", () => {
    const one = { ipv4: 1, ipv6: 0 };
    for (const direction of ["ingress", "egress"]) {
      assert.equal(fitsInto({ ...acl, [direction]: full(18) }, one, 20), true);
      assert.equal(fitsInto({ ...acl, [direction]: full(19) }, one, 20), false);
      assert.equal(fitsInto({ ...acl, [direction]: full(19) }, one, 40), true);
    }
  });

  it("is for as many instances at once as the narrowest network ACL has room for", () => {
    const atOnce = (...acls: Partial<AclFacts>[]) =>
      instancesAtOnce(
        acls.map((one) => ({ ...acl, ...one })),
        20,
      );
    assert.equal(atOnce({ ingress: full(8) }, { ingress: full(6) }), 11);
    assert.equal(atOnce({ ingress: full(8) }, { ingress: full(6), holdsEndpoints: true }), 6);
    assert.equal(atOnce({ ingress: full(8), egress: full(19) }), 0);
    assert.equal(atOnce({ ingress: [allowAll(5)] }), 4);
    assert.equal(atOnce({ ingress: full(25) }), 0);
  });

  it("is for as many as fit one by one", () => {
    fc.assert(
      fc.property(entries, fc.boolean(), (list, holdsEndpoints) => {
        const narrow = { ...acl, holdsEndpoints, ingress: list };
        const room = instancesAtOnce([narrow], 20);
        const fits = (ipv4: number) => fitsInto(narrow, { ipv4, ipv6: 0 }, 20);
        return (room === 0 || fits(room)) && !fits(room + 1);
      }),
    );
  });

  it("is counted for IPv4 and IPv6 each by themselves", () => {
    const ingress = [...full(19, "ipv6"), ...full(10)];
    assert.equal(fitsInto({ ...acl, ingress }, { ipv4: 9, ipv6: 0 }, 20), true);
    assert.equal(fitsInto({ ...acl, ingress }, { ipv4: 9, ipv6: 1 }, 20), false);
    assert.equal(fitsInto({ ...acl, ingress }, { ipv4: 10, ipv6: 0 }, 20), false);
  });
});
