import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { parse as parseVersion } from "semver";
import { resolveEngine, type Engine, type EngineProgress } from "../engine";
import { startAws, type Aws } from "./aws";
import type { Display } from "./display";
import { EngineCommand } from "./engineCommand";
import { removeAbandonedLocks } from "./engineLocks";
import { Interrupts, type Urgency } from "./interrupt";
import { takeRunLock, type RunLock } from "./lock";
import { PackHost } from "./packHost";
import type { RunEvent } from "./progress";
import { createStateFolder, stateFolder, type StateFolder, type Target } from "./state";
import { openStack } from "./workspace";

/** What the stacks of one run share. */
export interface Session {
  readonly state: StateFolder;
  readonly engine: EngineCommand;
  readonly aws: Aws;
  readonly packs: PackHost;
  readonly display: Display;
  readonly interrupts: Interrupts;
  /** Tells the causes of failures as they were said, with their stack traces. */
  readonly verbose: boolean;
  /** Told of every event of the engine. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** What decides where a session works. */
export interface SessionArgs {
  /** Folder for everything a run writes. */
  readonly state: string;
  readonly aws: Target;
  /** Port of the emulator. @default a free one */
  readonly port?: number;
  /** Whether the policy pack is going to judge anything, so that it is started ahead. @default false */
  readonly judged?: boolean;
  readonly display: Display;
  readonly verbose?: boolean;
}

/** A session that must be closed. */
export interface OpenSession extends Session {
  /** Stops what was started and gives the state folder back. */
  close(): Promise<void>;
}

/** Opens a session, works in it and closes it, however the work ends. See {@link openSession}. */
export async function withSession<T>(args: SessionArgs, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession(args);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/**
 * Takes the state folder for this process, finds or builds the engine and starts the simulator or the emulator.
 *
 * @throws RunFailure when another run holds the state.
 */
export async function openSession(args: SessionArgs): Promise<OpenSession> {
  const undo: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await open(args, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  { state: folder, aws: target, port, judged = false, display, verbose = false }: SessionArgs,
  undo: (() => void | Promise<void>)[],
): Promise<Session> {
  const state = stateFolder(folder, target);
  const lock = await takeRunLock(state.lockFile);
  undo.push(() => {
    lock.release();
  });
  createStateFolder(state);
  const packs = new PackHost(state);
  if (judged) packs.start();
  undo.push(() => packs.close());
  await takeOver(state, lock, display);
  const started: { engine?: EngineCommand } = {};
  const interrupts = new Interrupts((urgency) => {
    obey(urgency, started.engine, lock, display);
  });
  interrupts.listen();
  undo.push(() => {
    interrupts.ignore();
  });
  const { path, version } = await findEngine(display, interrupts);
  const engine = new EngineCommand(path, parseVersion(version));
  started.engine = engine;
  const aws = await startAws(target, state, display, port, interrupts.signal);
  undo.push(() => aws.stop());
  return { state, engine, aws, packs, display, interrupts, verbose };
}

/** How long an engine may take to notice that its run was killed. Measured: 0.3 s. */
const orphanPatienceMs = 15_000;

async function takeOver(state: StateFolder, { takenOverFrom }: RunLock, display: Display): Promise<void> {
  if (takenOverFrom !== undefined) {
    const { pid, since } = takenOverFrom;
    display.line(`The run of ${since} (process ${pid}) was killed. This run goes on from what it had saved.`);
  }
  const patience = takenOverFrom === undefined ? 0 : orphanPatienceMs;
  for (const { stack, pid, since } of await removeAbandonedLocks(state, patience)) {
    display.line(
      `Removed the lock on ${stack} that its engine (process ${pid}, since ${since}) left behind.`,
    );
  }
}

async function findEngine(display: Display, { signal }: Interrupts): Promise<Engine> {
  let detail = "";
  const phase = display.begin("engine", () => detail);
  const onProgress = (progress: EngineProgress) => {
    detail = progress.detail;
    if (progress.notice === true) display.line(`engine: ${progress.detail}`);
  };
  try {
    const engine = await resolveEngine({ onProgress, signal });
    phase.end(`Pulumi ${engine.version} (${engine.path})`);
    return engine;
  } catch (error) {
    phase.end(signal.aborted ? "interrupted" : "none");
    throw error;
  }
}

function obey(urgency: Urgency, engine: EngineCommand | undefined, lock: RunLock, display: Display): void {
  switch (urgency) {
    case "finish what is in flight":
      display.line(
        "Stopping: what is in flight is finished and the state saved. Ctrl-C again stops at once.",
      );
      engine?.interrupt();
      return;
    case "stop now":
      display.line("Stopping now: what is in flight stays unfinished. Ctrl-C again ends without saving.");
      engine?.interrupt();
      return;
    case "kill":
      engine?.kill();
      lock.release();
      process.exit(interruptedExitCode);
  }
}

/** What a shell reports for a process that SIGINT ended. */
export const interruptedExitCode = 130;

/** Opens one stack of a session's state. */
export function openIn(
  { state, engine, aws }: Session,
  name: string,
  config: Readonly<Record<string, unknown>> | undefined,
  program: PulumiFn,
): Promise<Stack> {
  return openStack(state, { command: engine, aws }, name, config, program);
}
