import { DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { StateMachine } from "../components/response/asl/states";
import { casesTableName, conversionPurpose, machineNames } from "../components/response/names";
import { createLab, createMachine, type Lab } from "../tests/emulator/incidentLab";
import { labPlace } from "../tests/emulator/incidentMachines";
import { controlOf, type Control, type RecordedCall } from "../tools/drill/control";
import { allEnded, arrival, begin, ended, executionsOf } from "../tools/drill/executions";
import type { DrillPlace } from "../tools/drill/place";
import { plantWorkload } from "../tools/drill/plant";
import { present } from "../tools/drill/present";
import { historyOf, isContained, sequentialCalls, startsMachine } from "../tools/drill/sequentialCalls";
import { startEmulator } from "../tools/emulator";
import { copiedState, isolatedState, orchestrator, orchestratorRole } from "./incidentOrchestrator";
import type { Line } from "./measure";

/**
 * Of so many at most evidence is taken, and the case is followed to its end. Evidence makes some 500 calls for each instance, and
 * the emulator answers about 90 in a second (measured on 2 cores), so that for many instances its speed would be measured.
 */
const mostWithEvidence = 1;

/** How long anything may take, in milliseconds. */
const limitMs = 3_600_000;

/** Milliseconds between questions whether something has happened: seldom, for they cost the emulator time. */
const pauseMs = 2000;

interface Figures {
  /** Seconds from the finding to the last instance contained. */
  readonly contained: number;
  /** Seconds to the last disk in the forensics account; absent without evidence. */
  readonly copied?: number;
  /** Seconds to the end of everything; absent without evidence. */
  readonly closed?: number;
  /** Calls one after the other until one instance is contained. */
  readonly calls: number;
}

/**
 * Incident response beside the step order of the orchestrator that AWS has published.
 *
 * @param sizes How many instances an incident is about, 1 to 100.
 */
export async function benchIncident(sizes: readonly number[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const size of sizes) {
    const ours = await onEmulator((lab, endpoint) => respond(lab, endpoint, size));
    const theirs = await onEmulator((lab, endpoint) => orchestrate(lab, endpoint, size));
    lines.push(...compared(size, ours, theirs));
  }
  return lines;
}

function compared(size: number, ours: Figures, theirs: Figures): Line[] {
  const of = size === 1 ? "1 instance" : `${size} instances at once`;
  const line = (what: string, our: number, their: number, unit: string): Line => ({
    what: `${what}, ${of}, beside the published orchestrator`,
    measured: `${our.toFixed(unit === "" ? 0 : 1)}${unit} : ${their.toFixed(unit === "" ? 0 : 1)}${unit} = ${(our / their).toFixed(2)}`,
  });
  return [
    line("calls in sequence to contained", ours.calls, theirs.calls, ""),
    line("finding to contained", ours.contained, theirs.contained, " s"),
    ...(ours.copied !== undefined && theirs.copied !== undefined
      ? [line("finding to disks in forensics", ours.copied, theirs.copied, " s")]
      : []),
    ...(ours.closed !== undefined && theirs.closed !== undefined
      ? [line("finding to case written", ours.closed, theirs.closed, " s")]
      : []),
  ];
}

async function onEmulator(work: (lab: Lab, endpoint: string) => Promise<Figures>): Promise<Figures> {
  const emulator = await startEmulator();
  try {
    return await work(await createLab(emulator.endpoint), emulator.endpoint);
  } finally {
    await emulator.stop();
  }
}

async function respond(lab: Lab, endpoint: string, size: number): Promise<Figures> {
  const place = await labPlace(lab);
  const { instances } = await plantWorkload(lab.workload, lab.place, "bench", size);
  const withEvidence = size <= mostWithEvidence;
  const control = controlOf(endpoint);
  await control.forgetCalls();
  const start = Date.now() / 1000;
  const request = {
    account: lab.workload.id,
    region: lab.workload.region,
    instanceIds: instances,
    caseId: "new",
    reason: "bench",
    requestedBy: "bench",
    mode: "contain",
    triggeredAt: new Date().toISOString(),
    findingId: "",
    autoScaling: "detach",
    sessions: "role",
    acquire: withEvidence,
  };
  const execution = await begin(lab.forensics, place.machineArn("respond"), { request });
  await ended(lab.forensics, execution, limitMs, pauseMs);
  if (withEvidence) await allEnded(lab.forensics, place.machineArn("record"), limitMs);
  const closed = Date.now() / 1000 - start;
  const calls = await control.calls();
  const contains = await executionsOf(lab.forensics, place.machineArn("contain"));
  const histories = await Promise.all(contains.map((arn) => historyOf(lab.forensics, arn)));
  const ends = histories.map((history) => timeOf(history.find(isContained)));
  const copied = lastOf(
    calls,
    ({ machine, operation }) => machine === machineNames.transfer && operation === "LockSnapshot",
  );
  return {
    contained: Math.max(...ends) - start,
    ...(copied !== undefined && { copied: copied - start }),
    ...(withEvidence && { closed }),
    calls:
      (await callsBefore(lab, execution, place)) +
      sequentialCalls(present(histories[0], "history"), isContained),
  };
}

async function callsBefore(lab: Lab, respondExecution: string, place: DrillPlace): Promise<number> {
  const history = await historyOf(lab.forensics, respondExecution);
  return sequentialCalls(history, startsMachine(place.machineArn("contain"))) - 1;
}

async function orchestrate(lab: Lab, endpoint: string, size: number): Promise<Figures> {
  const { forensics, workload, settings } = lab;
  const machine = await createMachine(lab, "investigate", await definition(lab));
  const { instances } = await plantWorkload(workload, lab.place, "bench", size);
  const control = controlOf(endpoint);
  await control.forgetCalls();
  const start = Date.now() / 1000;
  const executions = await Promise.all(
    instances.map((instanceId) => begin(forensics, machine, { instanceId, account: settings.account })),
  );
  const withEvidence = size <= mostWithEvidence;
  if (withEvidence) {
    const outcomes = await Promise.all(executions.map((arn) => ended(forensics, arn, limitMs, pauseMs)));
    const failed = outcomes.find(({ status }) => status !== "SUCCEEDED");
    if (failed !== undefined) throw new Error(`the re-enactment failed: ${failed.error} ${failed.cause}`);
  } else {
    await arrival("isolation", () => isolated(control, size), limitMs, pauseMs);
  }
  const closed = Date.now() / 1000 - start;
  const histories = await Promise.all(executions.map((arn) => historyOf(forensics, arn)));
  const exits = (name: string) =>
    histories.map((history) =>
      timeOf(history.findLast((event) => event.stateExitedEventDetails?.name === name)),
    );
  return {
    contained: Math.max(...exits(isolatedState)) - start,
    ...(withEvidence && { copied: Math.max(...exits(`${copiedState}: complete?`)) - start, closed }),
    calls: sequentialCalls(
      present(histories[0], "history"),
      (event) => event.type === "TaskStateExited" && event.stateExitedEventDetails?.name === isolatedState,
    ),
  };
}

/** Whether so many instances are isolated. A second after the call, its state has been left. */
async function isolated(control: Control, size: number): Promise<true | undefined> {
  const since = Date.now() / 1000 - 1;
  const calls = await control.calls();
  const made = calls.filter(({ state, time }) => state === isolatedState && time < since);
  return made.length === size ? true : undefined;
}

async function definition({
  workload,
  forensics,
  settings,
  place,
  isolationGroupId,
}: Lab): Promise<StateMachine> {
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { AWS: `arn:aws:iam::${forensics.id}:role/${machineNames.investigate}` },
      },
    ],
  };
  await workload.iam.send(
    new CreateRoleCommand({ RoleName: orchestratorRole, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const { SecurityGroups } = await workload.ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: "vpc-id", Values: [place.vpcId] },
        { Name: "tag:purpose", Values: [conversionPurpose] },
      ],
    }),
  );
  return orchestrator({
    account: workload.id,
    tableName: casesTableName,
    memoryDocumentArn: present(settings.memoryDocumentArn, "document"),
    evidenceKeyArn: settings.evidenceKeyArn,
    topicArn: settings.topicArn,
    forensicsAccount: forensics.id,
    isolationGroupId,
    conversionGroupId: present(SecurityGroups?.[0]?.GroupId, "conversion group"),
    bucketKey: "cases/bench/memory",
  }) as StateMachine;
}

function timeOf(event: HistoryEvent | undefined): number {
  return present(event?.timestamp, "event").getTime() / 1000;
}

function lastOf(
  calls: readonly RecordedCall[],
  matches: (call: RecordedCall) => boolean,
): number | undefined {
  return calls.findLast(matches)?.time;
}
