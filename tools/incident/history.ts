import type { HistoryEvent } from "@aws-sdk/client-sfn";

/** What a state machine's history says about where it is. */
export interface Progress {
  /** States that were entered and not left, in the order they were entered. */
  readonly current: readonly string[];
  /** States that were left. */
  readonly done: number;
  /** Executions that it started. */
  readonly started: readonly string[];
  /** Whether it waits for somebody to send a task's token back. */
  readonly waitingForPerson: boolean;
  /** The case, when the history names one. */
  readonly caseId?: string;
}

/** Reads a history. Events are those of AWS's GetExecutionHistory with data. */
export function progressOf(events: readonly HistoryEvent[]): Progress {
  const open = new Map<string, number>();
  const started: string[] = [];
  let done = 0;
  let caseId: string | undefined;
  for (const event of events) {
    const entered = event.stateEnteredEventDetails?.name;
    const left = event.stateExitedEventDetails?.name;
    if (entered !== undefined) open.set(entered, (open.get(entered) ?? 0) + 1);
    if (left !== undefined) {
      open.set(left, (open.get(left) ?? 0) - 1);
      done += 1;
    }
    const execution = startedBy(event);
    if (execution !== undefined) started.push(execution);
    caseId ??= caseIn(event);
  }
  return {
    current: [...open].filter(([, times]) => times > 0).map(([name]) => name),
    done,
    started,
    waitingForPerson: openTokens(events) > 0,
    ...(caseId !== undefined && { caseId }),
  };
}

/** A started machine is told when it is waited for, and otherwise in what starting it came to. */
function startedBy(event: HistoryEvent): string | undefined {
  const { taskSubmittedEventDetails: submitted, taskSucceededEventDetails: succeeded } = event;
  const told = submitted ?? (succeeded?.resource === "startExecution" ? succeeded : undefined);
  if (!told?.resource?.startsWith("startExecution")) return undefined;
  return /"ExecutionArn"\s*:\s*"(arn:[^"]+)"/i.exec(told.output ?? "")?.[1];
}

/** The pattern `.waitForTaskToken` stands at the end of a resource. */
function openTokens(events: readonly HistoryEvent[]): number {
  let open = 0;
  for (const event of events) {
    if (isToken(event.taskScheduledEventDetails?.resource)) open += 1;
    const ended =
      event.taskSucceededEventDetails ?? event.taskFailedEventDetails ?? event.taskTimedOutEventDetails;
    if (isToken(ended?.resource)) open -= 1;
  }
  return open;
}

function isToken(resource: string | undefined): boolean {
  return resource?.endsWith(".waitForTaskToken") ?? false;
}

/** JSON inside of JSON has its quotes escaped. */
const casePattern = /\\*"caseId\\*"\s*:\s*\\*"(case-[\w.-]+)\\*"/;

function caseIn(event: HistoryEvent): string | undefined {
  const texts = [
    event.executionStartedEventDetails?.input,
    event.stateEnteredEventDetails?.input,
    event.stateExitedEventDetails?.output,
    event.taskScheduledEventDetails?.parameters,
  ];
  for (const text of texts) {
    const found = casePattern.exec(text ?? "")?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
