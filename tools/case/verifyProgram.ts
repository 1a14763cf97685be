import { Command } from "commander";
import { bytes, describeVerdict, printable } from "./describe";
import { downloadCase } from "./download";
import { openFolder } from "./folder";
import { caseOptions, opened, type CaseOptions, type OpenedCase } from "./options";
import { exitCodeOf, UsageError } from "../exitCode";

interface Options extends CaseOptions {
  readonly download?: string;
}

/**
 * Runs `npm run case:verify`.
 *
 * @param args What stands behind the command's name.
 * @returns The exit code.
 */
export async function runCaseVerify(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    return exitCodeOf(error);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const command = parsed(args);
  const [address = ""] = command.args;
  const options = command.opts<Options>();
  const open = await opened(address, options);
  const complete = options.download === undefined || (await download(open, options.download));
  const verdict = await open.verify(
    options.download === undefined ? undefined : await openFolder(options.download),
  );
  console.log(options.json ? JSON.stringify(verdict) : describeVerdict(verdict));
  return verdict.intact && complete ? 0 : 1;
}

function parsed(args: readonly string[]): Command {
  return caseOptions(new Command("case:verify"))
    .description(
      "Verifies a case: the chain and signatures of its custody log, and every object that the log names.",
    )
    .option("--download <folder>", "first fetch the case from S3 into this folder, and verify it there")
    .addHelpText(
      "after",
      "\nExits with 0 when the case is intact, 1 when it is not or can't be read, 2 on wrong arguments.",
    )
    .exitOverride()
    .parse(args, { from: "user" });
}

/** Fetches the case. Progress goes to standard error, since the verdict goes to standard output. */
async function download({ source, fetchedKey, head }: OpenedCase, folder: string): Promise<boolean> {
  if (!source.name.startsWith("s3://")) {
    throw new UsageError(`--download fetches from S3, and ${source.name} is a folder.`);
  }
  const result = await downloadCase(source, folder, {
    ...(fetchedKey !== undefined && { publicKey: fetchedKey }),
    ...(head && { head }),
    onFile: (path, size) => {
      console.error(`fetching ${printable(path)}, ${bytes(size)}`);
    },
  });
  console.error(`${result.fetched} files fetched, ${bytes(result.bytes)}; ${result.kept} were there already`);
  for (const failure of result.failures) console.error(`NOT STORED ${printable(failure)}`);
  return result.failures.length === 0;
}
