import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { engineVersionOf, findOnPath, isExecutable } from "./executable";
import { NothingThere, WayFailure } from "./failure";
import { languageHostName, policyHelpers } from "./helpers";
import { versionProblem } from "./requirement";
import type { Context, Engine } from "./types";

/** The user's own `pulumi`. @throws WayFailure if there is none that will do */
export async function pathEngine({ environment, signal }: Context): Promise<Engine> {
  const path = await findOnPath("pulumi", environment);
  if (path === undefined) throw new NothingThere("no `pulumi` on PATH");
  const version = await engineVersionOf(path, environment, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new WayFailure(
      `${path} is no working engine: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const problem = versionProblem(version);
  if (problem !== undefined) throw new WayFailure(`found ${version.version} at ${path}, ${problem}`);
  return {
    path,
    version: version.version,
    source: "path",
    binDirectory: await helpersFor(path, environment),
  };
}

/** The vendor's helpers where it puts them, beside the binary or elsewhere on PATH; ours if it has none. */
async function helpersFor(path: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const beside = dirname(await realpath(path));
  if (await isExecutable(join(beside, languageHostName))) return beside;
  const elsewhere = await findOnPath(languageHostName, environment);
  return elsewhere === undefined ? policyHelpers() : dirname(elsewhere);
}
