import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { project } from "../../config/load";

/** What a local run deploys to: the simulator in this process, or the AWS provider against an emulated AWS. */
export const targets = ["simulator", "emulator"] as const;

export type Target = (typeof targets)[number];

/** Folders and files of the local runs against one target. Nothing else is written by a run. */
export interface StateFolder {
  readonly root: string;
  /** Pulumi's file backend: the stacks' state. */
  readonly backend: string;
  /** The generated project file and the copies of the stacks' files. */
  readonly work: string;
  /** `PULUMI_HOME` of the engine, so that the user's login, plugins and settings are neither used nor changed. */
  readonly home: string;
  /** What the engine finds on its PATH before anything else. */
  readonly bin: string;
  /** Who is running now. */
  readonly lockFile: string;
}

/** Names the folders of the runs against a target. Creates nothing. */
export function stateFolder(folder: string, target: Target): StateFolder {
  return foldersIn(join(folder, target));
}

/** Names the folders of a state. Creates nothing. */
export function foldersIn(root: string): StateFolder {
  return {
    root,
    backend: join(root, "backend"),
    work: join(root, "work"),
    home: join(root, "home"),
    bin: join(root, "bin"),
    lockFile: join(root, "run.lock"),
  };
}

/** Creates the folders that are missing. Only the user can read them. */
export function createStateFolder(state: StateFolder): void {
  for (const folder of [state.backend, state.work, state.home, state.bin]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  withoutEngineLogs(state);
}

/**
 * Keeps the engine (3.252) from writing all it does into a log, compressed and encrypted. It has no setting for that, but goes
 * without when it cannot make its folder (`StartLogging` in pkg/logging/encrypted.go). Measured: a fifth to a third of the
 * engine's processor time, 0.2 to 0.5 s for each preview and update.
 */
function withoutEngineLogs({ home }: StateFolder): void {
  const inTheWay = join(home, "logs");
  rmSync(inTheWay, { recursive: true, force: true }); // An earlier run may have left a folder.
  writeFileSync(inTheWay, "");
}

/** The file backend as Pulumi wants to be told. */
export function backendUrl(state: StateFolder): string {
  return pathToFileURL(state.backend).href;
}

/** File that holds a stack's state, as the file backend lays it out. */
export function checkpointFile(state: StateFolder, stack: string): string {
  return join(state.backend, ".pulumi", "stacks", project, `${stack}.json`);
}

/** Stacks that have a state, in the order of their names. */
export function stacksWithState(state: StateFolder): string[] {
  return filesIn(join(state.backend, ".pulumi", "stacks", project))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

const resourceState = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

const checkpoint = z.object({
  checkpoint: z.object({
    latest: z
      .object({
        resources: z.array(resourceState).nullish(),
        pending_operations: z.array(z.object({ type: z.string(), resource: resourceState })).nullish(),
      })
      .nullish(),
  }),
});

/** One resource in a stack's state. */
export type ResourceState = z.infer<typeof resourceState>;

/** What the engine has written down of a stack. */
export interface StackState {
  readonly resources: readonly ResourceState[];
  /** Operations that an interrupted engine had begun and never saw the end of. */
  readonly pending: readonly { readonly type: string; readonly resource: ResourceState }[];
}

/** Reads a stack's state; a stack that was never deployed has none. */
export function readStackState(state: StateFolder, stack: string): StackState | undefined {
  if (!stacksWithState(state).includes(stack)) return undefined;
  const { latest } = checkpoint.parse(
    JSON.parse(readFileSync(checkpointFile(state, stack), "utf8")),
  ).checkpoint;
  return { resources: latest?.resources ?? [], pending: latest?.pending_operations ?? [] };
}

/** The resource's own name, the last part of its URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** Names of a folder's entries; none if there is no such folder. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Whether an operation failed because the file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
