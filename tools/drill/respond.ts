import { QueryCommand } from "@aws-sdk/client-dynamodb";
import type { DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { casesTableName } from "../../components/response/names";
import { approve, awaitedToken } from "./approval";
import { allEnded, arrival, begin, ended, executionsOf } from "./executions";
import { sendFinding } from "./finding";
import type { DrillPlace } from "./place";
import { readState, type InstanceState } from "./state";
import type { Workload } from "./plant";

/** Milliseconds that a case may take from the finding to its end. */
const limitMs = 300_000;

/** How an incident went. */
export interface Incident {
  readonly caseId: string;
  readonly execution: DescribeExecutionCommandOutput;
  /** Whether somebody had to approve. */
  readonly approved: boolean;
  /** The instance as soon as it was contained, while evidence was still taken. */
  readonly contained: InstanceState;
  /** Milliseconds since 1970. */
  readonly times: {
    readonly finding: number;
    readonly started: number;
    readonly contained: number;
    readonly ended: number;
  };
}

/** Sends the finding and waits for what comes of it. */
export async function causeIncident(place: DrillPlace, workload: Workload): Promise<Incident> {
  const { forensics, findingType } = place;
  const respondArn = place.machineArn("respond");
  const known = new Set(await executionsOf(forensics, respondArn));
  const finding = Date.now();
  await sendFinding(place.workload, workload.victim, findingType);
  const executionArn = await arrival("a response to the finding", async () =>
    (await executionsOf(forensics, respondArn)).find((arn) => !known.has(arn)),
  );
  const started = Date.now();
  const caseId = await arrival("a case", () => openCase(place, workload.victim));
  const ending = ended(forensics, executionArn, limitMs);
  // A failure is told when the drill waits for it, not before.
  ending.catch(() => undefined);
  const outcome = await arrival(
    "containment",
    async () => {
      const token = await awaitedToken(forensics, caseId);
      if (token !== undefined) {
        await approve(forensics, token).catch(() => undefined);
        return { approved: true } as const;
      }
      const state = await readState(place.workload, workload);
      return isIsolated(place, state) ? ({ approved: false, state } as const) : undefined;
    },
    limitMs,
  );
  const contained = outcome.approved ? await isolation(place, workload) : outcome.state;
  const containedAt = Date.now();
  const execution = await ending;
  await allEnded(forensics, place.machineArn("record"), limitMs);
  return {
    caseId,
    execution,
    approved: outcome.approved,
    contained,
    times: { finding, started, contained: containedAt, ended: Date.now() },
  };
}

function isolation(place: DrillPlace, workload: Workload): Promise<InstanceState> {
  return arrival(
    "containment",
    async () => {
      const state = await readState(place.workload, workload);
      return isIsolated(place, state) ? state : undefined;
    },
    limitMs,
  );
}

/** Whether the last of what a containment does has been done. */
export function isIsolated({ isolationGroupIds }: DrillPlace, state: InstanceState): boolean {
  return (
    state.groups.every((groups) => groups.length === 1 && isolationGroupIds.includes(groups[0] ?? "")) &&
    !state.isTarget &&
    !state.isBehindClassic &&
    state.autoScalingGroups.length === 0 &&
    state.publicAddresses.length === 0 &&
    state.denied.length > 0 &&
    state.terminationProtection
  );
}

async function openCase(
  { forensics, workload }: DrillPlace,
  instanceId: string,
): Promise<string | undefined> {
  const { Items } = await forensics.dynamoDb.send(
    new QueryCommand({
      TableName: casesTableName,
      KeyConditionExpression: "pk = :instance AND sk = :open",
      ExpressionAttributeValues: {
        ":instance": { S: `instance#${workload.id}#${workload.region}#${instanceId}` },
        ":open": { S: "open" },
      },
      ConsistentRead: true,
    }),
  );
  return Items?.[0]?.["caseId"]?.S;
}

const released = z.object({ released: z.boolean() });

/** Releases an instance, approved, and waits for the end. */
export async function releaseInstance(
  { forensics, workload, machineArn }: DrillPlace,
  caseId: string,
  instanceId: string,
): Promise<{ readonly execution: DescribeExecutionCommandOutput; readonly released: boolean }> {
  const executionArn = await begin(forensics, machineArn("release"), {
    caseId,
    account: workload.id,
    region: workload.region,
    instanceId,
    parts: ["all"],
    requestedBy: "drill",
    reason: "the drill is over",
  });
  const ending = ended(forensics, executionArn, limitMs);
  ending.catch(() => undefined);
  const token = await arrival("a question for approval", () => awaitedToken(forensics, caseId, executionArn));
  await approve(forensics, token);
  const execution = await ending;
  const output: unknown = JSON.parse(execution.output ?? "{}");
  return { execution, released: released.safeParse(output).data?.released ?? false };
}
