import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { responseErrors } from "../../components/response/machines/respond/settings";
import { UsageError } from "../exitCode";
import type { CaseRecord, Question } from "./cases";

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

/** Questions of a case whose execution still runs: others were left behind by one that was aborted. */
export async function openQuestions(
  client: SFNClient,
  { questions }: Pick<CaseRecord, "questions">,
): Promise<readonly Question[]> {
  const runs = await Promise.all(questions.map(({ execution }) => isRunning(client, execution)));
  return questions.filter((_, index) => runs[index]);
}

async function isRunning(client: SFNClient, executionArn: string): Promise<boolean> {
  try {
    return (await client.send(new DescribeExecutionCommand({ executionArn }))).status === "RUNNING";
  } catch (error) {
    if (error instanceof Error && error.name === "ExecutionDoesNotExist") return false;
    throw error;
  }
}

/**
 * The question that is answered.
 *
 * @param named By what the user names it. @default the only one
 * @throws Error when nobody waits for this answer. UsageError when it is open which question is meant.
 */
export function chosenQuestion(
  caseId: string,
  open: readonly Question[],
  named: string | undefined,
): Question {
  const [only, ...others] = open;
  if (only === undefined) throw new Error(`Nothing of the case ${caseId} waits for approval.`);
  if (named === undefined && others.length === 0) return only;
  const found = open.find(({ question }) => question === named);
  if (found !== undefined) return found;
  const lines = open.map(({ question, wants }) => `  --question ${question}  ${wants}`);
  throw new UsageError(
    named === undefined
      ? `Several things of the case ${caseId} wait for approval. Name one:\n${lines.join("\n")}`
      : `--question ${named}: this does not wait for approval. What does:\n${lines.join("\n")}`,
  );
}

/**
 * Tells the state machine that waits what was decided.
 *
 * @throws Error when nobody waits: it was decided already, or the time for it has passed.
 */
export async function decide(
  client: SFNClient,
  caseId: string,
  { machine, taskToken }: Question,
  decision: Decision,
): Promise<void> {
  try {
    await answer(client, taskToken, decision, machine === "");
  } catch (error) {
    if (!(error instanceof Error && tooLate.has(error.name))) throw error;
    throw new Error(
      `This does not wait for approval any more (case ${caseId}): it was decided before, or the time for it has passed.`,
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
