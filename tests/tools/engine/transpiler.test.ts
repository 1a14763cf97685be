import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Transpiler } from "ts-node";
import ts from "typescript";

interface TranspilerModule {
  create(options: {
    readonly service: { readonly config: { readonly options: ts.CompilerOptions } };
  }): Transpiler;
}

const root = join(__dirname, "../../..");
const folder = join(root, "node_modules/.cache/transpiled");

// Plain JavaScript: it is what makes TypeScript loadable.
const load = async () => (await import(join(root, "tools/engine/transpiler.cjs"))) as TranspilerModule;

describe("the transpiler", () => {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    sourceMap: true,
  };
  let variable: string;
  let input: string;
  let number = 0;

  /** A source that nobody has translated before. */
  beforeEach(() => {
    number += 1;
    variable = `x${process.pid}x${Date.now()}x${number}`;
    input = `export const ${variable}: number = 1;`;
  });

  async function translate(compilerOptions = options, fileName = "/somewhere/file.ts") {
    const transpiler = await load();
    return transpiler
      .create({ service: { config: { options: compilerOptions } } })
      .transpile(input, { fileName });
  }

  /** The file in which the translation is kept. Other processes keep theirs in the same folder. */
  function entry(): string {
    const own = readdirSync(folder).filter((name) =>
      readFileSync(join(folder, name), "utf8").includes(variable),
    );
    assert.equal(own.length, 1);
    return join(folder, own[0] ?? "");
  }

  it("translates as TypeScript does, with the source map", async () => {
    const { outputText, sourceMapText } = await translate();
    const expected = ts.transpileModule(input, { fileName: "/somewhere/file.ts", compilerOptions: options });
    assert.deepEqual(
      { outputText, sourceMapText },
      { outputText: expected.outputText, sourceMapText: expected.sourceMapText },
    );
  });

  it("takes an unchanged file from what it has kept", async () => {
    await translate();
    writeFileSync(entry(), JSON.stringify({ outputText: "kept" }));
    assert.equal((await translate()).outputText, "kept");
  });

  it("translates again under other options, and for another file of the same content", async () => {
    await translate();
    writeFileSync(entry(), JSON.stringify({ outputText: "kept" }));
    assert.match((await translate({ ...options, module: ts.ModuleKind.ES2022 })).outputText, /^export const/);
    assert.match((await translate(options, "/elsewhere/file.ts")).outputText, /^"use strict"/);
  });

  it("translates again what it finds damaged", async () => {
    await translate();
    writeFileSync(entry(), '{"outputText": "half');
    assert.match((await translate()).outputText, /^"use strict"/);
  });
});
