import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { script } from "../../../components/forensics/workstation/scripts";
import { Shell, type ShellRun } from "./shell";

const sha256 = (data: string) => createHash("sha256").update(data).digest("hex");

class Builder extends Shell {
  public constructor() {
    super();
    this.write("bucket/tools/dwarf2json", "#!/bin/true");
    this.write("bucket/tools/sleuthkit.rpm", "package");
    this.replace("aws", `cp "${this.path("bucket")}/\${4#s3://tools/}" "$5"`);
    this.replace("dnf");
  }

  public install(lines: string[][], variables: Record<string, string> = {}): ShellRun {
    const MANIFEST = this.write("manifest.tsv", lines.map((line) => `${line.join("\t")}\n`).join(""));
    return this.run(script("tools"), {
      MANIFEST,
      BUCKET: "tools",
      TOOLS_FOLDER: this.path("forensics"),
      ...variables,
    });
  }
}

describe("The Python packages of the workstation", () => {
  const list = (file: string) =>
    readFileSync(join(__dirname, "../../../components/forensics/workstation", file), "utf8");

  it("are pinned to one file each, those that build others among them", () => {
    const entries = (text: string) =>
      text
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("#"))
        .join("\n")
        .split(/\n(?! )/);
    const all = entries(list("requirements.txt"));
    assert(all.length > 70);
    for (const entry of all) assert.match(entry, /^[\w.-]+==\S+ \\\n {4}--hash=sha256:[0-9a-f]{64}$/);
    for (const entry of entries(list("requirements-build.txt"))) assert(all.includes(entry), entry);
    for (const line of list("requirements.in")
      .split("\n")
      .filter((text) => text.includes("=="))) {
      assert(
        all.some((entry) => entry.startsWith(`${line} `)),
        line,
      );
    }
  });
});

describe("The installation of the workstation's tools", () => {
  let builder: Builder;
  beforeEach(() => (builder = new Builder()));
  afterEach(() => {
    builder.remove();
  });
  const binary = ["binary", "dwarf2json", "0.9.0", "tools/dwarf2json"];

  it("installs what has the named hash, and notes it in the image", () => {
    const run = builder.install([
      [...binary, sha256("#!/bin/true")],
      ["rpm", "sleuthkit", "4.14.0", "tools/sleuthkit.rpm", sha256("package")],
    ]);
    assert.equal(run.status, 0, run.stderr);
    assert.equal(readFileSync(builder.path("forensics/bin/dwarf2json"), "utf8"), "#!/bin/true");
    assert.match(
      run.calls[2] ?? "",
      /^dnf --assumeyes --nogpgcheck --disablerepo \* install \S+\/sleuthkit\.rpm$/,
    );
    assert.deepEqual(readFileSync(builder.path("forensics/tools.tsv"), "utf8").trim().split("\n"), [
      `dwarf2json\t0.9.0\t${sha256("#!/bin/true")}`,
      `sleuthkit\t4.14.0\t${sha256("package")}`,
    ]);
  });

  it("ends the build at a tool that has another hash", () => {
    const run = builder.install([
      [...binary, sha256("other")],
      ["rpm", "x", "1", "tools/sleuthkit.rpm", "0"],
    ]);
    assert.notEqual(run.status, 0);
    assert.match(
      run.stderr,
      new RegExp(`tools/dwarf2json is not what it should be.*${sha256("#!/bin/true")}`),
    );
    assert.equal(existsSync(builder.path("forensics/bin/dwarf2json")), false);
    assert.equal(run.calls.length, 1);
  });

  it("ends the build at a tool that is not there", () => {
    assert.notEqual(builder.install([["binary", "x", "1", "tools/none", sha256("")]]).status, 0);
  });

  it("ends the build at a kind that it does not know", () => {
    const run = builder.install([["zip", "dwarf2json", "0.9.0", "tools/dwarf2json", sha256("#!/bin/true")]]);
    assert.notEqual(run.status, 0);
    assert.match(run.stderr, /there is no kind of tool called zip/);
  });

  describe("of Python packages", () => {
    const requirements = "plaso==1 --hash=sha256:00";
    const install = (REQUIREMENTS_SHA256: string) => {
      const archive = builder.path("bucket/tools/python.tar");
      builder.write("packages/requirements.txt", requirements);
      builder.run(`tar --create --file ${archive} --directory ${builder.path("packages")} .`, {});
      builder.replace("python3.11", `mkdir -p "$3/bin"; cp "$(command -v fake-pip)" "$3/bin/pip"`);
      builder.replace("fake-pip");
      const hash = createHash("sha256").update(readFileSync(archive)).digest("hex");
      return builder.install([["python", "python", "1", "tools/python.tar", hash]], { REQUIREMENTS_SHA256 });
    };

    it("asks no index, and takes nothing but what has a known hash", () => {
      const run = install(sha256(requirements));
      assert.equal(run.status, 0, run.stderr);
      const installed = run.calls.filter((call) => call.startsWith("fake-pip "));
      assert.equal(installed.length, 2);
      for (const call of installed)
        assert.match(call, /install --no-index --find-links \S+ --require-hashes /);
      assert.equal(readlinkSync(builder.path("forensics/bin/vol")), builder.path("forensics/python/bin/vol"));
    });

    it("adds a reader of Windows event logs", () => {
      install(sha256(requirements));
      const reader = readFileSync(builder.path("forensics/bin/evtx_dump_json"), "utf8").split("\n");
      assert.equal(reader[0], `#!${builder.path("forensics/python/bin/python")}`);
      assert(reader.includes('        print(record["data"].replace("\\n", " "))'));
    });

    it("ends the build when the archive has another list of packages", () => {
      const run = install(sha256("other"));
      assert.notEqual(run.status, 0);
      assert.deepEqual(
        run.calls.filter((call) => call.startsWith("fake-pip ")),
        [],
      );
    });
  });
});
