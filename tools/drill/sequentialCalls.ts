import { GetExecutionHistoryCommand, type HistoryEvent } from "@aws-sdk/client-sfn";
import type { AccountClients } from "./account";

/** The whole history of an execution. */
export async function historyOf(
  { sfn }: AccountClients,
  executionArn: string,
): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, ...(nextToken && { nextToken }) }),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

const beginnings: Readonly<Record<string, string>> = {
  ParallelStateStarted: "ParallelStateSucceeded",
  MapStateStarted: "MapStateSucceeded",
};

const endings = new Set(Object.values(beginnings));

/**
 * Calls that an execution made one after the other until an event: of branches that ran at the same time, those of the longest.
 *
 * @param isLast The event to count up to, itself included. @default the end of the execution
 */
export function sequentialCalls(
  history: readonly HistoryEvent[],
  isLast: (event: HistoryEvent) => boolean = () => false,
): number {
  const depths = new Map<number, number>();
  /** The longest way that was gone since each parallel state that is open. */
  let longest = 0;
  const events = [...history].sort((one, other) => (one.id ?? 0) - (other.id ?? 0));
  const open: { readonly id: number; readonly type: string }[] = [];
  for (const event of events) {
    const id = event.id ?? 0;
    const type = event.type ?? "";
    const ending = beginnings[type];
    if (ending !== undefined) open.push({ id, type: ending });
    let depth = depths.get(event.previousEventId ?? 0) ?? 0;
    if (endings.has(type)) depth = Math.max(depth, deepestSince(open, type, depths, events));
    if (type === "TaskScheduled") depth += 1;
    depths.set(id, depth);
    longest = Math.max(longest, depth);
    if (isLast(event)) return depth;
  }
  return longest;
}

/** The deepest event since the last parallel state of a type that is open. */
function deepestSince(
  open: { readonly id: number; readonly type: string }[],
  type: string,
  depths: ReadonlyMap<number, number>,
  events: readonly HistoryEvent[],
): number {
  const index = open.findLastIndex((each) => each.type === type);
  const begun = open[index];
  if (begun === undefined) return 0;
  open.splice(index, 1);
  const parents = new Map(events.map(({ id, previousEventId }) => [id ?? 0, previousEventId ?? 0]));
  const descends = (id: number): boolean => {
    let at = id;
    while (at > begun.id) at = parents.get(at) ?? 0;
    return at === begun.id;
  };
  return Math.max(0, ...[...depths].filter(([id]) => descends(id)).map(([, depth]) => depth));
}

/** Whether an event is the end of what contains an instance. */
export function isContained({ type, stateExitedEventDetails }: HistoryEvent): boolean {
  return type === "ParallelStateExited" && stateExitedEventDetails?.name === "Contain";
}

/** Whether an event starts another machine. */
export function startsMachine(machineArn: string): (event: HistoryEvent) => boolean {
  return ({ type, taskScheduledEventDetails }) =>
    type === "TaskScheduled" && (taskScheduledEventDetails?.parameters ?? "").includes(machineArn);
}
