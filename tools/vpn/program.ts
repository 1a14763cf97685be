import { Command, Option } from "commander";
import { execa } from "execa";
import { readFileSync } from "node:fs";
import { exitCodeOf, UsageError } from "../exitCode";
import type { Device } from "./device";
import { printed, renderDevice } from "./render";
import { devicesIn } from "./state";

interface Options {
  readonly connection?: string;
  readonly state?: string;
  readonly stack: string;
  readonly part?: string;
  readonly json?: true;
}

const partNames = ["table", "credentials", "strongswan", "swanctl", "interfaces", "updown", "frr"];

/**
 * Runs `npm run vpn:device-config`.
 *
 * @param args What stands behind the command's name.
 * @returns The exit code.
 */
export async function runDeviceConfig(args: readonly string[]): Promise<number> {
  try {
    await main(args);
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const options = new Command("vpn:device-config")
    .description("Prints how to configure the device on-premises at the other end of a Site-to-Site VPN.")
    .option("--connection <key>", "key of the customer gateway; needed when there are several")
    .option(
      "--state <file>",
      "state of the stack, as `pulumi stack export` prints it; - reads it from standard input",
    )
    .option("--stack <name>", "stack to export when no state is given", "prod")
    .addOption(new Option("--part <name>", "only this part").choices(partNames))
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nNo key is printed: the part `credentials` tells where the keys are and how to fetch them.\n" +
        "Exits with 0 when it was printed, 1 when the state can't be used, 2 on wrong arguments.",
    )
    .exitOverride()
    .parse(args, { from: "user" })
    .opts<Options>();
  const [key, device] = chosen(devicesIn(await readState(options)), options.connection);
  const parts = renderDevice(key.replace("/", "-"), device).filter(
    ({ name }) => options.part === undefined || name === options.part,
  );
  if (parts.length === 0) throw new UsageError(`The device ${key} needs no part ${options.part ?? ""}.`);
  if (options.json) console.log(JSON.stringify({ connection: key, device, parts }));
  else
    process.stdout.write(
      options.part === undefined ? printed(parts) : parts.map(({ text }) => text).join(""),
    );
}

async function readState({ state, stack }: Options): Promise<unknown> {
  if (state !== undefined) return JSON.parse(readFileSync(state === "-" ? 0 : state, "utf8")) as unknown;
  const { stdout } = await execa("pulumi", ["stack", "export", "--stack", stack]).catch((error: unknown) => {
    throw new Error(
      `The state of the stack "${stack}" cannot be read; export it yourself and give it with --state.\n` +
        (error instanceof Error ? error.message : String(error)),
    );
  });
  return JSON.parse(stdout) as unknown;
}

function chosen(devices: ReadonlyMap<string, Device>, wanted: string | undefined): readonly [string, Device] {
  const keys = [...devices.keys()].join(", ");
  const [only, ...others] = devices;
  if (wanted === undefined && only !== undefined && others.length === 0) return only;
  if (wanted === undefined)
    throw new UsageError(`There are several connections: ${keys}. Name one with --connection.`);
  const device = devices.get(wanted);
  if (device === undefined) throw new UsageError(`There is no connection ${wanted}, only ${keys}.`);
  return [wanted, device];
}
