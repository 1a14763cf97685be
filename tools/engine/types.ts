/** A Pulumi engine that can be run. */
export interface Engine {
  /** Absolute path of the `pulumi` binary. */
  readonly path: string;
  /** Its version without a leading "v", such as "3.252.0". */
  readonly version: string;
  /** Where it comes from: the user's own installation, the vendor's installer or a build from its Go modules. */
  readonly source: "path" | "installer" | "build";
  /** Folder with the helper executables that the engine starts. It belongs on the engine's PATH. */
  readonly binDirectory: string;
}

/** What resolving is at. The numbers only ever grow within one step. */
export interface EngineProgress {
  /**
   * - `find`: looks at PATH and at the cache
   * - `wait`: another process makes the engine, this one waits for it
   * - `install`: the vendor's installer runs
   * - `build`: Go downloads, compiles or links
   * - `ready`: there is an engine; nothing follows
   */
  readonly phase: "find" | "wait" | "install" | "build" | "ready";
  /** One line for the user. */
  readonly detail: string;
  /** True for a fact that should stay on the screen, such as an engine that was passed over and why. */
  readonly notice?: boolean;
  /** Parts done and to do, where both are known. */
  readonly done?: number;
  readonly total?: number;
  /** Seconds since resolving began. */
  readonly elapsedSeconds: number;
}

/** What a step says; the resolver adds the time. */
type Report = (progress: Omit<EngineProgress, "elapsedSeconds">) => void;

export interface ResolveOptions {
  /** Called at every change. */
  readonly onProgress?: (progress: EngineProgress) => void;
  /** Stops at once, and leaves nothing half made. The promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Where PATH, LANDING_ZONE_CACHE and Go's settings are read from. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** Installs an engine as `bin/pulumi` below a folder. @default the vendor's installer */
  readonly install?: Install;
}

/** @throws WayFailure if it cannot be installed on this machine */
type Install = (root: string, context: Pick<Context, "environment" | "signal">) => Promise<void>;

/** What the ways of getting an engine share. */
export interface Context {
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  readonly install: Install;
}
