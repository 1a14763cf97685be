import { Command, InvalidArgumentError, Option } from "commander";
import { isIPv4 } from "node:net";
import { join } from "node:path";
import { groupPurposes, isGroup } from "../../components/network/flows";
import { followConnection, UnknownEnd, type End, type Step } from "../../components/network/path";
import { ConfigurationError } from "../../config/problems";
import { topologyOf } from "../../stacks/workload/topology";
import { exitCodeOf, UsageError } from "../exitCode";
import { stackFileIn } from "../stackFiles";

interface Options {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  readonly stack: string;
  readonly config: string;
  readonly json?: true;
}

/**
 * Runs `npm run explain:packet`.
 *
 * @param args What stands behind the command's name.
 * @returns The exit code.
 */
export function runExplainPacket(args: readonly string[]): number {
  try {
    const options = parsed(args);
    const steps = explain(options);
    const works = steps.every(({ allowed }) => allowed);
    console.log(options.json ? JSON.stringify({ works, steps }) : table(options, steps, works));
    return works ? 0 : 1;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function parsed(args: readonly string[]): Options {
  return new Command("explain:packet")
    .description(
      "Follows a connection through a workload's network, and names the rule that decides at each control.",
    )
    .requiredOption("--from <end>", "who starts: an IPv4 address, or group@address", parseEnd)
    .requiredOption("--to <end>", "who answers, in the same form", parseEnd)
    .requiredOption("--port <number>", "destination port", parsePort)
    .addOption(new Option("--protocol <name>", "protocol").choices(["tcp", "udp"]).default("tcp"))
    .option("--stack <name>", "the workload's stack", "prod")
    .option("--config <folder>", "folder of the stacks' YAML files", join(__dirname, "../.."))
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExits with 0 when the connection works, 1 when it is stopped, 2 when the arguments are wrong.",
    )
    .exitOverride()
    .parse(args, { from: "user" })
    .opts<Options>();
}

function explain({ stack, config, from, to, protocol, port }: Options): Step[] {
  const file = stackFileIn(config, stack);
  if (file.config.kind !== "workload") {
    throw new ConfigurationError(file.path, [
      {
        key: "landing-zone:kind",
        given: file.config.kind,
        rule: "only a workload has such a network",
        remedy: "name a workload's stack with --stack",
      },
    ]);
  }
  try {
    return followConnection(topologyOf(file.config), from, to, protocol, port);
  } catch (error) {
    throw error instanceof UnknownEnd ? new UsageError(error.message) : error;
  }
}

function table({ from, to, protocol, port }: Options, steps: readonly Step[], works: boolean): string {
  const width = Math.max(...steps.map(({ control }) => control.length));
  return [
    `${from.address} to ${to.address}, ${protocol} port ${port}`,
    ...steps.map(
      ({ control, allowed, by }) => `  ${allowed ? "pass" : "STOP"}  ${control.padEnd(width)}  ${by}`,
    ),
    works ? "The connection works." : "The connection is stopped.",
  ].join("\n");
}

function parseEnd(text: string): End {
  const at = text.lastIndexOf("@");
  const address = text.slice(at + 1);
  const group = at < 0 ? undefined : text.slice(0, at);
  if (!isIPv4(address)) throw new InvalidArgumentError(`${address} is no IPv4 address.`);
  if (group === undefined) return { address };
  if (!isGroup(group))
    throw new InvalidArgumentError(`There is no group ${group}, only ${groupPurposes.join(", ")}.`);
  return { address, group };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535)
    throw new InvalidArgumentError("A port is 1 to 65535.");
  return port;
}
