import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { engineHome, publish, temporaryHome } from "./cached";
import { freeBytes, gigabytes, type Need, spaceProblem } from "./diskSpace";
import { WayFailure } from "./failure";
import { findGo, type Go, GoFailure, runGo } from "./goTool";
import { engineVersion } from "./requirement";
import type { Context, Engine } from "./types";

/** Bytes on disk, measured for 3.252.0 with Go 1.26 and rounded up. The work folder has what is compiled once more. */
const size = { modules: 1.4e9, compiled: 1.7e9, work: 1.7e9, binary: 0.12e9 };

const modulePath = "github.com/pulumi/pulumi";
const command = `${modulePath}/pkg/v3/cmd/pulumi`;

const roomAdvice = "Make room, or choose other folders with GOMODCACHE, GOCACHE and LANDING_ZONE_CACHE";

/** Without the version in it, the Automation API refuses the engine. */
const flags = [
  "-mod=readonly",
  "-trimpath",
  "-ldflags",
  `-s -w -X ${modulePath}/sdk/v3/go/common/version.Version=v${engineVersion.version}`,
];

/**
 * Builds the engine from its Go modules into the cache; go.mod and go.sum beside this file fix every one of them.
 * Takes 1.5 to 2.5 minutes on two cores. What Go downloads and compiles stays in Go's own caches.
 * @throws WayFailure if there is no Go, no space or no network
 */
export async function builtEngine(context: Context): Promise<Engine> {
  const go = await findGo(__dirname, context);
  const home = await temporaryHome(context, "build");
  try {
    const stale = await download(go, context);
    await compile(go, home, stale, context);
    context.report({ phase: "build", detail: "checking the new engine" });
    return await publish(home, "build", context);
  } catch (error) {
    if (error instanceof GoFailure && error.diskFull) throw await diskFull(go, context, error);
    throw error;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Packages by whether Go has them compiled from an earlier build. */
interface Packages {
  readonly total: number;
  readonly stale: number;
}

/** Downloads the modules. Listing the packages makes Go fetch just those that the engine needs. */
async function download(go: Go, context: Context): Promise<Packages> {
  // What is compiled already is known only when the modules are there.
  await requireSpace(needs(go, context, haveModules(go) ? 0 : 1));
  let modules = 0;
  const say = () => {
    const detail =
      modules === 0 ? "reading the engine's packages" : `downloading Go modules: ${modules} so far`;
    context.report({ phase: "build", detail, done: modules });
  };
  say();
  const format = "{{if .Stale}}stale{{else}}compiled{{end}}";
  const list = await runGo(go, ["list", ...flags, "-deps", "-f", format, command], __dirname, context, {
    onLine: (line) => {
      if (!line.startsWith("go: downloading ")) return;
      modules += 1;
      say();
    },
  });
  const packages = list.split("\n");
  return { total: packages.length, stale: packages.filter((state) => state === "stale").length };
}

/** Compiles and links. `go build -v` names each package that it compiles, so the count is true. */
async function compile(go: Go, home: string, { total, stale }: Packages, context: Context): Promise<void> {
  await requireSpace(needs(go, context, stale / total));
  let done = 0;
  const say = () => {
    const detail =
      done < stale
        ? `compiling the engine with Go ${go.version}: ${done} of ${stale} packages`
        : "linking the engine";
    context.report({ phase: "build", detail, done, total: stale });
  };
  say();
  const work = join(home, "work");
  await mkdir(work);
  const binary = join(home, "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");
  await runGo(go, ["build", "-v", ...flags, "-o", binary, command], __dirname, context, {
    // Killed, Go leaves its temporary files behind: here the next run finds and removes them.
    environment: { GOTMPDIR: work },
    onLine: (line) => {
      if (/\s/.test(line)) return;
      done = Math.min(done + 1, stale);
      say();
    },
  });
  await rm(work, { recursive: true, force: true });
}

/** @param staleShare share of the packages that have to be compiled */
function needs(go: Go, context: Context, staleShare: number): Need[] {
  return [
    { directory: go.moduleCache, bytes: haveModules(go) ? 0 : size.modules },
    { directory: go.buildCache, bytes: size.compiled * staleShare },
    { directory: engineHome(context.environment), bytes: size.work * staleShare + size.binary },
  ];
}

function haveModules({ moduleCache }: Go): boolean {
  return existsSync(join(moduleCache, modulePath, "pkg", `v3@v${engineVersion.version}`));
}

async function requireSpace(wanted: readonly Need[]): Promise<void> {
  const problem = await spaceProblem(wanted);
  if (problem !== undefined) throw new WayFailure(`${problem}. ${roomAdvice}`);
}

async function diskFull(go: Go, context: Context, cause: GoFailure): Promise<WayFailure> {
  // What Go had written is gone or half there: the numbers are those of a build from nothing.
  const folders = await Promise.all(
    needs(go, context, 1).map(
      async ({ directory, bytes }) =>
        `${gigabytes(bytes)} in ${directory} (${gigabytes(await freeBytes(directory))} free)`,
    ),
  );
  return new WayFailure(`a disk was full. The build needs up to ${folders.join(", ")}. ${roomAdvice}`, {
    cause,
  });
}
