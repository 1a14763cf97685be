// A transpiler for ts-node that translates each file once: docs/adr/0002. tsconfig.json names it, so it serves whatever
// starts TypeScript here. The translation is TypeScript's own; it is kept under a hash of everything that decides it.
"use strict";
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const ts = require("typescript");

const folder = join(__dirname, "../../node_modules/.cache/transpiled");

/** @type {import("ts-node").TranspilerFactory} */
exports.create = ({ service }) => {
  const compilerOptions = service.config.options;
  const settings = JSON.stringify([ts.version, compilerOptions]);
  return {
    transpile(input, { fileName }) {
      const hash = createHash("sha256");
      for (const part of [settings, fileName, input]) hash.update(part).update("\0");
      const file = join(folder, hash.digest("hex"));
      return kept(file) ?? keep(file, ts.transpileModule(input, { fileName, compilerOptions }));
    },
  };
};

function kept(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function keep(file, { outputText, sourceMapText }) {
  const translation = { outputText, sourceMapText };
  try {
    mkdirSync(folder, { recursive: true });
    // Several processes may translate the same file at once, and none may read what another has half written.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(translation));
    renameSync(draft, file);
  } catch {
    // Where nothing can be written, starting takes longer, nothing else.
  }
  return translation;
}
