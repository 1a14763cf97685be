import type { Progress } from "./progress";

/** How long nothing may happen after an error. Longer than any pause that was seen in an engine that goes on. */
const patienceMs = 3_000;

/**
 * Notices that an operation cannot come to its end.
 *
 * After an error in the program, such as one thrown inside `apply`, the SDK (3.248, `registerResource` in
 * `runtime/resource.js`) never settles the outputs of the resource that could not be declared. Whatever refers to them waits
 * for ever, and with it the program and the engine. A program in a process of its own ends there, since nothing keeps the
 * process alive; one in this process does not.
 */
export class Standstill {
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param progress What is known of the operation.
   * @param stop Called once an error was told, no step is in progress and nothing has happened for a while.
   */
  public constructor(
    private readonly progress: Progress,
    private readonly stop: () => void,
    private readonly patience = patienceMs,
  ) {}

  /** Takes note that something has happened. */
  public heard(): void {
    this.over();
    const { errors, inFlight } = this.progress;
    // The end of what is in flight will be heard, however long it takes.
    if (errors.length > 0 && inFlight.length === 0) this.timer = setTimeout(this.stop, this.patience);
  }

  /** The operation has ended. */
  public over(): void {
    clearTimeout(this.timer);
  }
}
