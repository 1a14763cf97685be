import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { compare, parse, type SemVer } from "semver";
import { findOnPath, isExecutable } from "../engine/executable";
import { RunFailure } from "../run/failure";
import type { PrepareOptions } from "./options";
import { codeOf } from "./prepareFolder";
import { pluginName, unpackPlugin } from "./pluginArchive";

/** The AWS provider as the engine starts it. */
export interface AwsPlugin {
  /** Absolute path of the executable `pulumi-resource-aws`. */
  readonly path: string;
  /** Its folder, which belongs on the engine's PATH. Its data files lie there too. */
  readonly directory: string;
  /** Where it comes from: `LANDING_ZONE_AWS_PLUGIN`, the vendor's installation, PATH, or the archive beside the checkout. */
  readonly source: "environment" | "vendor" | "path" | "archive";
}

/** Archive of the plugin, for machines that cannot download the vendor's. */
export const defaultArchive = resolve(__dirname, "..", "..", "..", "shared", "aws-plugin.tar.xz");

/**
 * Finds the AWS provider plugin: the one that `LANDING_ZONE_AWS_PLUGIN` names (an archive or a folder), else the vendor's
 * newest 7.x below `PULUMI_HOME`, else the one on PATH, else the archive `shared/aws-plugin.tar.xz` beside the checkout.
 * An archive is unpacked once, into the cache.
 *
 * @param archive Stands in for the archive beside the checkout.
 * @throws RunFailure when there is none, with the ways to provide one, and when an archive cannot be unpacked.
 */
export async function resolveAwsPlugin(
  options: PrepareOptions = {},
  archive = defaultArchive,
): Promise<AwsPlugin> {
  const environment = options.environment ?? process.env;
  const named = environment["LANDING_ZONE_AWS_PLUGIN"];
  if (named !== undefined && named !== "") {
    return inDirectory(await directoryOf(resolve(named), options), "environment");
  }
  const vendors = await vendorDirectory(environment);
  if (vendors !== undefined) return inDirectory(vendors, "vendor");
  const onPath = await findOnPath(pluginName, environment);
  if (onPath !== undefined) return inDirectory(dirname(onPath), "path");
  if ((await kindOf(archive)) !== "file") throw missing(archive);
  return inDirectory(await unpackPlugin(archive, options), "archive");
}

async function directoryOf(path: string, options: PrepareOptions): Promise<string> {
  switch (await kindOf(path)) {
    case "file":
      return unpackPlugin(path, options);
    case "folder":
      if (await isExecutable(join(path, pluginName))) return path;
      throw new RunFailure(
        `LANDING_ZONE_AWS_PLUGIN names ${path}, which holds no executable ${pluginName}.`,
        ["name the folder that has it, or an archive aws-plugin.tar.xz"],
      );
    case "nothing":
      throw new RunFailure(`LANDING_ZONE_AWS_PLUGIN names ${path}, which does not exist.`, [
        `name an archive aws-plugin.tar.xz, or a folder that holds ${pluginName}`,
      ]);
  }
}

async function kindOf(path: string): Promise<"file" | "folder" | "nothing"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "nothing";
    throw error;
  }
}

/** The folder of the newest plugin 7.x that the vendor's engine has installed. */
async function vendorDirectory(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const home = environment["PULUMI_HOME"] ?? join(environment["HOME"] ?? homedir(), ".pulumi");
  const plugins = join(home, "plugins");
  const installed = (await entriesOf(plugins))
    .flatMap((name) => {
      const version = pluginVersion(name);
      return version?.major === 7 ? [{ directory: join(plugins, name), version }] : [];
    })
    .sort((one, other) => compare(other.version, one.version));
  for (const { directory } of installed) {
    if (await isExecutable(join(directory, pluginName))) return directory;
  }
  return undefined;
}

function pluginVersion(folder: string): SemVer | null {
  const prefix = "resource-aws-v";
  return folder.startsWith(prefix) ? parse(folder.slice(prefix.length)) : null;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

function inDirectory(directory: string, source: AwsPlugin["source"]): AwsPlugin {
  return { path: join(directory, pluginName), directory, source };
}

function missing(archive: string): RunFailure {
  return new RunFailure("The emulator needs the AWS provider plugin, and there is none on this machine.", [
    "Any one of these is enough:",
    "- install the vendor's: pulumi plugin install resource aws v7.48.0",
    `- put the folder of a ${pluginName} on PATH`,
    `- put an archive aws-plugin.tar.xz at ${archive}`,
    "- name an archive, or a folder that holds the plugin, in LANDING_ZONE_AWS_PLUGIN",
  ]);
}
