import type { StackFile } from "../../config/load";
import { loadExceptions, type StackException } from "../../policypacks/landing-zone/exceptionsFile";
import { landingZone } from "../../stacks/program";
import { deployStack, type StackToDeploy } from "./deployStack";
import { destroyStack } from "./destroyStack";
import type { Display } from "./display";
import type { RunOptions } from "./options";
import { policiesFor } from "./policies";
import { previewAll } from "./previewAll";
import { untilFailure, type StackResult } from "./result";
import { withSession, type Session } from "./session";
import { deployedInOrder, stacksInOrder } from "./stacksInOrder";
import { configIn } from "./workspace";

/**
 * Does what `npm start` was asked to do.
 *
 * @returns One result for each stack, in the order of the work, with those that were not reached.
 * @throws ConfigurationError, ExceptionsError or RunFailure, before anything is started, when a file is wrong or the state
 *   is in use.
 */
export async function run(options: RunOptions, display: Display): Promise<StackResult[]> {
  // Before the session: a wrong file must change nothing, and nobody should wait to hear of it.
  const files = options.action === "destroy" ? [] : stacksInOrder(options.config);
  const exceptions = options.action === "destroy" ? [] : loadExceptions();
  const judged = options.action !== "destroy";
  return withSession({ ...options, judged, display }, (session) => {
    switch (options.action) {
      case "destroy":
        return destroyAll(session);
      case "preview":
        return previewAll(session, stacksToDeploy(session, files, exceptions));
      case "deploy":
        return untilFailure(stacksToDeploy(session, files, exceptions), session.interrupts, (stack) =>
          deployStack(session, stack),
        );
    }
  });
}

/**
 * The whole program for each of the stacks, judged by the policy pack.
 *
 * @param exceptions Exceptions from the policies, those of all stacks.
 */
export function stacksToDeploy(
  session: Session,
  files: readonly StackFile[],
  exceptions: readonly StackException[],
): StackToDeploy[] {
  return files.map((file) => ({
    name: file.name,
    config: configIn(file.path),
    program: () => landingZone(session.aws.program),
    policies: policiesFor(session.state, file, exceptions),
  }));
}

function destroyAll(session: Session): Promise<StackResult[]> {
  const stacks = deployedInOrder(session.state).reverse();
  if (stacks.length === 0) session.display.line(`Nothing is deployed in ${session.state.root}.`);
  return untilFailure(
    stacks.map((name) => ({ name })),
    session.interrupts,
    ({ name }) => destroyStack(session, name),
  );
}
