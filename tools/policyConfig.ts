import { Command } from "commander";
import { dirname, join } from "node:path";
import { loadStackFile } from "../config/load";
import { ConfigurationError } from "../config/problems";
import { ExceptionsError } from "../policypacks/landing-zone/exceptionsFile";
import { policyConfiguration } from "./run/policies";

// `npm run --silent policy:config -- <stack>`: prints the policy pack's configuration for a stack, which the vendor's
// command line takes as `--policy-pack-config`. The commands of this repository make it themselves.

interface Options {
  readonly config: string;
}

function main(): void {
  const command = new Command("policy:config")
    .description("Prints the policy pack's configuration for a stack as JSON.")
    .argument("<stack>", "name of the stack; its configuration is Pulumi.<stack>.yaml")
    .option("--config <folder>", "folder of the stacks' YAML files", dirname(__dirname))
    .parse();
  const [stack = ""] = command.args;
  const { config } = command.opts<Options>();
  try {
    const file = loadStackFile(join(config, `Pulumi.${stack}.yaml`));
    process.stdout.write(`${JSON.stringify(policyConfiguration(file), undefined, 2)}\n`);
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof ExceptionsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

main();
