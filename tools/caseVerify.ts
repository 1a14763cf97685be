import { Command } from "commander";
import { bytes, describeVerdict, printable } from "./case/describe";
import { downloadCase } from "./case/download";
import { openFolder } from "./case/folder";
import { caseOptions, exitCodeOf, opened, type CaseOptions, type OpenedCase } from "./case/options";
import { UsageError } from "./case/problems";

// `npm run case:verify`: says whether a case's evidence is as it was recorded, offline and with only the public key.

interface Options extends CaseOptions {
  readonly download?: string;
}

async function main(): Promise<number> {
  const command = parsed();
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

function parsed(): Command {
  return caseOptions(new Command("case:verify"))
    .description(
      "Verifies a case: the chain and signatures of its custody log, and every object that the log names.",
    )
    .option("--download <folder>", "first fetch the case from S3 into this folder, and verify it there")
    .addHelpText(
      "after",
      "\nExits with 0 when the case is intact, 1 when it is not or can't be read, 2 on wrong arguments.",
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse();
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

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => (process.exitCode = exitCodeOf(error)),
);
