import assert from "node:assert/strict";
import fc from "fast-check";
import { all, any, not, type Truth } from "../../../policypacks/shared/truth";

const truths = fc.constantFrom<Truth>("yes", "no", "unknown");

/** Every way in which the unknown values could turn out. */
function outcomes(values: readonly Truth[]): boolean[][] {
  return values.reduce<boolean[][]>(
    (made, value) => {
      const possible = value === "unknown" ? [true, false] : [value === "yes"];
      return made.flatMap((before) => possible.map((one) => [...before, one]));
    },
    [[]],
  );
}

/** What can be said if these are the answers that are still possible. */
function settled(answers: readonly boolean[]): Truth {
  if (answers.every(Boolean)) return "yes";
  return answers.some(Boolean) ? "unknown" : "no";
}

describe("truth", () => {
  it("of all is what every outcome of the unknown values agrees on", () => {
    fc.assert(
      fc.property(fc.array(truths, { maxLength: 6 }), (values) => {
        assert.equal(all(...values), settled(outcomes(values).map((outcome) => outcome.every(Boolean))));
      }),
    );
  });

  it("of any is what every outcome of the unknown values agrees on", () => {
    fc.assert(
      fc.property(fc.array(truths, { maxLength: 6 }), (values) => {
        assert.equal(any(...values), settled(outcomes(values).map((outcome) => outcome.some(Boolean))));
      }),
    );
  });

  it("turns around, but for the unknown", () => {
    assert.deepEqual((["yes", "no", "unknown"] as const).map(not), ["no", "yes", "unknown"]);
  });
});
