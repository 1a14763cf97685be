import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
  type ExecutionStatus,
  type HistoryEvent,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { progressOf, type Progress } from "./history";

/** A run of a state machine, and those that it started. */
export interface ExecutionView {
  readonly arn: string;
  /** Name of the state machine. */
  readonly machine: string;
  readonly status: ExecutionStatus;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** When it began and ended, in milliseconds since 1970. */
  readonly began: number;
  readonly ended?: number;
  readonly progress: Progress;
  readonly children: readonly ExecutionView[];
}

/**
 * Starts a state machine.
 *
 * @returns ARN of the execution.
 */
export async function startMachine(
  client: SFNClient,
  stateMachineArn: string,
  input: object,
): Promise<string> {
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  if (executionArn === undefined)
    throw new Error(`${stateMachineArn} was not started: AWS named no execution.`);
  return executionArn;
}

/** Watches executions. What has ended is not asked about again. */
export class Watcher {
  private readonly over = new Map<string, ExecutionView>();

  public constructor(private readonly client: SFNClient) {}

  /** How an execution is now, with all that it started. */
  public async look(arn: string): Promise<ExecutionView> {
    const known = this.over.get(arn);
    if (known) return known;
    const described = await this.client.send(new DescribeExecutionCommand({ executionArn: arn }));
    const progress = progressOf(await this.history(arn));
    const children: ExecutionView[] = [];
    for (const child of progress.started) children.push(await this.look(child));
    const view: ExecutionView = {
      arn,
      machine: arn.split(":")[6] ?? "",
      status: described.status ?? "RUNNING",
      input: json(described.input),
      ...(described.output !== undefined && { output: json(described.output) }),
      ...(described.error !== undefined && { error: described.error }),
      ...(described.cause !== undefined && { cause: described.cause }),
      began: described.startDate?.getTime() ?? 0,
      ...(described.stopDate && { ended: described.stopDate.getTime() }),
      progress,
      children,
    };
    if (view.status !== "RUNNING" && children.every(({ arn: child }) => this.over.has(child))) {
      this.over.set(arn, view);
    }
    return view;
  }

  private async history(executionArn: string): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetExecutionHistoryCommand({
          executionArn,
          includeExecutionData: true,
          maxResults: 1000,
          ...(nextToken !== undefined && { nextToken }),
        }),
      );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return events;
  }
}

/** An execution and all below it. */
export function flat(view: ExecutionView): readonly ExecutionView[] {
  return [view, ...view.children.flatMap(flat)];
}

function json(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
