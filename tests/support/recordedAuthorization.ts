import type { RecordedCall } from "../../tools/drill/control";
import { region, type Knowledge } from "./authorization/asked";
import { permissionsOf } from "./authorization/permissions";
import type { Call } from "./iamEvaluation";

/** One permission that a role needs. */
export interface Need {
  /** ARN of the role. */
  readonly role: string;
  readonly call: Call;
}

/** What IAM asks of the role of the caller, and of that of the machine that takes the role. */
export function needsOf(call: RecordedCall, known: Knowledge): readonly Need[] {
  const role = call.role ?? "";
  const account = call.account ?? "";
  const asked = { account, region, operation: call.operation, parameters: call.parameters ?? {}, known };
  const common = { "aws:RequestedRegion": region, "aws:PrincipalAccount": account, "aws:PrincipalArn": role };
  const needs = permissionsOf(call.service, asked).map(([action, resource, context]): Need => ({
    role,
    call: { action, resource, context: { ...common, ...context } },
  }));
  return [...taken(call), ...needs];
}

/** A role of a workload account is taken by that of the machine. */
function taken({ role, machine, execution }: RecordedCall): readonly Need[] {
  const owner = execution?.split(":")[4] ?? "";
  const machineRole = `arn:aws:iam::${owner}:role/${machine ?? ""}`;
  if (role === null || role === machineRole) return [];
  const context = { "aws:PrincipalAccount": owner, "aws:PrincipalArn": machineRole };
  return [{ role: machineRole, call: { action: "sts:AssumeRole", resource: role, context } }];
}
