import { z } from "zod";
import { machineNames } from "../../components/response/names";
import { flat, type ExecutionView } from "./execution";
import { workingMachines } from "./workingMachines";

/** What became of an instance or a principal. */
export interface SubjectOutcome {
  /** An instance id, or `role <name>`, `user <name>`. */
  readonly subject: string;
  /** Whether it was contained, or released: what the machine says once it has ended. */
  readonly contained?: boolean;
  readonly released?: boolean;
  /** From the trigger to containment. */
  readonly seconds?: number;
  readonly steps?: unknown;
  readonly verified?: unknown;
  /** By what evidence may still be lost. */
  readonly warnings?: unknown;
  /** Every machine that worked on it. */
  readonly machines: readonly {
    readonly machine: string;
    readonly status: string;
    readonly error?: string;
    readonly cause?: string;
    readonly seconds?: number;
  }[];
}

/** What became of a request. */
export interface Outcome {
  readonly caseId?: string;
  readonly execution: string;
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
  /** Somebody must approve first. */
  readonly waitingForApproval: boolean;
  readonly subjects: readonly SubjectOutcome[];
  readonly output?: unknown;
}

/** Reads off an execution what became of the request. */
export function outcomeOf(view: ExecutionView): Outcome {
  const all = flat(view);
  const caseId = all.map(caseOf).find((id) => id !== undefined);
  return {
    ...(caseId !== undefined && { caseId }),
    execution: view.arn,
    status: all.some(({ status }) => status === "RUNNING") ? "RUNNING" : view.status,
    ...(view.error !== undefined && { error: view.error }),
    ...(view.cause !== undefined && { cause: view.cause }),
    waitingForApproval: all.some(({ status, progress }) => status === "RUNNING" && progress.waitingForPerson),
    subjects: withResults(subjectsOf(all), view.output),
    ...(view.output !== undefined && { output: view.output }),
  };
}

function caseOf(view: ExecutionView): string | undefined {
  return z.object({ caseId: z.string() }).safeParse(view.input).data?.caseId ?? view.progress.caseId;
}

/**
 * The exit code: 0 when everything was done, 1 when something failed or is incomplete, 3 when it still goes on or waits for
 * approval.
 */
export function exitCodeFor(outcome: Outcome): number {
  if (outcome.status === "RUNNING") return 3;
  const failed =
    outcome.status !== "SUCCEEDED" ||
    outcome.subjects.some(
      ({ contained, released, machines }) =>
        contained === false ||
        released === false ||
        lastRuns(machines).some((status) => status !== "SUCCEEDED"),
    );
  return failed ? 1 : 0;
}

/** How the last run of each machine ended: a containment that fails as a whole is repeated. */
function lastRuns(machines: SubjectOutcome["machines"]): readonly string[] {
  return [...new Map(machines.map(({ machine, status }) => [machine, status])).values()];
}

const input = z.object({
  instanceId: z.string().optional(),
  principal: z.union([z.object({ kind: z.string(), name: z.string() }), z.string()]).optional(),
});

const output = z.object({
  contained: z.boolean().optional(),
  released: z.boolean().optional(),
  seconds: z.number().nullish(),
  steps: z.unknown().optional(),
  verified: z.unknown().optional(),
  warnings: z.unknown().optional(),
});

const workingNames: ReadonlySet<string> = new Set(workingMachines.map((name) => machineNames[name]));
const decidingNames: ReadonlySet<string> = new Set([
  machineNames.contain,
  machineNames.containPrincipal,
  machineNames.release,
  machineNames.releasePrincipal,
]);

function subjectsOf(views: readonly ExecutionView[]): readonly SubjectOutcome[] {
  const found = new Map<string, SubjectOutcome>();
  for (const view of views.filter(({ machine }) => workingNames.has(machine))) {
    const subject = subjectOf(view.input);
    if (subject === undefined) continue;
    const before = found.get(subject) ?? { subject, machines: [] };
    const deciding = decidingNames.has(view.machine) ? output.safeParse(view.output) : undefined;
    const { contained, released, seconds, steps, verified, warnings } = deciding?.data ?? {};
    found.set(subject, {
      ...before,
      ...(contained !== undefined && { contained }),
      ...(released !== undefined && { released }),
      ...(typeof seconds === "number" && { seconds }),
      ...(steps !== undefined && { steps }),
      ...(verified !== undefined && { verified }),
      ...(warnings !== undefined && { warnings }),
      machines: [...before.machines, machineOutcome(view)],
    });
  }
  return [...found.values()];
}

const results = z.object({
  results: z.array(
    z.object({
      subject: z.string(),
      contained: z.boolean(),
      seconds: z.number().nullish(),
    }),
  ),
});

/** What was contained already, or is protected, has no machine that works on it: the response alone tells it. */
function withResults(subjects: readonly SubjectOutcome[], output: unknown): readonly SubjectOutcome[] {
  const told = results.safeParse(output).data?.results ?? [];
  const others = told.flatMap(({ subject, contained, seconds }) => {
    const name = subject.replace(":", " ");
    if (subjects.some((each) => each.subject === name)) return [];
    return [{ subject: name, contained, ...(typeof seconds === "number" && { seconds }), machines: [] }];
  });
  return [...subjects, ...others];
}

/** The instance or principal that an execution works on, by its input. */
export function subjectOf(given: unknown): string | undefined {
  const { data } = input.safeParse(given);
  if (data?.instanceId !== undefined && data.instanceId !== "") return data.instanceId;
  return typeof data?.principal === "object" ? `${data.principal.kind} ${data.principal.name}` : undefined;
}

function machineOutcome({
  machine,
  status,
  error,
  cause,
  began,
  ended,
}: ExecutionView): SubjectOutcome["machines"][number] {
  return {
    machine,
    status,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(ended !== undefined && { seconds: Math.round((ended - began) / 100) / 10 }),
  };
}
