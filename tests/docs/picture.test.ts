import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { machinePictures, picturesFolder } from "../../docs/machines";
import { drawn } from "../../docs/picture";

const docs = join(__dirname, "../../docs");
const picture = () => readFileSync(join(docs, "architecture.svg"), "utf8");

describe("The picture of the architecture", () => {
  it("is up to date (npm run docs:picture)", async () => {
    assert.equal(picture(), await drawn(readFileSync(join(docs, "architecture.dot"), "utf8")));
  });

  it("has a white background of its own, so that it can be read on a dark page", () => {
    const [, corners = ""] =
      /<polygon fill="#ffffff" stroke="none" points="([^"]+)"\/>/.exec(picture()) ?? [];
    const [, width = "", height = ""] = /viewBox="0.00 0.00 ([\d.]+) ([\d.]+)"/.exec(picture()) ?? [];
    const points = corners.split(" ").map((point) => point.split(",").map(Number));
    const span = (axis: 0 | 1) =>
      Math.max(...points.map((point) => point[axis] ?? NaN)) -
      Math.min(...points.map((point) => point[axis] ?? NaN));
    assert.deepEqual(
      [Math.round(span(0)), Math.round(span(1))],
      [Math.round(Number(width)), Math.round(Number(height))],
    );
  });
});

describe("Drawing a picture", () => {
  it("reports text that is not Graphviz's", async () => {
    await assert.rejects(drawn("digraph {"), /syntax error/);
  });
});

describe("The pictures of the state machines", () => {
  it("are up to date (npm run docs:machines)", async function () {
    this.timeout(60_000);
    for (const [name, drawing] of await machinePictures()) {
      const stored = readFileSync(join(picturesFolder, `${name}.svg`), "utf8");
      assert.ok(stored === drawing, `${name}.svg is stale`);
    }
  });
});
