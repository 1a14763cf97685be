import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { simulatedAws } from "./aws";
import { previewStack, updateStack, type StackToDeploy } from "./deployStack";
import { succeeded, untilFailure, type StackResult } from "./result";
import type { Session } from "./session";
import { foldersIn, type StateFolder } from "./state";

/**
 * Previews stacks that read from each other, without changing anything. A stack that reads what another does not export
 * yet could not be previewed. So it all happens on a copy of the state; there, a stack with changes is deployed to the
 * simulator before the next one is previewed.
 */
export async function previewAll(session: Session, stacks: readonly StackToDeploy[]): Promise<StackResult[]> {
  const copy = copyOf(session.state);
  const simulator = await simulatedAws();
  const previewing = { ...session, state: copy };
  const rehearsing = { ...previewing, aws: simulator };
  try {
    return await untilFailure(stacks, session.interrupts, async (stack) => {
      const preview = await previewStack(previewing, stack);
      if (preview.outcome !== "previewed" || stack === stacks.at(-1)) return preview;
      const rehearsed = await rehearse(rehearsing, stack);
      return succeeded(rehearsed)
        ? preview
        : { ...preview, outcome: rehearsed.outcome, causes: rehearsed.causes };
    });
  } finally {
    await simulator.stop();
    rmSync(copy.root, { recursive: true, force: true });
  }
}

/** Makes the outputs of a stack known in the copy. Its policies have judged it already. */
function rehearse(session: Session, { name, config, program }: StackToDeploy): Promise<StackResult> {
  return updateStack(
    session,
    { name, config, program },
    `${name}: rehearsal, for the stacks that read from it`,
  );
}

function copyOf(state: StateFolder): StateFolder {
  const copy = foldersIn(join(state.root, "preview"));
  rmSync(copy.root, { recursive: true, force: true }); // A killed run may have left one.
  for (const part of ["backend", "work"] as const) cpSync(state[part], copy[part], { recursive: true });
  return { ...copy, home: state.home, bin: state.bin };
}
