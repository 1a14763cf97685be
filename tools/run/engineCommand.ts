import type { ChildProcess } from "node:child_process";
import { execa } from "execa";
import type { SemVer } from "semver";
import { Interrupted } from "./failure";

/** What a finished `pulumi` process printed. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** A `pulumi` process that ended with another code than 0. */
export class CommandFailure extends Error {
  public override readonly name = "CommandFailure";

  public constructor(
    public readonly output: CommandOutput,
    command: string,
  ) {
    super(`pulumi ${command} ended with code ${output.code}\n${output.stdout}\n${output.stderr}`.trimEnd());
  }
}

/** Questions that the Automation API asks around every operation, and answers that it can do without. */
const answered: readonly (readonly [question: string, answer: string])[] = [
  ["stack select", ""], // Every command names its stack; only the user's selection would change.
  ["stack output", "{}"], // The event stream has the outputs.
  ["stack history", "[]"], // The event stream has the summary.
];

/**
 * Runs the engine for Pulumi's Automation API in place of its own `PulumiCommand`, because
 *
 * - the engine's environment is exactly what it is given: nothing of the user's AWS or Pulumi settings gets in;
 * - the engine is in a process group of its own, so that Ctrl-C in a terminal reaches it once, through
 *   {@link interrupt}. A second one makes it stop at once and forget what it was doing;
 * - four processes an update that only read the state again are not started. Measured: 0.7 s a stack.
 */
export class EngineCommand {
  private running: ChildProcess | undefined;
  private stopped = false;

  /**
   * @param command Path of the `pulumi` binary.
   * @param version Its version.
   */
  public constructor(
    public readonly command: string,
    public readonly version: SemVer | null,
  ) {}

  /**
   * Called by the Automation API: the parameters are those of its `PulumiCommand.run`.
   *
   * @param signal Asks this engine to stop, as {@link interrupt} does. Others may be started after it.
   * @throws CommandFailure when the engine ends with another code than 0.
   * @throws Interrupted when it was asked to stop before.
   */
  public async run(
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<CommandOutput> {
    const known = answered.find(([question]) => question === args.slice(0, 2).join(" "));
    if (known !== undefined) return { stdout: known[1], stderr: "", code: 0 };
    if (this.stopped) throw new Interrupted();
    const process = execa(this.command, [...args, "--non-interactive"], {
      cwd,
      env: { ...env, PULUMI_AUTOMATION_API: "true" },
      extendEnv: false,
      detached: true,
      stdin: "ignore",
      reject: false,
    });
    this.running = process;
    process.stdout.on("data", (data: Buffer) => onOutput?.(data.toString()));
    process.stderr.on("data", (data: Buffer) => onError?.(data.toString()));
    const stop = () => process.kill("SIGINT");
    signal?.addEventListener("abort", stop);
    const { stdout, stderr, exitCode, shortMessage } = await process;
    this.running = undefined;
    signal?.removeEventListener("abort", stop);
    // There is no exit code when the process could not be started or was killed.
    const output =
      exitCode === undefined
        ? { stdout, stderr: `${stderr}\n${shortMessage}`, code: -1 }
        : { stdout, stderr, code: exitCode };
    if (exitCode !== 0) throw new CommandFailure(output, args.slice(0, 2).join(" "));
    return output;
  }

  /**
   * Asks the running engine to stop. The first time it finishes what is in flight, saves the state and ends; the second
   * time it ends at once, and what was in flight is remembered as pending. None is started any more after that.
   */
  public interrupt(): void {
    this.stopped = true;
    this.running?.kill("SIGINT");
  }

  /** Ends the running engine and everything it started, without asking. */
  public kill(): void {
    if (this.running?.pid === undefined) return;
    try {
      process.kill(-this.running.pid, "SIGKILL"); // The whole process group.
    } catch {
      this.running.kill("SIGKILL"); // It has ended in the meantime, or there are no groups here.
    }
  }
}
