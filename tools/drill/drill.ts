import type { Check } from "./check";
import { checkCapacity, checkContainment, checkEvidence, checkRelease, checkTags } from "./checks";
import type { Piece } from "./evidence";
import { executionsOf } from "./executions";
import { plantWorkload } from "./plant";
import type { DrillPlace } from "./place";
import { causeIncident, releaseInstance, type Incident } from "./respond";
import { present } from "./present";
import { historyOf, isContained, sequentialCalls, startsMachine } from "./sequentialCalls";
import { readState } from "./state";

/** A moment of the time line. */
export interface Moment {
  /** Seconds since the finding. */
  readonly seconds: number;
  readonly what: string;
}

/** What a drill found. */
export interface DrillResult {
  readonly contained: {
    /** From the finding until the instance was seen contained. */
    readonly seconds: number;
    /** Calls of the machines on the longest way to it, one after the other. */
    readonly sequentialCalls: number;
  };
  readonly evidence: readonly Piece[];
  readonly checks: readonly Check[];
  /** From the finding until the case was released. */
  readonly seconds: number;
  readonly moments: readonly Moment[];
}

/**
 * Plants a workload, sends a finding, looks from outside at what is promised, releases, and looks again.
 *
 * @param onProgress Told of every moment as it comes.
 */
export async function runDrill(
  place: DrillPlace,
  onProgress: (line: string) => void = () => undefined,
  name = "drill",
): Promise<DrillResult> {
  const workload = await plantWorkload(place.workload, place.network, name);
  onProgress(
    `planted ${workload.groupName}: ${workload.instances.length} instances, ${workload.victim} is attacked`,
  );
  const before = await readState(place.workload, workload);

  const incident = await causeIncident(place, workload);
  const moments = momentsOf(incident);
  for (const { seconds, what } of moments) onProgress(`${seconds.toFixed(1)} s  ${what}`);
  const now = await readState(place.workload, workload);
  const found = await checkEvidence(place, incident);
  const contained = [
    outcome(incident),
    ...checkContainment(place, before, now),
    checkTags(incident.caseId, now),
    await checkCapacity(place, workload),
    ...found.checks,
  ];

  const { execution, released } = await releaseInstance(place, incident.caseId, workload.victim);
  const releasedAt = Date.now();
  onProgress(`${seconds(incident, releasedAt).toFixed(1)} s  released`);
  const restored = checkRelease(before, await readState(place.workload, workload));
  return {
    contained: {
      seconds: seconds(incident, incident.times.contained),
      sequentialCalls: await callsUntilContained(place, incident),
    },
    evidence: found.evidence,
    checks: [
      ...contained,
      {
        name: "the release succeeds",
        ok: released,
        saw: { status: execution.status, cause: execution.cause },
      },
      ...restored,
    ],
    seconds: seconds(incident, releasedAt),
    moments: [...moments, { seconds: seconds(incident, releasedAt), what: "released" }],
  };
}

function outcome({ execution }: Incident): Check {
  return {
    name: "the response ends as a success",
    ok: execution.status === "SUCCEEDED",
    saw: { status: execution.status, error: execution.error, cause: execution.cause },
  };
}

function seconds({ times }: Incident, moment: number): number {
  return (moment - times.finding) / 1000;
}

function momentsOf(incident: Incident): readonly Moment[] {
  const { started, contained, ended } = incident.times;
  const approval = incident.approved ? " after approval" : "";
  return [
    { seconds: 0, what: "finding" },
    { seconds: seconds(incident, started), what: `response started, case ${incident.caseId}` },
    { seconds: seconds(incident, contained), what: `contained${approval}` },
    { seconds: seconds(incident, ended), what: "evidence taken, case written" },
  ];
}

/** Calls one after the other: those of `respond` until it starts `contain`, and those of `contain` until the instance is contained. */
async function callsUntilContained(place: DrillPlace, { execution }: Incident): Promise<number> {
  const { forensics } = place;
  const containArn = place.machineArn("contain");
  const [latest] = await executionsOf(forensics, containArn);
  const [respond, contain] = await Promise.all(
    [execution.executionArn, latest].map((arn) => historyOf(forensics, present(arn, "execution"))),
  );
  const before = sequentialCalls(present(respond, "history"), startsMachine(containArn));
  return before - 1 + sequentialCalls(present(contain, "history"), isContained);
}
