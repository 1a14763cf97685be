import { SFNClient } from "@aws-sdk/client-sfn";
import { join } from "node:path";
import { printable } from "../../case/describe";
import { follow } from "../follow";
import { forensicsAccountIn, machineArnOf, type ForensicsAccount } from "../forensicsAccount";
import { startMachine } from "../execution";
import { exitCodeFor, type Outcome } from "../outcome";
import { describeOutcome } from "../describe";
import { progressViewOn } from "../progressView";
import { openSession, type Session } from "../session";
import type { MachineName } from "../../../components/response/names";
import { UsageError } from "../../exitCode";

/** What every command may be told. */
export interface CommonOptions {
  readonly config?: string;
  readonly stack?: string;
  readonly role?: string;
  readonly endpoint?: string;
  readonly json?: true;
}

/** What a command that starts a machine may be told. */
export interface WatchOptions extends CommonOptions {
  readonly timeout: number;
  readonly wait?: true;
}

/**
 * Enters the forensics account that the options name.
 *
 * @param check Looks at the account before anything is asked of AWS.
 */
export async function sessionOf(
  { config, stack, role, endpoint }: CommonOptions,
  check?: (account: ForensicsAccount) => void,
): Promise<Session> {
  const forensics = forensicsAccountIn(config ?? join(__dirname, "../../.."), stack);
  check?.(forensics);
  return openSession(forensics, { ...(role && { role }), ...(endpoint && { endpoint }) });
}

/** Prints a result: an object for programs, or a text for people. */
export function print({ json }: CommonOptions, result: object, text: string): void {
  console.log(json ? JSON.stringify(result) : text);
}

/** Starts a machine, watches it on standard error, and prints what became of it. */
export async function run(
  session: Session,
  machine: MachineName,
  input: object,
  options: WatchOptions,
): Promise<number> {
  const client = new SFNClient(session.settings);
  const arn = await startMachine(client, machineArnOf(session.forensics, machine), input);
  console.error(`started ${arn}`);
  return report(await watch(client, arn, options), options);
}

/** Watches an execution until it has ended, the time is over, or the user presses Ctrl-C. */
export async function watch(
  client: SFNClient,
  arn: string,
  { timeout, wait }: WatchOptions,
): Promise<Outcome> {
  const stop = new AbortController();
  const onInterrupt = () => {
    stop.abort();
  };
  process.once("SIGINT", onInterrupt);
  try {
    return await follow(client, arn, {
      view: progressViewOn(process.stderr),
      timeoutSeconds: timeout,
      throughApproval: wait === true,
      signal: stop.signal,
    });
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}

/** Prints an outcome. @returns the exit code */
export function report(outcome: Outcome, options: CommonOptions): number {
  print(options, outcome, describeOutcome(outcome));
  return exitCodeFor(outcome);
}

/** The option that must be there. */
export function required(value: string | undefined, option: string, why: string): string {
  if (value === undefined || value.trim() === "") throw new UsageError(`${option} is missing: ${why}`);
  return value;
}

/** Columns under a heading, for people. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heading, ...rows].map((row) => row.map(printable));
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
