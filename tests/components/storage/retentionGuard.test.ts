import assert from "node:assert/strict";
import { refuseShrinking } from "../../../components/storage/retentionGuard";

const lock = (defaultRetention: { days?: number; years?: number }) => ({ rule: { defaultRetention } });

describe("The guard of a bucket's retention", () => {
  it("lets it grow and stay", () => {
    refuseShrinking("lock", lock({ days: 365 }), lock({ days: 366 }));
    refuseShrinking("lock", lock({ days: 365 }), lock({ days: 365 }));
    refuseShrinking("lock", lock({ days: 365 }), lock({ years: 1 }));
    refuseShrinking("lock", undefined, lock({ days: 1 }));
  });

  for (const [title, after] of [
    ["fewer days", lock({ days: 364 })],
    ["fewer years", lock({ years: 0 })],
    ["nothing at all", {}],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => {
          refuseShrinking("lock", lock({ days: 365 }), after);
        },
        { message: /^lock: objects would be locked for \d+ days, but 365 are deployed\./ },
      );
    });
  }
});
