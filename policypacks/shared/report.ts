import type { EnforcementLevel, ReportViolation, Severity } from "@pulumi/policy";

/** A violation as the SDK takes it; whatever is left out is the policy's own. */
export interface Violation {
  readonly message: string;
  /** Resource of a stack rule's violation. @default the stack */
  readonly urn?: string;
  readonly enforcementLevel?: EnforcementLevel;
  readonly severity?: Severity;
}

/**
 * Reports a violation with a level of its own.
 *
 * The SDK takes such an object (`makeReportViolationFun` in `server.js` of `@pulumi/policy` 1.21), although the type of
 * the function only mentions a text. A text would be put below the policy's description, at the policy's level.
 */
export function report(reportViolation: ReportViolation, violation: Violation): void {
  (reportViolation as (violation: unknown) => void)(violation);
}
