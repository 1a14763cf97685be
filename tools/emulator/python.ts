import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { coerce, satisfies } from "semver";
import { cacheDirectory } from "../cache";
import { lastLines } from "../engine/executable";
import { RunFailure } from "../run/failure";
import type { PrepareOptions } from "./options";
import { prepareFolder } from "./prepareFolder";

/** Folder with the server's source and the list of its packages. */
export const pythonSource = join(__dirname, "python");

/** Versions for which every package in the list says that it works. */
const supported = ">=3.11 <3.15";

/** Names under which a Python is looked for, in this order. */
const candidates = ["python3", "python3.14", "python3.13", "python3.12", "python3.11"];

interface Python {
  readonly command: string;
  readonly version: string;
}

/**
 * Makes the Python environment that moto runs in, once for each list of packages and version of Python, in the cache.
 * Measured: 19 s on 2 cores, 450 MB.
 *
 * @param requirements The list of packages, all of them with their exact version.
 * @returns The environment's Python.
 * @throws RunFailure when there is no Python that fits or the packages cannot be installed.
 */
export async function resolvePython(
  options: PrepareOptions = {},
  requirements = join(pythonSource, "requirements.txt"),
): Promise<string> {
  const packages = await readFile(requirements, "utf8");
  const python = await findPython(options);
  const folder = join(cacheDirectory(options.environment), "moto", environmentName(packages, python));
  const say = options.onProgress ?? (() => undefined);
  const executable = join("bin", "python");
  await prepareFolder(folder, {
    executable,
    onWait: () => {
      say("another process installs the emulator's Python packages, waiting for it");
    },
    make: async (temporary) => {
      say("installing the emulator's Python packages, once");
      await createEnvironment(python, temporary, options);
      await installPackages(temporary, requirements, options);
    },
  });
  return join(folder, executable);
}

function environmentName(packages: string, { version }: Python): string {
  const moto = /^moto==(.+)$/m.exec(packages)?.[1] ?? "unknown";
  const hash = createHash("sha256").update(packages).digest("hex").slice(0, 12);
  return `${moto}-python${version}-${hash}`;
}

async function findPython(options: PrepareOptions): Promise<Python> {
  const named = (options.environment ?? process.env)["LANDING_ZONE_PYTHON"];
  const found: Python[] = [];
  for (const command of named === undefined || named === "" ? candidates : [named]) {
    const version = await versionOf(command, options);
    if (version === undefined) continue;
    if (satisfies(version, supported)) return { command, version };
    found.push({ command, version });
  }
  const what = found.map(({ command, version }) => `${command} is ${version}`).join(", ");
  throw new RunFailure(
    found.length > 0
      ? `The emulator needs Python 3.11 to 3.14: ${what}.`
      : `The emulator needs Python 3.11 to 3.14, and there is no ${named ?? "python3 on PATH"}.`,
    [
      "install one (on Debian and Ubuntu: apt-get install python3 python3-venv) and put it on PATH as python3,",
      "or name its executable in LANDING_ZONE_PYTHON",
    ],
  );
}

/** The version of a Python, undefined if there is none of that name. */
async function versionOf(command: string, options: PrepareOptions): Promise<string | undefined> {
  const { stdout, failed } = await runPython(command, ["--version"], options);
  return failed ? undefined : coerce(stdout)?.version;
}

async function createEnvironment(
  { command }: Python,
  folder: string,
  options: PrepareOptions,
): Promise<void> {
  const { failed, stdout, stderr } = await runPython(command, ["-m", "venv", folder], options);
  if (!failed) return;
  const said = lastLines(`${stderr}\n${stdout}`, 1)[0] ?? "it did not say why";
  const lacksVenv = /ensurepip|No module named '?venv/.test(stdout + stderr);
  throw new RunFailure(
    `${command} cannot make a virtual environment in ${folder}: ${lacksVenv ? "its module venv is missing" : said}`,
    lacksVenv
      ? ["install it (on Debian and Ubuntu: apt-get install python3-venv)"]
      : ["name another Python in LANDING_ZONE_PYTHON, or another folder in LANDING_ZONE_CACHE"],
  );
}

async function installPackages(folder: string, requirements: string, options: PrepareOptions): Promise<void> {
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"];
  const python = join(folder, "bin", "python");
  const { failed, stderr } = await runPython(python, [...pip, "--requirement", requirements], options);
  if (!failed) return;
  throw new RunFailure(
    `pip could not install the emulator's packages: ${pipReason(stderr) ?? "it did not say why"}`,
    ["check that pip reaches a package index from here; it obeys PIP_INDEX_URL, PIP_CERT and PIP_PROXY"],
  );
}

/** What pip calls an error; its last line is often only a hint. */
function pipReason(stderr: string): string | undefined {
  const errors = stderr.split("\n").filter((line) => line.startsWith("ERROR:"));
  return errors.at(-1) ?? lastLines(stderr, 1)[0];
}

async function runPython(
  command: string,
  args: readonly string[],
  { environment, signal }: PrepareOptions,
): Promise<{ failed: boolean; stdout: string; stderr: string }> {
  const { failed, stdout, stderr } = await execa(command, args, {
    reject: false,
    stdin: "ignore",
    env: environment,
    extendEnv: environment === undefined,
    cancelSignal: signal,
  });
  signal?.throwIfAborted();
  return { failed, stdout, stderr };
}
