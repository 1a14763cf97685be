import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { configurationSchema } from "./configurationSchema";
import type { Facts } from "./facts";
import { report } from "./report";
import { stackOf } from "./resource";
import type { Run } from "./run";

/** Name of the policy that carries the pack's configuration, in a `--policy-pack-config` file too. */
export const configurationPolicyName = "pack-configuration";

/**
 * Takes the configuration over for all rules, so that it is written down once. The engine refuses to start the pack
 * without it. It also notices a configuration made for another stack, before anything of this one is touched.
 *
 * @param rules Names of all rules, which are what an exception may name.
 */
export function configurationPolicy(
  run: Run,
  rules: readonly string[],
): ResourceValidationPolicy & StackValidationPolicy {
  return {
    name: configurationPolicyName,
    description: "The pack is configured with the facts of the stack that it judges.",
    enforcementLevel: "mandatory",
    severity: "critical",
    remediationSteps: "Make the configuration of this stack with `npm run policy:config -- <stack>`.",
    configSchema: configurationSchema(rules),
    validateResource: (args, reportViolation) => {
      const facts = args.getConfig<Facts>();
      run.configure(facts);
      run.record(args);
      const stack = stackOf(args.urn);
      if (args.type === "pulumi:pulumi:Stack" && stack !== facts.stack) {
        report(reportViolation, { message: mismatch(facts.stack, stack) });
      }
    },
    validateStack: (args) => {
      run.configure(args.getConfig<Facts>());
    },
  };
}

function mismatch(configured: string, actual: string): string {
  return [
    `the policy pack is configured for the stack ${configured}, but this is ${actual}`,
    `Remedy: make its configuration with \`npm run --silent policy:config -- ${actual} > ${actual}.policy.json\``,
  ].join("\n");
}
