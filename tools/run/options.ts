import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { targets, type Target } from "./state";

/** What a run is asked to do. */
export interface RunOptions {
  readonly action: "deploy" | "preview" | "destroy";
  readonly aws: Target;
  /** Folder with the stacks' files. */
  readonly config: string;
  /** Folder for everything a run writes. */
  readonly state: string;
  /** Port of the emulator; one that is free if absent. */
  readonly port?: number;
  /** One JSON object on standard output, everything else on standard error. */
  readonly json: boolean;
  /** Failures with their stack traces. */
  readonly verbose: boolean;
  /** Arguments with which another run means the same stacks, state and AWS. */
  readonly same: readonly string[];
}

interface Parsed {
  preview?: true;
  destroy?: true;
  json?: true;
  verbose?: true;
  aws: Target;
  config: string;
  state: string;
  port?: number;
}

/**
 * What a parsed command line asks for. Help and usage errors end the process, as commander does it.
 *
 * @param program The command line, parsed.
 */
export function optionsOf(program: Command): RunOptions {
  const parsed = program.opts<Parsed>();
  if (parsed.port !== undefined && parsed.aws !== "emulator") {
    program.error("error: --port goes with --aws emulator: the simulator takes a free port by itself");
  }
  return {
    action: parsed.destroy === true ? "destroy" : parsed.preview === true ? "preview" : "deploy",
    aws: parsed.aws,
    config: resolve(parsed.config),
    state: resolve(parsed.state),
    ...(parsed.port === undefined ? {} : { port: parsed.port }),
    json: parsed.json === true,
    verbose: parsed.verbose === true,
    same: (["aws", "config", "state", "port"] as const).flatMap((name) =>
      program.getOptionValueSource(name) === "cli" ? [`--${name} ${String(parsed[name])}`] : [],
    ),
  };
}

/**
 * The command line of `npm start -- …`.
 *
 * @param root The checkout, where the stacks' files and the state are by default.
 */
export function command(root: string): Command {
  return new Command("npm start --")
    .description(
      "Deploys every stack of the configuration folder, in the order of their dependencies, to a simulated or emulated " +
        "AWS on this machine, with the policies enforced. It never reaches a real AWS account.",
    )
    .addOption(new Option("--preview", "say what would change and stop there").conflicts("destroy"))
    .option("--destroy", "remove everything that was deployed, protected resources included")
    .addOption(
      new Option(
        "--aws <target>",
        "what to deploy to: a simulator in this process, or the AWS provider on an emulator",
      )
        .choices(targets)
        .default("simulator"),
    )
    .option("--config <folder>", "folder with the Pulumi.<stack>.yaml files", root)
    .option("--state <folder>", "folder for everything that a run writes", `${root}/.local`)
    .addOption(new Option("--port <number>", "port of the emulator (default: a free one)").argParser(port))
    .option("--json", "print one JSON object on standard output, everything else on standard error")
    .option("--verbose", "show failures with their stack traces")
    .allowExcessArguments(false)
    .addHelpText("after", "\nExit code: 0 if all succeeded, 130 if interrupted, otherwise 1.");
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65535) {
    throw new InvalidArgumentError("It must be a whole number from 1 to 65535.");
  }
  return number;
}
