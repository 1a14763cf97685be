import { Command } from "commander";
import { writeFile } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { count } from "./describe";
import { caseOptions, opened, type CaseOptions } from "./options";
import { messageOf } from "./problems";
import { factsOf } from "./report/facts";
import { reportPage } from "./report/page";
import { exitCodeOf, UsageError } from "../exitCode";

interface Options extends CaseOptions {
  readonly output?: string;
}

/**
 * Runs `npm run case:report`.
 *
 * @param args What stands behind the command's name.
 * @returns The exit code.
 */
export async function runCaseReport(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    return exitCodeOf(error);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const command = parsed(args);
  const [address = ""] = command.args;
  const { output, ...options } = command.opts<Options>();
  if (output !== undefined) assertOutside(address, output);
  const { source, verify } = await opened(address, options);
  const verdict = await verify();
  const facts = await factsOf(source, verdict);
  const text = options.json
    ? `${JSON.stringify({ verdict, facts })}\n`
    : reportPage(verdict, facts, new Date().toISOString());
  if (output === undefined) process.stdout.write(text);
  else await writeNew(output, text);
  if (!verdict.intact) {
    console.error(`NOT INTACT: ${count(verdict.problems.length, "problem")}, which the report names.`);
  }
  return verdict.intact ? 0 : 1;
}

function parsed(args: readonly string[]): Command {
  return caseOptions(new Command("case:report"))
    .description(
      "Renders a case as one HTML page, which can be printed: verdict, time line, evidence, who did what.",
    )
    .option("--output <file>", "where to; otherwise standard output")
    .addHelpText(
      "after",
      "\nExits with 0 when the case is intact, 1 when it is not (the report says so) or can't be read, 2 on wrong arguments.",
    )
    .exitOverride()
    .parse(args, { from: "user" });
}

/** A report inside of the case would be something added to it. */
function assertOutside(address: string, output: string): void {
  if (address.startsWith("s3://")) return;
  const path = relative(resolve(address), resolve(output));
  if (path !== ".." && !path.startsWith(`..${sep}`)) {
    throw new UsageError(
      `--output ${output} is inside of the case, where it would count as added. Write it elsewhere.`,
    );
  }
}

async function writeNew(output: string, text: string): Promise<void> {
  await writeFile(output, text, { flag: "wx" }).catch((error: unknown) => {
    throw new UsageError(
      `--output ${output} can't be written: ${messageOf(error)}. A file that is there is not overwritten.`,
    );
  });
}
