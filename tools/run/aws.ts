import { rmSync } from "node:fs";
import { startSimulator } from "../../simulator";
import type { ProgramOptions } from "../../stacks/account";
import { attachOrStart, type Emulator } from "../emulator";
import type { Display } from "./display";
import { createStateFolder, stacksWithState, type StateFolder, type Target } from "./state";

/** The AWS that a run deploys to. */
export interface Aws {
  /** How the engine reaches it. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders for the engine's PATH. */
  readonly binDirectories: readonly string[];
  /** How the program's provider reaches it. */
  readonly program: ProgramOptions;
  stop(): Promise<void>;
}

/**
 * Starts what a run deploys to.
 *
 * @param port Port of the emulator. @default a free one
 * @param signal Stops at once.
 */
export function startAws(
  target: Target,
  state: StateFolder,
  display: Display,
  port: number | undefined,
  signal: AbortSignal,
): Promise<Aws> {
  switch (target) {
    case "simulator":
      return simulatedAws();
    case "emulator":
      return attachedAws(state, display, port, signal);
  }
}

/** Starts the simulator in this process. */
export async function simulatedAws(): Promise<Aws> {
  const { port, stop } = await startSimulator();
  const env = {
    PULUMI_DEBUG_PROVIDERS: `aws:${port}`,
    // Nothing exists outside the state, so a killed run leaves nothing behind that the state would have to know of. The
    // state is saved at the end, also of a run that is interrupted. Measured: 1.4 s less for a first run.
    PULUMI_SKIP_CHECKPOINTS: "true",
  };
  return { env, binDirectories: [], program: {}, stop };
}

/** An emulator as what a run deploys to. */
export function emulatedAws(emulator: Emulator): Aws {
  return {
    env: emulator.environment,
    binDirectories: [emulator.pluginDirectory],
    program: { provider: emulator.providerArgs },
    stop: () => emulator.stop(),
  };
}

/**
 * The emulator of a state folder goes on between runs, as long as anything is deployed to it: it holds in memory what the
 * state describes.
 */
async function attachedAws(
  state: StateFolder,
  display: Display,
  port: number | undefined,
  signal: AbortSignal,
): Promise<Aws> {
  let detail = "";
  const phase = display.begin("emulator", () => detail);
  const onProgress = (line: string) => {
    detail = line;
  };
  try {
    const { emulator, fresh } = await attachOrStart(state.root, { port, onProgress, signal });
    phase.end(`${fresh ? "started" : "still running"} at ${emulator.endpoint}`);
    if (fresh) forgetDeployed(state, display);
    return { ...emulatedAws(emulator), stop: () => stopUnused(state, emulator) };
  } catch (error) {
    phase.end(signal.aborted ? "interrupted" : "none");
    throw error;
  }
}

function forgetDeployed(state: StateFolder, display: Display): void {
  const lost = stacksWithState(state);
  if (lost.length === 0) return;
  display.line(
    `The emulator that ${lost.join(" and ")} had been deployed to has ended, so they are deployed anew.`,
  );
  rmSync(state.backend, { recursive: true, force: true });
  createStateFolder(state);
}

async function stopUnused(state: StateFolder, emulator: Emulator): Promise<void> {
  if (stacksWithState(state).length === 0) await emulator.stop();
}
