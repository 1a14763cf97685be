import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { resolveAwsPlugin } from "../../../tools/emulator/plugin";
import { emptyFolder } from "../run/folder";
import { Machine } from "./machine";

const executable = "pulumi-resource-aws";
const gigabyte = 1_000_000_000;

describe("the AWS plugin", () => {
  const folder = emptyFolder();
  let machine: Machine;
  /** What stands beside the checkout; nothing unless a test puts it there. */
  let archive: string;

  beforeEach(() => {
    machine = new Machine(folder());
    archive = join(folder(), "shared", "aws-plugin.tar.xz");
  });

  const resolve = (environment?: NodeJS.ProcessEnv) =>
    resolveAwsPlugin(machine.options(environment), archive);

  const vendors = (version: string) =>
    dirname(machine.write(`pulumi-home/plugins/resource-aws-v${version}/${executable}`, "", 0o755));

  /** An archive that unpacks to a plugin and its data. */
  function putArchive(bytes = 1_000, untar = "") {
    machine.write("shared/aws-plugin.tar.xz", "the archive");
    machine.command("xz", `printf 'totals\\t1\\t41\\t9\\t${bytes}\\t0.1\\n'`);
    const plugin = `touch "$to/${executable}" "$to/schema.json"; chmod +x "$to/${executable}"`;
    machine.command("tar", `for to; do :; done\n${untar === "" ? plugin : untar}`);
  }

  const unpackings = () => machine.calls.filter((call) => call.startsWith("tar ")).length;

  it("is the vendor's newest of version 7 when the vendor's engine has installed some", async () => {
    vendors("7.9.0");
    const newest = vendors("7.48.0");
    vendors("6.83.0");
    vendors("8.0.0");
    machine.command(executable, "");
    putArchive();
    assert.deepEqual(await resolve(), {
      path: join(newest, executable),
      directory: newest,
      source: "vendor",
    });
  });

  it("is not a folder of the vendor's that holds no executable", async () => {
    mkdirSync(join(machine.pulumiHome, "plugins", "resource-aws-v7.48.0"), { recursive: true });
    const older = vendors("7.9.0");
    assert.equal((await resolve()).directory, older);
  });

  it("is the one on PATH when the vendor's engine has installed none", async () => {
    const path = machine.command(executable, "");
    putArchive();
    assert.deepEqual(await resolve(), { path, directory: dirname(path), source: "path" });
  });

  it("is the one that LANDING_ZONE_AWS_PLUGIN names, whatever else there is", async () => {
    vendors("7.48.0");
    const path = machine.write(`own/${executable}`, "", 0o755);
    const plugin = await resolve({ LANDING_ZONE_AWS_PLUGIN: dirname(path) });
    assert.deepEqual(plugin, { path, directory: dirname(path), source: "environment" });
  });

  it("comes from the archive that LANDING_ZONE_AWS_PLUGIN names", async () => {
    putArchive();
    const plugin = await resolveAwsPlugin(
      machine.options({ LANDING_ZONE_AWS_PLUGIN: archive }),
      join(folder(), "none"),
    );
    assert.equal(plugin.source, "environment");
    assert.equal(existsSync(plugin.path), true);
  });

  it("cannot be had from a path in LANDING_ZONE_AWS_PLUGIN that does not exist", async () => {
    const path = join(folder(), "nowhere");
    await assert.rejects(resolve({ LANDING_ZONE_AWS_PLUGIN: path }), {
      message: `LANDING_ZONE_AWS_PLUGIN names ${path}, which does not exist.\n  name an archive aws-plugin.tar.xz, or a folder that holds ${executable}`,
    });
  });

  it("cannot be had from a folder in LANDING_ZONE_AWS_PLUGIN that does not hold it", async () => {
    await assert.rejects(resolve({ LANDING_ZONE_AWS_PLUGIN: folder() }), {
      message: new RegExp(`^LANDING_ZONE_AWS_PLUGIN names .*, which holds no executable ${executable}\\.`),
    });
  });

  it("cannot be had when there is none at all, which is told with every way to provide one", async () => {
    await assert.rejects(resolve(), {
      message: [
        "The emulator needs the AWS provider plugin, and there is none on this machine.",
        "  Any one of these is enough:",
        "  - install the vendor's: pulumi plugin install resource aws v7.48.0",
        `  - put the folder of a ${executable} on PATH`,
        `  - put an archive aws-plugin.tar.xz at ${archive}`,
        "  - name an archive, or a folder that holds the plugin, in LANDING_ZONE_AWS_PLUGIN",
      ].join("\n"),
    });
  });

  describe("in an archive", () => {
    it("is unpacked once, with its data beside it", async () => {
      putArchive(gigabyte);
      const { path, directory, source } = await resolve();
      assert.equal(source, "archive");
      assert.equal(path, join(directory, executable));
      assert.equal(existsSync(join(directory, "schema.json")), true);
      assert.equal((await resolve()).directory, directory);
      assert.equal(unpackings(), 1);
      assert.deepEqual(machine.lines, ["unpacking the AWS plugin, 1.0 GB, once"]);
    });

    it("is unpacked anew when the archive has another content", async () => {
      putArchive();
      const first = await resolve();
      machine.write("shared/aws-plugin.tar.xz", "another archive");
      assert.notEqual((await resolve()).directory, first.directory);
      assert.equal(unpackings(), 2);
    });

    it("is unpacked once for all who want it at the same time", async () => {
      putArchive();
      const plugins = await Promise.all([resolve(), resolve(), resolve()]);
      assert.equal(new Set(plugins.map(({ path }) => path)).size, 1);
      assert.equal(unpackings(), 1);
      const wait = "another process unpacks the AWS plugin, waiting for it";
      assert.deepEqual(machine.lines.sort(), [wait, wait, "unpacking the AWS plugin, 0.0 GB, once"]);
    });

    it("is not taken from an attempt that was cut off, whose rest is removed", async () => {
      putArchive();
      const { directory } = await resolve();
      const content = directory.slice(directory.lastIndexOf("/") + 1);
      machine.write(`cache/aws-plugin/${content}.part-1234/${executable}`, "half", 0o755);
      machine.write(`cache/aws-plugin/${content}/${executable}`, "", 0o644);
      await resolve();
      assert.equal(unpackings(), 2);
      assert.deepEqual(machine.cached("aws-plugin"), [content]);
    });

    it("is refused when the disk has too little space, before anything is unpacked", async () => {
      putArchive(10 ** 18);
      await assert.rejects(resolve(), {
        message:
          /^The AWS plugin cannot be unpacked: not enough disk space: needs 1000000000\.0 GB for .*, \d+\.\d GB is free\.\n {2}free space there, or name a folder on another disk in LANDING_ZONE_CACHE$/,
      });
      assert.equal(unpackings(), 0);
      assert.deepEqual(machine.cached("aws-plugin"), []);
    });

    it("is refused when the disk becomes full on the way, and nothing of it stays", async () => {
      putArchive(2 * gigabyte, 'touch "$to/half"; echo "tar: half: No space left on device" >&2; exit 2');
      await assert.rejects(resolve(), {
        message: /^The AWS plugin cannot be unpacked: .*2\.0 GB/,
      });
      assert.deepEqual(machine.cached("aws-plugin"), []);
    });

    it("is refused when the archive is damaged, and nothing of it stays", async () => {
      putArchive(1_000, 'touch "$to/half"; echo "xz: Compressed data is corrupt" >&2; exit 2');
      await assert.rejects(resolve(), {
        message: `${archive} cannot be unpacked: xz: Compressed data is corrupt.\n  install tar and xz (package xz-utils or xz) if they are missing\n  copy the archive again if it is damaged`,
      });
      assert.deepEqual(machine.cached("aws-plugin"), []);
    });

    it("is refused when the archive holds something else", async () => {
      putArchive(1_000, 'touch "$to/README"');
      await assert.rejects(resolve(), {
        message: new RegExp(`^${archive} holds no executable ${executable} in its top folder\\.`),
      });
      assert.deepEqual(machine.cached("aws-plugin"), []);
    });

    it("is refused when xz is missing", async () => {
      machine.write("shared/aws-plugin.tar.xz", "the archive");
      await assert.rejects(resolve(), {
        message: new RegExp(`^${archive} cannot be read as an archive: xz did not start\\.`),
      });
    });

    it("is left alone when the wish is withdrawn", async () => {
      putArchive(1_000, "exec sleep 60");
      const wish = new AbortController();
      const onProgress = () => {
        wish.abort(new Error("stop"));
      };
      const attempt = resolveAwsPlugin({ ...machine.options(), signal: wish.signal, onProgress }, archive);
      await assert.rejects(attempt, { message: "stop" });
      assert.deepEqual(machine.cached("aws-plugin"), []);
    });
  });
});
