import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackFile } from "../../config/load";
import {
  packConfiguration,
  type PackConfiguration,
  type StackFacts,
} from "../../policypacks/landing-zone/configuration";
import { loadExceptions, type StackException } from "../../policypacks/landing-zone/exceptionsFile";
import type { StateFolder } from "./state";

/** The policies that a stack must keep. */
export interface StackPolicies {
  /** Folder of the policy pack. */
  readonly pack: string;
  /** File with the pack's configuration for the stack. */
  readonly config: string;
}

/** Folder of the pack that every stack is judged by. */
export const policyPack = join(__dirname, "..", "..", "policypacks", "landing-zone");

/**
 * Writes down what the policy pack must know about a stack.
 *
 * @param exceptions Those of all stacks.
 */
export function policiesFor(
  state: StateFolder,
  file: StackFile,
  exceptions: readonly StackException[],
): StackPolicies {
  return writePolicies(state, file.name, policyConfiguration(file, exceptions));
}

/** Writes the pack's configuration where the engine can read it. */
export function writePolicies(
  state: StateFolder,
  stack: string,
  configuration: PackConfiguration,
): StackPolicies {
  const config = join(state.work, `policies.${stack}.json`);
  writeFileSync(config, JSON.stringify(configuration), { mode: 0o600 });
  return { pack: policyPack, config };
}

/**
 * The policy pack's configuration for a stack, from the stack's own.
 *
 * @param exceptions Those of all stacks. @default those in policypacks/exceptions.yaml
 * @throws ExceptionsError when the file of exceptions is wrong.
 */
export function policyConfiguration(file: StackFile, exceptions = loadExceptions()): PackConfiguration {
  return packConfiguration(factsOf(file), exceptions);
}

function factsOf({ name, config }: StackFile): StackFacts {
  const facts = { stack: name, stackKind: config.kind, account: config.account };
  switch (config.kind) {
    case "workload":
      return { ...facts, trustedAccounts: [config.forensics.account] };
    case "forensics":
      return {
        ...facts,
        trustedAccounts: config.workloadAccounts,
        evidenceRetentionDays: config.evidence.retentionDays,
      };
  }
}
