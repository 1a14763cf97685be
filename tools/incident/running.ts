import { DescribeExecutionCommand, paginateListExecutions, type SFNClient } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { machineNames, type MachineName } from "../../components/response/names";
import { machineArnOf, type ForensicsAccount } from "./forensicsAccount";

/** A machine that works on a case now. */
export interface Running {
  readonly arn: string;
  readonly machine: string;
  /** The instance, where it works on one. */
  readonly instanceId?: string;
}

/** Machines that work on an instance or a principal. `record` runs many times and is told by what it is for. */
export const workingMachines: readonly MachineName[] = [
  "contain",
  "containPrincipal",
  "acquire",
  "transfer",
  "investigate",
  "release",
];

const input = z.object({ caseId: z.string(), instanceId: z.string().optional() });

/** Finds what works on a case now. */
export async function runningFor(
  client: SFNClient,
  forensics: ForensicsAccount,
  caseId: string,
): Promise<readonly Running[]> {
  const found: Running[] = [];
  for (const machine of workingMachines) {
    const stateMachineArn = machineArnOf(forensics, machine);
    const pages = paginateListExecutions({ client }, { stateMachineArn, statusFilter: "RUNNING" });
    for await (const { executions = [] } of pages) {
      for (const { executionArn = "" } of executions) {
        const described = await client.send(new DescribeExecutionCommand({ executionArn }));
        const { data } = input.safeParse(JSON.parse(described.input ?? "{}"));
        if (data?.caseId !== caseId) continue;
        const { instanceId } = data;
        found.push({ arn: executionArn, machine: machineNames[machine], ...(instanceId && { instanceId }) });
      }
    }
  }
  return found;
}
