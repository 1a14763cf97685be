import assert from "node:assert/strict";
import * as compute from "../../../policypacks/shared/families/compute";
import * as directConnect from "../../../policypacks/shared/families/directConnect";
import * as identity from "../../../policypacks/shared/families/identity";
import * as network from "../../../policypacks/shared/families/network";
import * as storage from "../../../policypacks/shared/families/storage";
import * as vpn from "../../../policypacks/shared/families/vpn";
import type { Family } from "../../../policypacks/shared/family";
import { awsTypes, listTaggableTypes } from "../../../policypacks/shared/listTaggableTypes";
import { taggableTypes } from "../../../policypacks/shared/taggable";

function isFamily(value: unknown): value is Family<unknown> {
  return typeof value === "object" && value !== null && "tokens" in value;
}

describe("the families of types", () => {
  const existing = new Set(awsTypes());

  for (const [name, member] of Object.entries({
    ...compute,
    ...directConnect,
    ...identity,
    ...network,
    ...storage,
    ...vpn,
  })) {
    if (!isFamily(member)) continue;
    it(`${name} has types that exist in the installed @pulumi/aws`, () => {
      assert.notEqual(member.tokens.length, 0);
      assert.deepEqual(
        member.tokens.filter((token) => !existing.has(token)),
        [],
      );
    });
  }

  it("know only taggable types that store data", () => {
    assert.deepEqual(
      [...storage.storesData].filter((token) => !taggableTypes.has(token)),
      [],
    );
  });

  it("know every taggable type of the installed @pulumi/aws (npm run policies:taggable)", () => {
    assert.deepEqual([...taggableTypes], listTaggableTypes());
  });
});
