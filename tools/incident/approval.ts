import { SendTaskFailureCommand, SendTaskSuccessCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { responseErrors } from "../../components/response/machines/respond/settings";
import { text, type CaseRecord } from "./cases";

/** What whoever approves says. It becomes the output of the state that waits. */
export interface Decision {
  readonly approved: boolean;
  /** ARN of who decided. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/** Errors of AWS that say that nobody waits any more. */
const tooLate: ReadonlySet<string> = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]);

/**
 * Tells the state machine that waits what was decided.
 *
 * @throws Error when nobody waits: it was decided already, or the time for it has passed.
 */
export async function decide(
  client: SFNClient,
  { caseId, approval }: CaseRecord,
  decision: Decision,
): Promise<void> {
  const machine = text(approval ?? {}, "machine");
  const taskToken = text(approval ?? {}, "taskToken");
  if (taskToken === "") throw new Error(`Nothing of the case ${caseId} waits for approval.`);
  try {
    await answer(client, taskToken, decision, machine === "");
  } catch (error) {
    if (!(error instanceof Error && tooLate.has(error.name))) throw error;
    throw new Error(
      `Nothing of the case ${caseId} waits for approval any more: it was decided before, or the time for it has passed.`,
      { cause: error },
    );
  }
}

/** The response writes down who refuses, and why. A release only knows the failure of its task. */
async function answer(
  client: SFNClient,
  taskToken: string,
  decision: Decision,
  understandsRefusal: boolean,
): Promise<void> {
  const text = JSON.stringify(decision);
  await (decision.approved || understandsRefusal
    ? client.send(new SendTaskSuccessCommand({ taskToken, output: text }))
    : client.send(new SendTaskFailureCommand({ taskToken, error: responseErrors.refused, cause: text })));
}
