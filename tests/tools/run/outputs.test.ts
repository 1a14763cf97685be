import assert from "node:assert/strict";
import { shownOutputs } from "../../../tools/run/outputs";

describe("the outputs that are shown", () => {
  it("are those of the stack", () => {
    const outputs = { vpcId: "vpc-1", subnetIds: ["subnet-1"], zones: { a: 1 }, none: null };
    assert.deepEqual(shownOutputs(outputs), outputs);
  });

  it("never contain a secret, at any depth", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "hush",
    };
    assert.deepEqual(shownOutputs({ key: secret, list: [{ inner: secret }] }), {
      key: "[secret]",
      list: [{ inner: "[secret]" }],
    });
  });

  it("say which values a preview cannot know", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    assert.deepEqual(shownOutputs({ id: unknown, list: [unknown, "b"] }), {
      id: "[unknown]",
      list: ["[unknown]", "b"],
    });
  });
});
