import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { arrival } from "../../tools/drill/executions";
import { attachOrStart, stopDetached, type Emulator } from "../../tools/emulator";
import type { StackToDeploy } from "../../tools/run/deployStack";
import { operate } from "../../tools/run/operation";
import type { Progress } from "../../tools/run/progress";
import { openIn, openSession, type OpenSession, type Session } from "../../tools/run/session";
import { checkpointFile, nameOf, readStackState, stateFolder } from "../../tools/run/state";
import { stackFileCopy } from "../../tools/run/workspace";
import { silent } from "../engine/session";

/** What a suite has while it runs. */
export interface EmulatorSession {
  readonly session: Session;
  /** The emulator that the session deploys to. */
  readonly emulator: Emulator;
}

/** Gives a suite one session on an emulator of its own, as `npm start -- --aws emulator` has it. */
export function suiteEmulator(): () => EmulatorSession {
  let open: { session: OpenSession; emulator: Emulator } | undefined;
  let folder = "";
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "landing-zone-emulator-"));
    const session = await openSession({ state: folder, aws: "emulator", display: silent() });
    open = { session, emulator: (await attachOrStart(session.state.root)).emulator };
  });
  after(async () => {
    await open?.session.close();
    await stopDetached(stateFolder(folder, "emulator").root);
    // What is still running when a test has failed may write once more.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });
  return () => {
    assert.ok(open !== undefined, "The session is not open.");
    return open;
  };
}

/** Makes what a stack declares. */
export async function update(
  session: Session,
  { name, config, program }: StackToDeploy,
  { exclude = [], ...options }: { readonly refresh?: boolean; readonly exclude?: readonly string[] } = {},
): Promise<Progress> {
  const stack = await openIn(session, name, config, program);
  const { progress, causes, ending } = await operate(session, `${name}: update`, false, (onEvent, signal) =>
    stack.up({ ...options, exclude: [...exclude], onEvent, signal, color: "never" }),
  );
  assert.deepEqual(causes, []);
  assert.equal(ending, "succeeded");
  return progress;
}

/**
 * Waits until a stack that is being updated has read the stack that it refers to. Until then that one must not be updated: the
 * engine reads a state that is half written as empty (measured: "failed to load checkpoint: EOF").
 */
export async function hasRead({ state }: Session, name: string): Promise<void> {
  const read = (): true | undefined => {
    try {
      const { resources } = readStackState(state, name) ?? { resources: [] };
      return resources.some(({ type }) => type === "pulumi:pulumi:StackReference") || undefined;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined; // It is being written.
      throw error;
    }
  };
  await arrival(`${name}'s reading of another stack`, () => Promise.resolve(read()), 120_000);
}

/** Type and name of a resource, as a test shows them. */
export function shown({ type, urn }: { readonly type: string; readonly urn: string }): string {
  return `${type} ${nameOf(urn)}`;
}

/**
 * Keeps the stacks' states as they are now, to ask AWS later which of their resources are still there.
 *
 * @returns Asks, through the provider's own reading of each, and answers with those.
 */
export function remember(session: Session, stacks: readonly StackToDeploy[]): () => Promise<string[]> {
  const files = stacks.flatMap(({ name }) => [
    checkpointFile(session.state, name),
    stackFileCopy(session.state, name),
  ]);
  for (const file of files) copyFileSync(file, `${file}.remembered`);
  return async () => {
    for (const file of files) copyFileSync(`${file}.remembered`, file);
    const there = await Promise.all(stacks.map((stack) => stillThere(session, stack)));
    for (const { name } of stacks) rmSync(checkpointFile(session.state, name));
    return there.flat().sort();
  };
}

async function stillThere(session: Session, { name, config, program }: StackToDeploy): Promise<string[]> {
  const stack = await openIn(session, name, config, program);
  await stack.refresh({ color: "never" });
  const resources = readStackState(session.state, name)?.resources ?? [];
  return resources.map(shown).filter(isOfAws);
}

/** Whether a line of {@link shown} is of a resource of AWS, not of a component or a provider. */
export function isOfAws(line: string): boolean {
  return line.startsWith("aws:");
}
