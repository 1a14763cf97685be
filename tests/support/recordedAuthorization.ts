import type { RecordedCall } from "../../tools/drill/control";
import { region, type Knowledge, type Mapping } from "./authorization/asked";
import { disks } from "./authorization/disks";
import { identities } from "./authorization/identities";
import { instances } from "./authorization/instances";
import { storage } from "./authorization/storage";
import type { Call } from "./iamEvaluation";

/** One permission that a role needs. */
export interface Need {
  /** ARN of the role. */
  readonly role: string;
  readonly call: Call;
}

/** IAM's prefixes where they differ from the names of the SDK integrations. */
const prefixes: Readonly<Record<string, string>> = {
  elasticloadbalancingv2: "elasticloadbalancing",
  resourcegroupstaggingapi: "tag",
};

const mappings: Readonly<Record<string, Mapping>> = { ...disks, ...instances, ...identities, ...storage };

/**
 * What IAM asks of the roles for a call of a state machine: the action, its resources and its condition keys, for every
 * resource that the call names or makes, and for what AWS's services do with keys in the caller's name.
 * Sources: Service Authorization Reference (resource types, condition keys, dependent actions); "Required permissions for
 * Amazon S3 API operations", Amazon S3 user guide; "Amazon EBS encryption", Amazon EBS user guide.
 */
export function needsOf(call: RecordedCall, known: Knowledge): readonly Need[] {
  const role = call.role ?? "";
  const account = call.account ?? "";
  const asked = { account, region, operation: call.operation, parameters: call.parameters ?? {}, known };
  const name = `${call.service}:${call.operation}`;
  const made = mappings[name] ?? (reads.test(call.operation) ? onAnything(call.service) : undefined);
  if (made === undefined) throw new Error(`nothing says what ${name} needs`);
  const common = { "aws:RequestedRegion": region, "aws:PrincipalAccount": account, "aws:PrincipalArn": role };
  const needs = made(asked).map(([action, resource, context]): Need => ({
    role,
    call: { action, resource, context: { ...common, ...context } },
  }));
  return [...taken(call), ...needs];
}

const reads = /^(Describe|Get|List|Lookup)/;

/** A role of a workload account is taken by that of the machine. */
function taken({ role, machine, execution }: RecordedCall): readonly Need[] {
  const owner = execution?.split(":")[4] ?? "";
  const machineRole = `arn:aws:iam::${owner}:role/${machine ?? ""}`;
  if (role === null || role === machineRole) return [];
  const context = { "aws:PrincipalAccount": owner, "aws:PrincipalArn": machineRole };
  return [{ role: machineRole, call: { action: "sts:AssumeRole", resource: role, context } }];
}

function onAnything(service: string): Mapping {
  return ({ operation }) => [[`${prefixes[service] ?? service}:${operation}`, "*"]];
}
