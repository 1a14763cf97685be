import { iamArn, partitionOf, type Account } from "../account";
import type { Statement } from "../iam/document";
import { machineNames, takers, type MachineName, type WorkloadRole } from "./names";

/** Who responds, as a workload account knows it. */
export interface Responders {
  /** Id of the forensics account. */
  readonly accountId: string;
  /** Region of its state machines: the region that they respond in, since Step Functions calls no other. */
  readonly region: string;
  /** The organization that both accounts belong to, if there is one. */
  readonly organizationId?: string;
}

/** ARN of the role of a state machine. */
export function machineRoleArn({ accountId, region }: Responders, machine: MachineName): string {
  return iamArn(accountId, region, `role/${machineNames[machine]}`);
}

/**
 * Lets the state machines of a role take it, with their own roles and their own external ids, and nobody else.
 *
 * The forensics account is the principal and the condition names the roles, because AWS turns a role that is the principal
 * into its unique id: a role made anew would be a stranger, and one that does not exist yet is refused.
 *
 * Step Functions gives the state machine's ARN as the external id, so a machine that somebody else gives the role is not
 * let in. Source: "Accessing resources in other AWS accounts in Step Functions", AWS Step Functions developer guide.
 *
 * Machines that take the same roles share a statement: one with the role of another of them could do nothing that it cannot do
 * as itself. A statement for each would not fit: a trust policy has 2048 characters, unless AWS is asked for more.
 * Source: "IAM and AWS STS quotas", IAM user guide.
 */
export function trustMachines(responders: Responders, role: WorkloadRole): Statement[] {
  return alike(takers[role]).map((machines) => trustAlike(responders, machines));
}

type Machines = readonly [MachineName, ...MachineName[]];

/** Machines by the roles that they take. */
function alike(machines: readonly MachineName[]): Machines[] {
  const groups = new Map<string, Machines>();
  for (const machine of machines) {
    const key = rolesOf(machine).join();
    const before = groups.get(key);
    groups.set(key, before ? [...before, machine] : [machine]);
  }
  return [...groups.values()];
}

function rolesOf(machine: MachineName): WorkloadRole[] {
  return (Object.keys(takers) as WorkloadRole[]).filter((role) => takers[role].includes(machine));
}

function trustAlike(responders: Responders, machines: Machines): Statement {
  const { accountId, region, organizationId } = responders;
  const forensics: Account = { id: accountId, region };
  const [first] = machines;
  return {
    Sid: `Trust${first.charAt(0).toUpperCase()}${first.slice(1)}${machines.length > 1 ? "AndAlike" : ""}`,
    Effect: "Allow",
    Principal: { AWS: iamArn(accountId, region, "root") },
    Action: "sts:AssumeRole",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": machines.map((machine) => machineRoleArn(responders, machine)) },
      StringEquals: {
        "sts:ExternalId": machines.map((machine) => machineArnIn(forensics, machine)),
        ...(organizationId !== undefined && { "aws:PrincipalOrgID": organizationId }),
      },
    },
  };
}

function machineArnIn({ id, region }: Account, machine: MachineName): string {
  return `arn:${partitionOf(region)}:states:${region}:${id}:stateMachine:${machineNames[machine]}`;
}
