import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { workflowSteps } from "./workflowFiles";
import { deadLinks, missingPaths, missingScripts, pages, strayNames } from "./markdown";

const packageFile = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = packageFile.parse(
  JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")),
);

const all = pages();
const page = (text: string) => ({ path: "docs/example.md", text });

describe("The Markdown files", () => {
  it("are found", () => {
    const paths = all.map(({ path }) => path);
    for (const path of ["README.md", "CONTRIBUTING.md", "docs/deploy.md", "docs/adr/template.md"]) {
      assert(paths.includes(path), path);
    }
  });

  for (const one of all) {
    it(`have no dead link (${one.path})`, () => {
      assert.deepEqual(deadLinks(one), []);
    });

    it(`name scripts, files and folders that exist (${one.path})`, () => {
      assert.deepEqual(missingScripts(one.text, Object.keys(scripts)), []);
      assert.deepEqual(missingPaths(one), []);
    });

    it(`name no registry and no path of a machine (${one.path})`, () => {
      assert.deepEqual(strayNames(one), []);
    });
  }
});

describe("The workflows", () => {
  it("run scripts that exist", () => {
    const run = workflowSteps().flatMap((step) => step.run ?? []);
    assert.deepEqual(missingScripts(run.join("\n"), Object.keys(scripts)), []);
  });
});

describe("A dead link", () => {
  it("is one to a file or a heading that does not exist", () => {
    const links =
      "[a](architecture.md) [b](none.md) [c](../README.md#try-it) [d](../README.md#none) [e](#here)\n\n# Here";
    assert.deepEqual(deadLinks(page(links)), ["none.md", "../README.md#none"]);
  });

  it("is one out of the repository", () => {
    assert.deepEqual(deadLinks(page("[a](../../etc)")), ["../../etc"]);
  });

  it("is not one to another host, nor one in code", () => {
    assert.deepEqual(
      deadLinks(page("[a](https://example.com/none) `[b](none.md)`\n```\n[c](none.md)\n```\n")),
      [],
    );
  });
});

describe("A name that does not exist", () => {
  it("is that of a script", () => {
    const text = "`npm run lint`, `npm run --silent none -- prod`, `npm run nothing:at-all`.";
    assert.deepEqual(missingScripts(text, ["lint"]), ["none", "nothing:at-all"]);
  });

  it("is that of a file or folder", () => {
    assert.deepEqual(missingPaths(page("`stacks/program.ts`, `stacks/none.ts`, `docs/`, `tests/none/`")), [
      "stacks/none.ts",
      "tests/none/",
    ]);
  });
});

describe("A stray name", () => {
  it("is a registry's host, wherever it stands", () => {
    assert.deepEqual(strayNames(page("https://registry.npmjs.org/zod and pypi.org")), [
      "registry.npmjs.org",
      "pypi.org",
    ]);
  });

  it("is an absolute path into a user's or machine's folders, not one in a URL or in the repository", () => {
    const text = "/home/ann/x, `/tmp/y`, https://example.com/home/x, ~/.cache, docs/work/x";
    assert.deepEqual(strayNames(page(text)), ["/home/ann/x", "/tmp/y"]);
  });
});
