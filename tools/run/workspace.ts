import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LocalWorkspace, Stack, type PulumiFn } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { project } from "../../config/load";
import type { Aws } from "./aws";
import type { EngineCommand } from "./engineCommand";
import { backendUrl, checkpointFile, type StateFolder } from "./state";

/**
 * Encrypts secrets in the state of local runs. It is no secret: the state holds what a simulator or an emulator made up,
 * and a generated passphrase would have to lie in a file beside it.
 */
export const passphrase = "local";

/** What a workspace needs beside the state folder. */
export interface WorkspaceArgs {
  readonly command: EngineCommand;
  /** How the engine reaches the simulator or the emulator. */
  readonly aws: Pick<Aws, "env" | "binDirectories">;
}

/**
 * Opens a stack of the local state, creating it if need be. The engine works on copies below the state folder: the user's
 * files are read and never written.
 *
 * @param config The stack's configuration values by full key; `undefined` leaves the copy as the last run left it.
 * @param program What declares the resources.
 */
export async function openStack(
  state: StateFolder,
  { command, aws }: WorkspaceArgs,
  name: string,
  config: Readonly<Record<string, unknown>> | undefined,
  program: PulumiFn,
): Promise<Stack> {
  writeFileSync(join(state.work, "Pulumi.yaml"), stringify({ name: project, runtime: "nodejs" }));
  if (config !== undefined) writeStackFile(stackFileCopy(state, name), config);
  const workspace = await LocalWorkspace.create({
    workDir: state.work,
    program,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Only version and run are used.
    pulumiCommand: command,
    envVars: { ...engineEnvironment(state, aws.binDirectories), ...aws.env },
  });
  return existsSync(checkpointFile(state, name))
    ? Stack.select(name, workspace)
    : Stack.create(name, workspace);
}

/** The copy of a stack's file that the engine reads and adds its encryption salt to. */
export function stackFileCopy(state: StateFolder, name: string): string {
  return join(state.work, `Pulumi.${name}.yaml`);
}

const configured = z.object({ config: z.record(z.string(), z.unknown()) });

/** The configuration values of a stack's file by full key, as they are written there. */
export function configIn(path: string): Record<string, unknown> {
  return configured.parse(parse(readFileSync(path, "utf8"))).config;
}

const saltOnly = z.object({ encryptionsalt: z.string().optional() });

/** Writes the configuration and keeps the salt, without which the state's secrets could not be read any more. */
function writeStackFile(path: string, config: Readonly<Record<string, unknown>>): void {
  const { encryptionsalt } = existsSync(path) ? saltOnly.parse(parse(readFileSync(path, "utf8"))) : {};
  writeFileSync(path, stringify({ ...(encryptionsalt === undefined ? {} : { encryptionsalt }), config }), {
    mode: 0o600,
  });
}

/** What a process needs to run here at all; nothing that configures AWS, Pulumi or a proxy. */
const inherited = ["HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "TZ"];

function engineEnvironment(state: StateFolder, binDirectories: readonly string[]): Record<string, string> {
  const passedOn = inherited.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(passedOn),
    PATH: [state.bin, ...binDirectories, dirname(process.execPath), process.env["PATH"] ?? ""].join(":"),
    PULUMI_HOME: state.home,
    PULUMI_BACKEND_URL: backendUrl(state),
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The engine would look for the plugin that the state names on the vendor's site, for 2.5 s where there is no way to it.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Neither branch nor build of a repository belong in the state of a local run.
    PULUMI_DISABLE_CI_DETECTION: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
  };
}
