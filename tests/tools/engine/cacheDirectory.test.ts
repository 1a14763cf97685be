import assert from "node:assert/strict";
import { isAbsolute, join, resolve } from "node:path";
import { cacheDirectory } from "../../../tools/cache";

describe("the cache directory", () => {
  it("is the one that LANDING_ZONE_CACHE names", () => {
    assert.equal(cacheDirectory({ LANDING_ZONE_CACHE: "/var/cache/zone" }), "/var/cache/zone");
  });

  it("is absolute even if LANDING_ZONE_CACHE is not", () => {
    assert.equal(cacheDirectory({ LANDING_ZONE_CACHE: "here" }), resolve("here"));
  });

  for (const empty of [undefined, "", "  "]) {
    it(`is the user's own when LANDING_ZONE_CACHE is ${JSON.stringify(empty)}`, () => {
      const directory = cacheDirectory({ LANDING_ZONE_CACHE: empty });
      assert.equal(isAbsolute(directory), true);
      assert.equal(directory.includes("landing-zone"), true);
      assert.equal(directory.startsWith(join(__dirname, "../../..")), false, "it is outside the checkout");
    });
  }
});
