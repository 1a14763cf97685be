/** What everything that prepares the emulator may be told. */
export interface PrepareOptions {
  /** Called with one line for the user whenever something that takes time begins or gets on. */
  readonly onProgress?: (line: string) => void;
  /** Stops at once, and leaves nothing half made. */
  readonly signal?: AbortSignal;
  /** Where `PATH`, `HOME`, `PULUMI_HOME` and the `LANDING_ZONE_*` variables are read from. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
}

/** How an emulator is started. */
export interface StartOptions extends PrepareOptions {
  /** Port to listen on. @default a free one */
  readonly port?: number;
}
