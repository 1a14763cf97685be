import envPaths from "env-paths";
import { resolve } from "node:path";

/**
 * Folder outside the checkout for what is expensive to get and the same for every checkout: the engine, the AWS
 * plugin, the emulator's Python packages. Everything in it can be deleted at any time. It need not exist yet.
 *
 * `LANDING_ZONE_CACHE` names another folder, relative to the working directory unless absolute.
 * @default the user's cache folder of the operating system: `~/.cache/landing-zone` on Linux
 */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const override = environment["LANDING_ZONE_CACHE"];
  if (override !== undefined && override.trim() !== "") return resolve(override);
  return envPaths("landing-zone", { suffix: "" }).cache;
}
