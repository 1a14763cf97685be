import assert from "node:assert/strict";
import fc from "fast-check";
import { fitsInto, freeNumbers } from "../../../tools/readiness/aclRoom";
import type { AclEntry } from "../../../tools/readiness/facts";
import { acl, allowAll, deny } from "./fixture";

const entry: fc.Arbitrary<AclEntry> = fc.record({
  number: fc.integer({ min: 1, max: 1200 }),
  allows: fc.boolean(),
  wide: fc.boolean(),
});
const entries = fc.uniqueArray(entry, { selector: ({ number }) => number, maxLength: 40 });

describe("The room in a network ACL", () => {
  it("is sixty numbers from 500 on where the landing zone keeps them free", () => {
    assert.equal(freeNumbers([]), 60);
    assert.equal(freeNumbers([allowAll(1000)]), 60);
    assert.equal(freeNumbers([deny(500), deny(559), deny(560), allowAll(1000)]), 58);
  });

  it("begins at 1 and ends at the first entry that allows, elsewhere", () => {
    assert.equal(freeNumbers([allowAll(100)]), 60);
    assert.equal(freeNumbers([allowAll(10)]), 9);
    assert.equal(freeNumbers([allowAll(1)]), 0);
    assert.equal(freeNumbers([allowAll(999)]), 60);
  });

  it("is not narrowed by entries that let single addresses through", () => {
    assert.equal(freeNumbers([{ number: 510, allows: true, wide: false }]), 59);
  });

  it("is enough only if every number that it counts is free and stands before what allows", () => {
    fc.assert(
      fc.property(entries, (list) => {
        const blocking = list.filter(({ allows, wide, number }) => allows && wide && number < 1000);
        const first = Math.min(...blocking.map(({ number }) => number), 1000);
        const start = blocking.length > 0 ? 1 : 500;
        let free = 0;
        for (let number = start; number < Math.min(first, start + 60); number += 1) {
          if (!list.some((one) => one.number === number)) free += 1;
        }
        return freeNumbers(list) === free;
      }),
    );
  });

  it("never grows by another entry or another address", () => {
    fc.assert(
      fc.property(
        entries,
        fc.integer({ min: 1, max: 10 }),
        fc.boolean(),
        (list, addresses, holdsEndpoints) => {
          const full = { ...acl, holdsEndpoints, ingress: list, egress: [] };
          const wider = { ...full, ingress: [...list, deny(5000)] };
          const fits = fitsInto(full, addresses, 20);
          return fits || (!fitsInto(wider, addresses, 20) && !fitsInto(full, addresses + 1, 20));
        },
      ),
    );
  });

  it("is needed in both directions", () => {
    const full = Array.from({ length: 20 }, (_, index) => allowAll(1000 + index));
    assert.equal(fitsInto({ ...acl, ingress: full }, 1, 20), false);
    assert.equal(fitsInto({ ...acl, egress: full }, 1, 20), false);
    assert.equal(fitsInto({ ...acl, ingress: full }, 1, 40), true);
  });
});
