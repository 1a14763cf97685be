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
 * Lets the state machines of a role take it, each with its own role and its own external id, and nobody else.
 *
 * The forensics account is the principal and the condition names the role, because AWS turns a role that is the principal
 * into its unique id: a role made anew would be a stranger, and one that does not exist yet is refused.
 *
 * Step Functions gives the state machine's ARN as the external id, so a machine that somebody else gives the role is not
 * let in. Source: "Accessing resources in other AWS accounts in Step Functions", AWS Step Functions developer guide.
 */
export function trustMachines(responders: Responders, role: WorkloadRole): Statement[] {
  return takers[role].map((machine) => trustMachine(responders, machine));
}

function trustMachine(responders: Responders, machine: MachineName): Statement {
  const { accountId, region, organizationId } = responders;
  const forensics: Account = { id: accountId, region };
  return {
    Sid: `Trust${machine.charAt(0).toUpperCase()}${machine.slice(1)}`,
    Effect: "Allow",
    Principal: { AWS: iamArn(accountId, region, "root") },
    Action: "sts:AssumeRole",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": machineRoleArn(responders, machine) },
      StringEquals: {
        "sts:ExternalId": machineArnIn(forensics, machine),
        ...(organizationId !== undefined && { "aws:PrincipalOrgID": organizationId }),
      },
    },
  };
}

function machineArnIn({ id, region }: Account, machine: MachineName): string {
  return `arn:${partitionOf(region)}:states:${region}:${id}:stateMachine:${machineNames[machine]}`;
}
