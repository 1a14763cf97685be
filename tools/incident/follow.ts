import { setTimeout as sleep } from "node:timers/promises";
import type { SFNClient } from "@aws-sdk/client-sfn";
import { Watcher } from "./execution";
import { outcomeOf, type Outcome } from "./outcome";
import type { ProgressView } from "./progressView";

export interface FollowOptions {
  readonly view: ProgressView;
  /** Gives up watching after this many seconds; the machines go on. */
  readonly timeoutSeconds: number;
  /** Whether to go on watching while somebody must approve. */
  readonly throughApproval: boolean;
  /** Milliseconds between two looks. @default 1000 */
  readonly intervalMs?: number;
  /** Stops watching. */
  readonly signal?: AbortSignal;
}

/** Watches an execution until it and all that it started have ended, or there is a reason to stop watching. */
export async function follow(client: SFNClient, arn: string, options: FollowOptions): Promise<Outcome> {
  const { view, timeoutSeconds, throughApproval, intervalMs = 1000, signal } = options;
  const watcher = new Watcher(client);
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const seen = await watcher.look(arn);
    view.show(seen, Date.now());
    const outcome = outcomeOf(seen);
    const waits = outcome.waitingForApproval && !throughApproval;
    if (outcome.status !== "RUNNING" || waits || Date.now() >= deadline || signal?.aborted) {
      view.end();
      return outcome;
    }
    await sleep(intervalMs, undefined, signal && { signal }).catch(() => undefined);
  }
}
