import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { pack } from "../../../policypacks/landing-zone/pack";
import { frameworks, listControls } from "../../../policypacks/shared/frameworks";
import type { Rule } from "../../../policypacks/shared/rule";
import { violations } from "../../engine/policies/violations";

const packFolder = join(__dirname, "..", "..", "..", "policypacks", "landing-zone");
const load = createRequire(__filename);
const rulesFolder = join(packFolder, "rules");

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

describe("the rules of the pack", () => {
  const files = filesBelow(rulesFolder).sort();

  it("are each in one file, and all in the pack", () => {
    assert.deepEqual(
      files.map((file) => basename(file, ".ts")).sort(),
      pack.rows.map(({ rule }) => rule.name).sort(),
    );
  });

  for (const file of files) {
    const name = basename(file, ".ts");
    describe(name, () => {
      const exported = Object.values(load(file) as Record<string, Rule>);
      const row = pack.rows.find(({ rule }) => rule.name === name);

      it("is the only thing that its file exports", () => {
        assert.deepEqual(
          exported.map((rule) => rule.name),
          [name],
        );
        assert.equal(row?.rule, exported[0]);
      });

      it("says what must hold and how to mend it, in sentences", () => {
        for (const text of [row?.rule.must, row?.rule.fix]) {
          assert.match(text ?? "", /^[A-Z].{15,}\.$/s);
        }
      });

      it("has a name that starts with its service, or says what it is about", () => {
        assert.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
      });

      it("answers a control that the table of frameworks has", () => {
        const controls = listControls(row?.controls ?? {});
        assert.notEqual(controls.length, 0);
        for (const { framework, id } of controls) {
          assert.ok(Object.hasOwn(frameworks[framework].controls, id), `${framework} has no control ${id}`);
        }
      });

      it("has a test of its own", () => {
        const test = join(__dirname, "rules", basename(dirname(file)), `${name}.test.ts`);
        assert.ok(existsSync(test), `${relative(packFolder, test)} is missing`);
      });

      it("has a violation for the engine", () => {
        assert.equal(violations.filter(({ rule }) => rule === name).length, 1);
      });

      it("reads no clock, no environment and no network", () => {
        const imports = [...readFileSync(file, "utf8").matchAll(/from "([^"]+)"/g)].map(
          ([, from]) => from ?? "",
        );
        assert.deepEqual(
          imports.filter((from) => !from.startsWith("../../../shared/")),
          [],
        );
        assert.doesNotMatch(readFileSync(file, "utf8"), /\b(process|Date|fetch|require)\b/);
      });
    });
  }

  it("name every control of the table at least once", () => {
    const named = new Set(
      pack.rows.flatMap(({ controls }) => listControls(controls).map((one) => `${one.framework} ${one.id}`)),
    );
    const listed = Object.entries(frameworks).flatMap(([framework, { controls }]) =>
      Object.keys(controls).map((id) => `${framework} ${id}`),
    );
    assert.deepEqual(
      listed.filter((one) => !named.has(one)),
      [],
    );
  });
});

describe("the pack", () => {
  it("is started by its index only", () => {
    const starters = filesBelow(join(packFolder, "..")).filter(
      (file) => file.endsWith(".ts") && readFileSync(file, "utf8").includes("new PolicyPack"),
    );
    assert.deepEqual(
      starters.map((file) => relative(packFolder, file)),
      ["index.ts"],
    );
  });

  it("loads @pulumi/aws for its types only", () => {
    const loaders = filesBelow(join(packFolder, "..")).filter(
      (file) => file.endsWith(".ts") && /import (?!type)[^;]*"@pulumi\/aws"/.test(readFileSync(file, "utf8")),
    );
    assert.deepEqual(loaders, []);
  });
});
