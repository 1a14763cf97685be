import * as pulumi from "@pulumi/pulumi";
import { parseConfig } from "../config/load";
import type { ProgramOptions } from "./account";
import { forensicsStack } from "./forensics";
import { workloadStack } from "./workload";

/**
 * The whole program, for whichever stack is being run: reads the stack's configuration and builds what its kind says.
 *
 * @returns The stack's outputs.
 * @throws ConfigurationError with every problem of the configuration, before any resource is declared.
 */
export function landingZone(options: ProgramOptions = {}): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    resolve(build(options));
  });
}

/** Without outputs that this stack does not have: Pulumi warns of each. */
function build(options: ProgramOptions): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stack(options)).filter(([, output]) => output !== undefined));
}

function stack(options: ProgramOptions): Record<string, unknown> {
  const config = parseConfig(pulumi.runtime.allConfig(), `Pulumi.${pulumi.getStack()}.yaml`);
  switch (config.kind) {
    case "workload":
      return workloadStack(config, options);
    case "forensics":
      return forensicsStack(config, options);
  }
}
