import { CommanderError } from "commander";
import { ConfigurationError } from "../config/problems";

/** The user asked for something that can't be done as asked; the message says what can. Commands end with 2. */
export class UsageError extends Error {
  public override readonly name = "UsageError";
}

/**
 * Says what went wrong, and with which code a command ends: 2 when it was asked wrongly or the stacks' files are wrong, so that
 * nothing was done, and 1 when it failed.
 */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // Commander has said what is wrong.
  console.error(error instanceof Error ? error.message : error);
  return error instanceof UsageError || error instanceof ConfigurationError ? 2 : 1;
}
