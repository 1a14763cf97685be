import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pythonSource, resolvePython } from "../../../tools/emulator/python";
import { emptyFolder } from "../run/folder";
import { Machine } from "./machine";

describe("the emulator's Python environment", () => {
  const folder = emptyFolder();
  let machine: Machine;
  let requirements: string;

  beforeEach(() => {
    machine = new Machine(folder());
    requirements = machine.write("requirements.txt", "boto3==1.0.0\nmoto==5.2.5\n");
  });

  const resolve = (environment?: NodeJS.ProcessEnv) =>
    resolvePython(machine.options(environment), requirements);

  interface Steps {
    readonly venv?: string;
    readonly pip?: string;
  }

  /** A Python of a version; its environments have a copy of it, as those of Python do. */
  function putPython(version: string, { venv, pip = "true" }: Steps = {}, name = "python3"): string {
    const copies = 'mkdir "$3/bin"; cp "$0" "$3/bin/python"';
    return machine.command(
      name,
      `case "$1 $2" in
  --version*) echo "Python ${version}" ;;
  "-m venv") ${venv ?? copies} ;;
  "-m pip") ${pip} ;;
esac`,
    );
  }

  const installations = () => machine.calls.filter((call) => call.includes(" -m pip install ")).length;

  it("is made once, by version of moto and Python, with the packages of the list and no others", async () => {
    putPython("3.12.4");
    const python = await resolve();
    assert.match(
      python,
      new RegExp(`^${machine.cache}/moto/5\\.2\\.5-python3\\.12\\.4-[0-9a-f]{12}/bin/python$`),
    );
    assert.equal(existsSync(python), true);
    assert.equal(await resolve(), python);
    assert.equal(installations(), 1);
    const options = "--quiet --no-input --disable-pip-version-check --no-deps";
    assert.ok(machine.calls.includes(`python3 -m pip install ${options} --requirement ${requirements}`));
    assert.deepEqual(machine.lines, ["installing the emulator's Python packages, once"]);
  });

  it("is made anew for another list of packages and for another Python", async () => {
    putPython("3.12.4");
    const first = await resolve();
    machine.write("requirements.txt", "boto3==1.0.1\nmoto==5.2.5\n");
    const second = await resolve();
    putPython("3.13.0");
    const third = await resolve();
    assert.equal(new Set([first, second, third]).size, 3);
    assert.equal(installations(), 3);
  });

  it("is made once for all who want it at the same time", async () => {
    putPython("3.12.4", { pip: "sleep 0.3" });
    const pythons = await Promise.all([resolve(), resolve()]);
    assert.equal(pythons[0], pythons[1]);
    assert.equal(installations(), 1);
    assert.ok(
      machine.lines.includes("another process installs the emulator's Python packages, waiting for it"),
    );
  });

  it("is made anew when it was damaged", async () => {
    putPython("3.12.4");
    const python = await resolve();
    rmSync(python);
    assert.equal(await resolve(), python);
    assert.equal(installations(), 2);
  });

  it("takes another Python on PATH when python3 is too old", async () => {
    putPython("3.9.2");
    putPython("3.11.9", {}, "python3.11");
    assert.match(await resolve(), /-python3\.11\.9-/);
  });

  it("takes the Python that LANDING_ZONE_PYTHON names", async () => {
    putPython("3.12.4");
    const named = putPython("3.13.1", {}, "my-python");
    assert.match(await resolve({ LANDING_ZONE_PYTHON: named }), /-python3\.13\.1-/);
  });

  it("cannot be made without a Python, which is told with the ways to provide one", async () => {
    await assert.rejects(resolve(), {
      message: [
        "The emulator needs Python 3.11 to 3.14, and there is no python3 on PATH.",
        "  install one (on Debian and Ubuntu: apt-get install python3 python3-venv) and put it on PATH as python3,",
        "  or name its executable in LANDING_ZONE_PYTHON",
      ].join("\n"),
    });
  });

  it("cannot be made with Pythons that are too old or too new, which are told", async () => {
    putPython("3.10.12");
    putPython("3.15.0", {}, "python3.14");
    await assert.rejects(resolve(), {
      message: /^The emulator needs Python 3\.11 to 3\.14: python3 is 3\.10\.12, python3\.14 is 3\.15\.0\.\n/,
    });
  });

  it("cannot be made when LANDING_ZONE_PYTHON names nothing, even if there is a Python on PATH", async () => {
    putPython("3.12.4");
    await assert.rejects(resolve({ LANDING_ZONE_PYTHON: "/nowhere/python" }), {
      message: /^The emulator needs Python 3\.11 to 3\.14, and there is no \/nowhere\/python\.\n/,
    });
  });

  it("cannot be made when Python has no venv, and nothing of it stays", async () => {
    putPython("3.12.4", { venv: 'touch "$3/half"; echo "ensurepip is not available" ; exit 1' });
    await assert.rejects(resolve(), {
      message:
        /^python3 cannot make a virtual environment in .*: its module venv is missing\n {2}install it \(on Debian and Ubuntu: apt-get install python3-venv\)$/,
    });
    assert.deepEqual(machine.cached("moto"), []);
  });

  it("cannot be made when pip fails: its error is told, and nothing of it stays", async () => {
    const says = "ERROR: No matching distribution found for moto==5.2.5";
    putPython("3.12.4", { pip: `echo "${says}" >&2; echo "[notice] a hint" >&2; exit 1` });
    await assert.rejects(resolve(), {
      message: [
        `pip could not install the emulator's packages: ${says}`,
        "  check that pip reaches a package index from here; it obeys PIP_INDEX_URL, PIP_CERT and PIP_PROXY",
      ].join("\n"),
    });
    assert.deepEqual(machine.cached("moto"), []);
  });

  it("is left alone when the wish is withdrawn", async () => {
    putPython("3.12.4", { pip: "exec sleep 60" });
    const wish = new AbortController();
    const onProgress = () => {
      setImmediate(() => {
        wish.abort(new Error("stop"));
      });
    };
    const attempt = resolvePython({ ...machine.options(), signal: wish.signal, onProgress }, requirements);
    await assert.rejects(attempt, { message: "stop" });
    assert.deepEqual(machine.cached("moto"), []);
  });

  it("comes from a committed list in which every package has its exact version", async () => {
    putPython("3.12.4");
    const python = await resolvePython(machine.options());
    assert.ok(python.startsWith(join(machine.cache, "moto", "5.2.5-python3.12.4-")));
    const packages = readFileSync(join(pythonSource, "requirements.txt"), "utf8").trimEnd().split("\n");
    assert.deepEqual(
      packages.filter((line) => !/^[A-Za-z0-9._-]+==[0-9a-z.]+$/.test(line)),
      [],
    );
  });
});
