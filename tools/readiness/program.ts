import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Command } from "commander";
import { join } from "node:path";
import { iamArn } from "../../components/account";
import { roleCredentials, type ClientSettings } from "../incident/session";
import { assess } from "./assess";
import { readAccount } from "./readAccount";
import { sendFindings } from "./securityHub";
import { describeReadiness } from "./table";
import { exitCodeOf, UsageError } from "../exitCode";
import { accountOption, urlOption } from "../options";
import { regionOfAccount } from "../stackFiles";

interface Options {
  readonly account: string;
  readonly region?: string;
  readonly role?: string;
  readonly config: string;
  readonly endpoint?: string;
  readonly json?: true;
  readonly findings?: true;
}

/**
 * Runs `npm run readiness`.
 *
 * @param args What stands behind the command's name.
 * @returns The exit code.
 */
export async function runReadiness(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    return exitCodeOf(error);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const options = parsed(args);
  const settings = await enter(options);
  const facts = await readAccount(options.account, settings);
  const readiness = assess(facts);
  console.log(options.json ? JSON.stringify(readiness) : describeReadiness(readiness));
  if (options.findings) {
    const sent = await sendFindings(readiness, facts, settings, new Date().toISOString());
    console.error(`Security Hub: ${sent.active} findings active, ${sent.archived} archived.`);
  }
  return readiness.ready ? 0 : 1;
}

function parsed(args: readonly string[]): Options {
  return new Command("readiness")
    .description("Says of every running instance what a response to an incident would miss today, and why.")
    .requiredOption("--account <id>", "the workload account, 12 digits", accountOption)
    .option("--region <name>", "the region; otherwise that of the account's stack")
    .option("--role <name>", "role to enter the account by; otherwise the caller's own credentials")
    .option("--config <folder>", "folder of the stacks' YAML files", join(__dirname, "../.."))
    .option("--endpoint <url>", "endpoint of an emulator", urlOption)
    .option(
      "--findings",
      "send a finding for each gap to Security Hub, and archive those of gaps that are gone",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExits with 0 when nothing would be missed, 1 when something would or a call failed, 2 on wrong arguments.",
    )
    .exitOverride()
    .parse(args, { from: "user" })
    .opts<Options>();
}

/**
 * Enters the account.
 *
 * @throws UsageError when the credentials belong to another account and no role is named.
 */
async function enter(options: Options): Promise<ClientSettings> {
  const { account, role, endpoint, config } = options;
  const region = options.region ?? regionOfAccount(account, config);
  const own: ClientSettings = { region, ...(endpoint && { endpoint }) };
  const { Account, Arn = "" } = await new STSClient(own).send(new GetCallerIdentityCommand({}));
  if (role !== undefined) {
    return { ...own, credentials: roleCredentials(own, iamArn(account, region, `role/${role}`), Arn) };
  }
  if (Account === account) return own;
  throw new UsageError(
    `You are ${Arn}, and the account is ${account}. Use credentials of that account, or name a role of it with --role.`,
  );
}
