import assert from "node:assert/strict";
import { Value } from "../../../policypacks/shared/value";
import { policyResources, resource, unknown } from "../../support/policyStack";

/** A value as the SDK passes it: unknown parts throw when they are read. */
function passed(properties: Record<string, unknown>): Value {
  const [one] = policyResources([resource("aws:x/y:Z", "x", properties, {})], "preview");
  return Value.of(one?.props);
}

describe("a value", () => {
  it("is read step by step, with its path", () => {
    const block = passed({ ingress: [{ cidrBlocks: ["10.0.0.0/8"] }] })
      .at("ingress")
      .items()[0]
      ?.at("cidrBlocks")
      .items()[0];
    assert.equal(block?.path, "ingress[0].cidrBlocks[0]");
    assert.equal(block.text(), "10.0.0.0/8");
  });

  it("that is unknown hides nothing beside it", () => {
    const blocks = passed({ cidrBlocks: [unknown, "0.0.0.0/0"] })
      .at("cidrBlocks")
      .items();
    assert.deepEqual(
      blocks.map((block) => [block.isUnknown, block.is("0.0.0.0/0")]),
      [
        [true, "unknown"],
        [false, "yes"],
      ],
    );
  });

  it("that is unknown has unknown parts", () => {
    const list = passed({ ingress: unknown }).at("ingress");
    assert.deepEqual(
      [list.isUnknown, list.isAbsent, list.isSet(), list.isEmptyList()],
      [true, false, "unknown", "unknown"],
    );
    assert.deepEqual(
      list.items().map(({ path, isUnknown }) => [path, isUnknown]),
      [["ingress[*]", true]],
    );
    assert.equal(list.at("protocol").isUnknown, true);
  });

  it("that is absent has absent parts", () => {
    const list = passed({}).at("ingress");
    assert.deepEqual(
      [list.isUnknown, list.isAbsent, list.isSet(), list.isEmptyList()],
      [false, true, "no", "yes"],
    );
    assert.deepEqual(list.items(), []);
    assert.equal(list.at("protocol").isAbsent, true);
  });

  it("that is null is absent", () => {
    assert.equal(Value.of({ policy: null }).loosely().at("policy").isAbsent, true);
  });

  it("counts as a list of one where AWS takes either", () => {
    assert.deepEqual(passed({ Action: "s3:*" }).at("Action").each().map(describeValue), ["Action"]);
    assert.deepEqual(
      passed({ Action: ["a", "b"] })
        .at("Action")
        .each()
        .map(describeValue),
      ["Action[0]", "Action[1]"],
    );
    assert.deepEqual(passed({}).at("Action").each().map(describeValue), []);
    assert.deepEqual(passed({ Action: unknown }).at("Action").each().map(describeValue), ["Action"]);
  });

  it("of another kind fails a test", () => {
    const value = passed({ port: "22" }).at("port");
    assert.equal(
      value.isNumber((port) => port === 22),
      "no",
    );
    assert.equal(value.is(22), "no");
    assert.equal(value.number(), undefined);
  });

  it("is shown as JSON, its unknown parts by name", () => {
    const value = passed({ rule: { from: 22, to: unknown, open: [true, unknown], none: undefined } }).at(
      "rule",
    );
    assert.equal(value.shown(), '{"from":22,"to":not known yet,"open":[true,not known yet]}');
    assert.equal(passed({}).at("rule").shown(), "not set");
  });

  it("is shown in 120 characters at most", () => {
    const shown = passed({ policy: "x".repeat(500) })
      .at("policy")
      .shown();
    assert.equal(shown.length, 120);
    assert.equal(shown.at(-1), "…");
  });

  it("is parsed if it is a text, and left as it is otherwise", () => {
    assert.equal(passed({ policy: '{"Version":"1"}' }).at("policy").parsed().at("Version").text(), "1");
    assert.equal(
      passed({ policy: { Version: "1" } })
        .at("policy")
        .parsed()
        .at("Version")
        .text(),
      "1",
    );
    assert.equal(passed({ policy: unknown }).at("policy").parsed().isUnknown, true);
    assert.throws(() => passed({ policy: "{" }).at("policy").parsed(), SyntaxError);
  });

  it("passes on other errors than unknown values", () => {
    const broken = Value.of({
      get port(): number {
        throw new RangeError("broken");
      },
    }).loosely();
    assert.throws(() => broken.at("port"), new RangeError("broken"));
  });
});

function describeValue({ path }: Value<unknown>): string {
  return path;
}
