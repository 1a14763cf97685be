import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { checkDirectConnect, directConnect } from "../../config/directConnect";
import { transitGateway } from "../../config/transitGateway";
import { checkVpn, vpn } from "../../config/vpn";

const stack = {
  account: "111122223333",
  region: "eu-central-1",
  network: { cidr: "10.20.0.0/16", tiers: { public: {}, private: {}, transit: {} } },
};

const schema = z
  .strictObject({
    account: z.string(),
    region: z.string(),
    network: z.strictObject({
      cidr: z.string(),
      tiers: z.strictObject({ public: z.unknown(), private: z.unknown(), transit: z.unknown() }),
    }),
    vpn,
    transitGateway,
    directConnect,
  })
  .superRefine(checkVpn)
  .superRefine(checkDirectConnect);

/** The configuration examples of a page, by the heading above them. */
function examples(page: string): [heading: string, values: Record<string, unknown>][] {
  const text = readFileSync(join(__dirname, "../../docs", page), "utf8");
  return [...text.matchAll(/^### (.+)\n[^#]*?^```yaml\n([\s\S]*?)^```/gm)].map(
    ([, heading = "", yaml = ""]) => {
      const values = z.record(z.string(), z.unknown()).parse(parse(yaml));
      const keyed = Object.entries(values).map(([key, value]) => [key.replace("landing-zone:", ""), value]);
      return [heading, Object.fromEntries(keyed) as Record<string, unknown>];
    },
  );
}

describe("The configuration examples of connections", () => {
  const found = examples("connections.md");

  it("are one of each way", () => {
    assert.deepEqual(
      found.map(([heading, values]) => [heading, Object.keys(values)]),
      [
        ["VPN only", ["vpn"]],
        ["Direct Connect only", ["directConnect"]],
        ["Both", ["transitGateway", "vpn", "directConnect"]],
      ],
    );
  });

  for (const [heading, values] of found) {
    it(`are valid (${heading})`, () => {
      assert.deepEqual(schema.safeParse({ ...stack, ...values }).error?.issues ?? [], []);
    });
  }
});
