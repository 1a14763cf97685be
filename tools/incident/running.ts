import { DescribeExecutionCommand, paginateListExecutions, type SFNClient } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { machineNames } from "../../components/response/names";
import { subjectOf } from "./outcome";
import { workingMachines } from "./workingMachines";
import { machineArnOf, type ForensicsAccount } from "./forensicsAccount";

/** A machine that works on a case now. */
export interface Running {
  readonly arn: string;
  readonly machine: string;
  /** What it works on: an instance id, or `role <name>`, `user <name>`. */
  readonly subject?: string;
}

const input = z.object({ caseId: z.string() });

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
        const given: unknown = JSON.parse(described.input ?? "{}");
        if (input.safeParse(given).data?.caseId !== caseId) continue;
        const subject = subjectOf(given);
        found.push({ arn: executionArn, machine: machineNames[machine], ...(subject && { subject }) });
      }
    }
  }
  return found;
}
