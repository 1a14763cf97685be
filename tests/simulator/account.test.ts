import * as assert from "node:assert/strict";
import { accountProblems, documentationAccount, readAccount } from "../../simulator/account";
import { regionCode } from "../../simulator/regions";
import { unknown, type Values } from "../../simulator/values";

const region = "eu-central-1";

/** Lists and objects of a provider's configuration come as JSON text. */
function roles(account: string): string {
  return JSON.stringify([{ roleArn: `arn:aws:iam::${account}:role/deployer` }]);
}

describe("account of a simulated provider", () => {
  it("is the one that the provider allows", () => {
    assert.deepEqual(readAccount({ region, allowedAccountIds: '["111122223333"]' }), {
      account: "111122223333",
      region,
      defaultTags: {},
    });
  });

  it("is that of the role to assume", () => {
    assert.equal(readAccount({ region, assumeRoles: roles("444455556666") }).account, "444455556666");
    const both = {
      region,
      allowedAccountIds: '["111122223333","444455556666"]',
      assumeRoles: roles("444455556666"),
    };
    assert.equal(readAccount(both).account, "444455556666");
  });

  it("is the one of AWS's documentation if nothing names one", () => {
    assert.equal(readAccount({ region }).account, documentationAccount);
  });

  it("comes with the default tags", () => {
    const defaultTags = JSON.stringify({ tags: { stack: "prod" } });
    assert.deepEqual(readAccount({ region, defaultTags }).defaultTags, { stack: "prod" });
  });

  const wrong: readonly (readonly [string, Values, string, RegExp])[] = [
    ["no region", {}, "region", /is missing: give the provider a region, such as "eu-central-1"/],
    ["a zone for a region", { region: "eu-central-1a" }, "region", /is "eu-central-1a": give a region/],
    [
      "an account of 11 digits",
      { region, allowedAccountIds: '["11112222333"]' },
      "allowedAccountIds",
      /holds "11112222333": an account id has 12/,
    ],
    [
      "a role in an account that is not allowed",
      { region, allowedAccountIds: '["111122223333"]', assumeRoles: roles("444455556666") },
      "allowedAccountIds",
      /allows 111122223333, but the role to assume is in account 444455556666/,
    ],
  ];
  for (const [what, config, property, reason] of wrong) {
    it(`is refused with ${what}`, () => {
      const [problem, ...others] = accountProblems(config);
      assert.deepEqual(others, []);
      assert.equal(problem?.property, property);
      assert.match(problem.reason, reason);
      assert.throws(() => readAccount(config), reason);
    });
  }

  it("is not judged by values that are not known yet", () => {
    assert.deepEqual(accountProblems({ region: unknown, allowedAccountIds: JSON.stringify([unknown]) }), []);
    assert.deepEqual(
      accountProblems({ region, allowedAccountIds: unknown, assumeRoles: roles("444455556666") }),
      [],
    );
  });
});

describe("short form of a region", () => {
  const codes = {
    "eu-central-1": "euc1",
    "us-east-1": "use1",
    "ap-southeast-2": "apse2",
    "us-gov-west-1": "usgw1",
  };
  for (const [name, code] of Object.entries(codes)) {
    it(`of ${name} is ${code}`, () => {
      assert.equal(regionCode(name), code);
    });
  }
});
