import { Interrupted } from "./failure";

/** What one more request to stop does. */
export type Urgency = "finish what is in flight" | "stop now" | "kill";

const escalation: readonly Urgency[] = ["finish what is in flight", "stop now", "kill"];

/**
 * npm passes a signal on that the terminal has already sent to every process of the group: one key press arrives twice.
 */
const samePressMs = 400;

/** The user's wish to stop: SIGINT (Ctrl-C), SIGTERM, or the terminal gone. Each further one is more urgent. */
export class Interrupts {
  private readonly stopping = new AbortController();
  private count = 0;
  private last = -Infinity;
  private readonly listener = () => {
    this.request();
  };

  /**
   * @param onPress Told of every request to stop, once for each key press.
   * @param now Clock in milliseconds.
   */
  public constructor(
    private readonly onPress: (urgency: Urgency) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Listens to the process' signals until {@link ignore}. */
  public listen(): void {
    for (const signal of signals) process.on(signal, this.listener);
  }

  public ignore(): void {
    for (const signal of signals) process.off(signal, this.listener);
  }

  /** Whether the user has asked to stop. */
  public get requested(): boolean {
    return this.count > 0;
  }

  /** Aborted at the first request to stop, with {@link Interrupted} as the reason. */
  public get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Asks to stop, as a signal does. */
  public request(): void {
    const at = this.now();
    const again = at - this.last < samePressMs;
    this.last = at;
    if (again) return;
    this.count += 1;
    this.stopping.abort(new Interrupted());
    this.onPress(escalation[Math.min(this.count, escalation.length) - 1] ?? "kill");
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
