import type { StackValidationPolicy } from "@pulumi/policy";
import { exceptionsPolicy, formatReport } from "./exceptionReport";
import type { Run } from "./run";
import { report } from "./report";

/** Lists the stack's exceptions on every run. One whose last day has passed fails the run. */
export function exceptionsPolicyOf(run: Run): StackValidationPolicy {
  return {
    name: exceptionsPolicy,
    description: "Every exception has an owner, is needed and has not expired.",
    enforcementLevel: "advisory",
    severity: "medium",
    remediationSteps: "Remove exceptions that are no longer needed from policypacks/exceptions.yaml.",
    validateStack: (_, reportViolation) => {
      for (const standing of run.exceptions) {
        const message = formatReport(standing);
        switch (standing.status) {
          case "used":
            for (const { urn } of standing.uses) report(reportViolation, { message, urn });
            break;
          case "expired":
            report(reportViolation, { message, enforcementLevel: "mandatory" });
            break;
          case "unused":
            report(reportViolation, { message });
            break;
        }
      }
    },
  };
}
