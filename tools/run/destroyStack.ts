import { rmSync } from "node:fs";
import type { Stack } from "@pulumi/pulumi/automation";
import { operate } from "./operation";
import { emptyResult, type StackResult } from "./result";
import { openIn, type Session } from "./session";
import { readStackState } from "./state";
import { stackFileCopy } from "./workspace";

/**
 * Removes everything that a stack deployed, then the stack. Protected resources are included: their protection is lifted
 * in the local state first. A local run works on a simulated or emulated AWS only, and a state that can never be
 * removed would be of no use. What was declared as retained is kept and reported.
 */
export async function destroyStack(session: Session, name: string): Promise<StackResult> {
  const opened = await openIn(session, name, undefined, () => Promise.resolve({}));
  await liftProtection(session, opened);
  const { progress, ending, causes } = await operate(session, `${name}: destroy`, false, (onEvent) =>
    opened.destroy({ onEvent, color: "never" }),
  );
  if (ending === "succeeded") {
    await opened.workspace.removeStack(name);
    rmSync(stackFileCopy(session.state, name), { force: true });
  }
  const outcome = ending === "succeeded" ? "destroyed" : ending;
  return { ...emptyResult(name, outcome), changes: progress.changes, causes, retained: progress.retained };
}

async function liftProtection({ state, engine }: Session, stack: Stack): Promise<void> {
  const resources = readStackState(state, stack.name)?.resources ?? [];
  if (!resources.some(({ protect }) => protect === true)) return;
  const args = ["state", "unprotect", "--all", "--yes", "--stack", stack.name];
  await engine.run(args, stack.workspace.workDir, stack.workspace.envVars);
}
