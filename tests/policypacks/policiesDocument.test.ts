import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pack } from "../../policypacks/landing-zone/pack";
import { policiesDocument } from "../../policypacks/policiesDocument";

describe("docs/policies.md", () => {
  it("is what the pack says (npm run policies:docs)", () => {
    assert.equal(
      readFileSync(join(__dirname, "..", "..", "docs", "policies.md"), "utf8"),
      policiesDocument(pack),
    );
  });
});
