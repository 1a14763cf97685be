import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configurationReference } from "../../docs/configurationReference";
import { rowsBelow, type Schema } from "../../docs/schemaRows";

const cells = (schema: Schema) =>
  rowsBelow(schema).map(({ key, type, otherwise }) => [key, type, otherwise] as const);
const one = (schema: Schema) => cells({ properties: { key: schema } });

describe("The configuration's reference", () => {
  it("is up to date (npm run docs:configuration)", () => {
    assert.equal(
      readFileSync(join(__dirname, "../../docs/configuration.md"), "utf8"),
      configurationReference(),
    );
  });
});

const anyInteger: Schema = {
  type: "integer",
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
};

describe("A row of the configuration's reference", () => {
  it("says whether a key must be given", () => {
    const schema: Schema = { properties: { a: { type: "string" }, b: { type: "string" } }, required: ["a"] };
    assert.deepEqual(cells(schema), [
      ["a", "string", "required"],
      ["b", "string", "absent"],
    ]);
  });

  it("says what holds without a key", () => {
    assert.deepEqual(one({ type: "integer", default: 7 }), [["key", "integer", "`7`"]]);
    assert.deepEqual(one({ type: "string", default: "x" }), [["key", "string", "`x`"]]);
  });

  it("has the description", () => {
    assert.deepEqual(
      rowsBelow({ properties: { key: { type: "string", description: "Why." } } }).map(
        (row) => row.description,
      ),
      ["Why."],
    );
  });

  for (const [title, schema, type] of [
    ["both ends of a range", { type: "integer", minimum: 1, maximum: 9 }, "integer 1 to 9"],
    ["the start of a range", { type: "integer", minimum: 1 }, "integer from 1"],
    ["the end of a range", { type: "integer", maximum: 9 }, "integer up to 9"],
    ["the values to choose from", { enum: ["a", "b"] }, "`a`, `b`"],
    ["the only value", { const: "a" }, "`a`"],
    ["forms to choose from", { anyOf: [{ type: "string" }, { const: false }] }, "string, or `false`"],
    [
      "values to choose from, each with a form of its own",
      { anyOf: [{ const: 1 }, { const: 3 }] },
      "`1`, `3`",
    ],
    ["nothing about the size of any integer", anyInteger, "integer"],
    ["several types", { type: ["string", "null"] }, "string or null"],
    [
      "how long a list is",
      { items: { type: "string" }, minItems: 2, maxItems: 6 },
      "list of string, 2 to 6 of them",
    ],
    ["how short a list may be", { items: { type: "string" }, minItems: 2 }, "list of string, at least 2"],
    ["how long a list may be", { items: { type: "string" }, maxItems: 2 }, "list of string, at most 2"],
    ["a list of any length", { items: { type: "string" } }, "list of string"],
    ["a map with keys of one's own", { additionalProperties: { type: "string" } }, "map of string"],
    ["that anything goes", {}, "anything"],
  ] satisfies [string, Schema, string][]) {
    it(`says ${title}`, () => {
      assert.deepEqual(one(schema), [["key", type, "absent"]]);
    });
  }

  it("is there for the keys inside maps, lists, choices and maps with keys of one's own", () => {
    const inner: Schema = { type: "object", properties: { a: { type: "string" } } };
    const keys = (schema: Schema) => one(schema).map(([key]) => key);
    assert.deepEqual(keys(inner), ["key", "key.a"]);
    assert.deepEqual(keys({ items: inner }), ["key", "key[].a"]);
    assert.deepEqual(keys({ anyOf: [inner, { type: "string" }] }), ["key", "key.a"]);
    assert.deepEqual(keys({ additionalProperties: inner }), ["key", "key.<name>.a"]);
  });
});
