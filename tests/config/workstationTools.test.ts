import assert from "node:assert/strict";
import { workstationTools } from "../../config/workstationTools";

const hash = "0123456789abcdef".repeat(4);
const tools = [
  { kind: "binary", name: "dwarf2json", version: "0.9.0", file: "dwarf2json", sha256: hash },
  { kind: "python", name: "python", version: "2026.1", file: "python.tar", sha256: hash },
  { kind: "rpm", name: "sleuthkit", version: "4.14.0", file: "sleuthkit.rpm", sha256: hash },
  { kind: "binary", name: "yara", version: "4.5.4", file: "yara", sha256: hash },
];

const problems = (value: unknown) =>
  (workstationTools.safeParse(value).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

const changed = (change: object) => tools.map((tool, index) => (index === 0 ? { ...tool, ...change } : tool));

describe("The configured tools of workstations", () => {
  it("may be these", () => {
    assert.deepEqual(problems(tools), []);
  });

  for (const [what, value, expected] of [
    [
      "a tool that the examination needs",
      tools.slice(0, 3),
      ": yara is missing, which the examination of evidence needs",
    ],
    ["a name that is there once", [...tools, tools[3]], ": yara is named twice"],
    [
      "a whole hash",
      changed({ sha256: "abc" }),
      "0.sha256: must be 64 hexadecimal digits in lower case, as sha256sum prints",
    ],
    [
      "a file without a folder",
      changed({ file: "a/b" }),
      "0.file: must consist of letters, digits and . + - _, at most 80",
    ],
  ] as const) {
    it(`ask for ${what}`, () => {
      assert.deepEqual(problems(value), [expected]);
    });
  }

  it("are of a known kind", () => {
    assert.match(problems(changed({ kind: "zip" }))[0] ?? "", /^0\.kind: /);
  });
});
