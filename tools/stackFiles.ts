import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadStackFile, type StackConfig, type StackFile } from "../config/load";
import { messageOf } from "./case/problems";
import { UsageError } from "./exitCode";

/**
 * Reads every `Pulumi.<stack>.yaml` of a folder.
 *
 * @throws UsageError when the folder can't be read.
 * @throws ConfigurationError when a file is wrong.
 */
export function stackFilesIn(folder: string): StackFile[] {
  const names = namesIn(folder).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
  return names.map((name) => loadStackFile(join(folder, name)));
}

/**
 * Reads the file of a stack.
 *
 * @throws UsageError when there is none.
 * @throws ConfigurationError when it is wrong.
 */
export function stackFileIn(folder: string, stack: string): StackFile {
  const path = join(folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    throw new UsageError(`There is no ${path}. Name a stack with --stack, and its folder with --config.`);
  }
  return loadStackFile(path);
}

/** The stack that owns an account, if any. */
export function stackOfAccount(account: string, folder: string): StackConfig | undefined {
  return stackFilesIn(folder).find(({ config }) => config.account === account)?.config;
}

/**
 * The region of an account, where none is given.
 *
 * @throws UsageError when no stack owns the account.
 */
export function regionOfAccount(account: string, folder: string): string {
  const own = stackOfAccount(account, folder);
  if (own !== undefined) return own.region;
  const known = stackFilesIn(folder).map(({ config }) => config.account);
  throw new UsageError(
    `No stack in ${folder} owns account ${account}, only ${known.join(", ")}. Name one of them, or give --region.`,
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`--config ${folder} can't be read: ${messageOf(error)}`);
  }
}
