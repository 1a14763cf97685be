import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  type DescribeExecutionCommandOutput,
} from "@aws-sdk/client-sfn";
import { setTimeout as sleep } from "node:timers/promises";
import type { AccountClients } from "./account";
import { present } from "./present";

/** Milliseconds between questions how far an execution is. Each of them costs the emulator time. */
const shortPauseMs = 50;

/**
 * Waits until an execution has ended, however it ends.
 *
 * @param limitMs How long to wait.
 * @param pauseMs How long to wait between two questions. @default 50
 * @throws Error when it has not ended by then.
 */
export async function ended(
  { sfn }: AccountClients,
  executionArn: string,
  limitMs: number,
  pauseMs = shortPauseMs,
): Promise<DescribeExecutionCommandOutput> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== "RUNNING") return execution;
    if (Date.now() > deadline) throw new Error(`${executionArn} has not ended after ${limitMs / 1000} s`);
    await sleep(pauseMs);
  }
}

/**
 * Waits until no execution of a machine is running.
 *
 * @param limitMs How long to wait.
 * @throws Error when one still runs then.
 */
export async function allEnded(
  account: AccountClients,
  stateMachineArn: string,
  limitMs: number,
): Promise<void> {
  const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING" });
  const none = async (): Promise<true | undefined> =>
    (await account.sfn.send(running)).executions?.length === 0 ? true : undefined;
  await arrival(`the end of all executions of ${stateMachineArn}`, none, limitMs);
}

/** Starts an execution. */
export async function begin(
  { sfn }: AccountClients,
  stateMachineArn: string,
  input: object,
): Promise<string> {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return present(executionArn, "execution");
}

/** ARNs of the executions of a machine, the newest first. */
export async function executionsOf(
  { sfn }: AccountClients,
  stateMachineArn: string,
): Promise<readonly string[]> {
  const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  return (executions ?? []).map(({ executionArn }) => present(executionArn, "execution"));
}

/**
 * Waits for something that comes by itself.
 *
 * @param what Named when it does not come.
 * @param pauseMs How long to wait between two questions. @default 50
 */
export async function arrival<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limitMs = 30_000,
  pauseMs = shortPauseMs,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${limitMs / 1000} s`);
    await sleep(pauseMs);
  }
}
