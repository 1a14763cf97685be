import { configurationPolicyName } from "../shared/configurationPolicy";
import type { Exception, Facts } from "../shared/facts";
import type { StackException } from "./exceptionsFile";

/** The facts of a stack; what is left out has the pack's defaults. */
export type StackFacts = Pick<Facts, "stack" | "stackKind" | "account" | "trustedAccounts"> &
  Partial<Omit<Facts, "exceptions">>;

/** The content of a file for `--policy-pack-config`. */
export interface PackConfiguration {
  readonly [configurationPolicyName]: StackFacts & { readonly exceptions: readonly Exception[] };
}

/**
 * The pack's configuration for one stack, to be written as JSON into the file that `--policy-pack-config` names.
 *
 * @param facts What the rules must know about the stack.
 * @param exceptions Those of all stacks; only this stack's are taken.
 */
export function packConfiguration(
  facts: StackFacts,
  exceptions: readonly StackException[],
): PackConfiguration {
  const own = exceptions.filter(({ stack }) => stack === facts.stack).map(withoutStack);
  return { [configurationPolicyName]: { ...facts, exceptions: own } };
}

function withoutStack({
  rule,
  resource,
  finding,
  reason,
  owner,
  ticket,
  lastDay,
}: StackException): Exception {
  return { rule, resource, finding, reason, owner, ticket, lastDay };
}
