import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { Command } from "commander";
import { join } from "node:path";
import { iamArn } from "../components/account";
import { enabledRegions, treatRegion, type AccountAccess, type RegionReport } from "./defaultVpcs/regions";
import { exitCodeOf } from "./exitCode";
import { accountOption } from "./options";
import { regionOfAccount, stackOfAccount } from "./stackFiles";

// `npm run default-vpcs`: shows an account's default VPCs, and removes them when told to.

interface Options {
  readonly account: string;
  readonly region?: string[];
  readonly role?: string;
  readonly config: string;
  readonly delete?: true;
  readonly json?: true;
}

async function main(): Promise<number> {
  const options = parsed();
  const home = homeOf(options);
  const access = accessTo(options, home);
  const regions = options.region ?? (await enabledRegions(access, home.region));
  const reports: RegionReport[] = [];
  for (const region of regions) {
    const report = await treatRegion(access, region, options.delete === true);
    reports.push(report);
    if (!options.json) console.log(describe(report));
  }
  if (options.json) console.log(JSON.stringify({ account: options.account, regions: reports }));
  else console.log(closing(reports));
  return reports.some(({ outcome }) => outcome === "failed" || outcome === "in use") ? 1 : 0;
}

function parsed(): Options {
  return new Command("default-vpcs")
    .description("Shows the default VPC of every region of an account. Deletes nothing unless told to.")
    .requiredOption("--account <id>", "the account, 12 digits", accountOption)
    .option("--region <names...>", "only these regions; otherwise all that are enabled in the account")
    .option(
      "--role <name>",
      "role to enter the account by; otherwise the one in the stack's configuration, if any",
    )
    .option("--config <folder>", "folder of the stacks' YAML files", join(__dirname, ".."))
    .option("--delete", "delete them, with all that is in them")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExits with 0 when all went well, 1 when a VPC is in use or a step failed, 2 on wrong arguments.",
    )
    .exitOverride()
    .parse()
    .opts<Options>();
}

interface Home {
  readonly region: string;
  readonly role?: string;
}

/** The region and the deployment role of the stack that owns the account. */
function homeOf({ account, role, region, config }: Options): Home {
  const own = stackOfAccount(account, config);
  const chosenRole = role ?? own?.deployment?.roleName;
  return {
    region: own?.region ?? region?.[0] ?? regionOfAccount(account, config),
    ...(chosenRole !== undefined && { role: chosenRole }),
  };
}

function accessTo({ account }: Options, { region, role }: Home): AccountAccess {
  if (role === undefined) return { account, credentials: undefined };
  const RoleArn = iamArn(account, region, `role/${role}`);
  return {
    account,
    credentials: fromTemporaryCredentials({
      params: { RoleArn, RoleSessionName: "landing-zone-default-vpcs" },
      clientConfig: { region },
    }),
  };
}

function describe({ region, outcome, vpc, steps, problem }: RegionReport): string {
  const title = `${region.padEnd(16)} ${vpc ? `${vpc.id} ${vpc.cidrBlock}: ` : ""}${words[outcome]}`;
  const details = outcome === "in use" ? (vpc?.networkInterfaces ?? []) : steps;
  return [title, ...details.map((line) => `  ${line}`), ...(problem ? [`  FAILED ${problem}`] : [])].join(
    "\n",
  );
}

const words: Readonly<Record<RegionReport["outcome"], string>> = {
  none: "no default VPC",
  found: "would be deleted by",
  deleted: "deleted by",
  "in use": "in use by these network interfaces, so it stays; remove what they belong to first",
  failed: "deleted in part; these steps were done, and one failed",
};

function closing(reports: readonly RegionReport[]): string {
  const found = reports.filter(({ outcome }) => outcome === "found").length;
  return found > 0
    ? `${found} default VPCs would be deleted. Nothing was changed: add --delete to delete them.`
    : `${reports.filter(({ outcome }) => outcome === "deleted").length} default VPCs were deleted.`;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => (process.exitCode = exitCodeOf(error)),
);
