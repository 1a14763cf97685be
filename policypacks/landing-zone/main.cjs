// The engine's runner compiles TypeScript with a type check, which takes longer than all the rules together (measured:
// 4 s). What it loads has been checked by `npm run lint:types`, so here it is only translated, and each file only once:
// translations are kept by the content of their source.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(__dirname, "..", "..", "node_modules", ".cache", "policypacks");

require.extensions[".ts"] = (module, fileName) => {
  const source = readFileSync(fileName, "utf8");
  const name = createHash("sha256").update(`${fileName}\n${source}`).digest("hex");
  module._compile(kept(name) ?? translated(source, fileName, name), fileName);
};

function kept(name) {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch {
    return undefined;
  }
}

function translated(source, fileName, name) {
  const ts = require("typescript");
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
    inlineSourceMap: true,
  };
  const { outputText } = ts.transpileModule(source, { compilerOptions, fileName });
  keep(name, outputText);
  return outputText;
}

function keep(name, text) {
  try {
    mkdirSync(folder, { recursive: true });
    const draft = join(folder, `${name}.${process.pid}`);
    writeFileSync(draft, text);
    renameSync(draft, join(folder, name));
  } catch {
    // A folder that cannot be written to costs time, nothing else.
  }
}

require("./index.ts");
