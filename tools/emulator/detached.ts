import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { RunFailure } from "../run/failure";
import { emulatorAt, type Emulator } from "./emulator";
import type { StartOptions } from "./options";
import { resolveAwsPlugin } from "./plugin";
import { codeOf } from "./prepareFolder";
import { pythonSource, resolvePython } from "./python";
import { idOf, startServer, stopServer } from "./server";

/** An emulator that goes on between runs. */
export interface Attached {
  /** Its `stop` ends the server for good. */
  readonly emulator: Emulator;
  /** Whether it was started just now. Whatever a state says of what was deployed before is then no longer true. */
  readonly fresh: boolean;
}

const recorded = z.object({ pid: z.number(), port: z.number(), id: z.string(), source: z.string() });

/** The server that a state folder belongs to. */
type Recorded = z.infer<typeof recorded>;

/**
 * Attaches to the emulator that an earlier run left behind, or starts one that goes on when this process ends. The caller
 * must hold the lock on the state folder.
 *
 * A server of another version of the source is ended: it may lack what the program needs.
 *
 * @param stateDirectory Folder of the runs' state. `emulator.json` and `emulator.log` are written there.
 * @throws RunFailure when the plugin, Python or the port cannot be had, or the running emulator has another port.
 */
export async function attachOrStart(stateDirectory: string, options: StartOptions = {}): Promise<Attached> {
  const plugin = await resolveAwsPlugin(options);
  const python = await resolvePython(options);
  const source = await sourceHash();
  const log = join(stateDirectory, "emulator.log");
  const parts = { plugin, python, log, stop: () => stopDetached(stateDirectory) };

  const running = await runningServer(stateDirectory);
  if (running?.source === source) {
    requirePort(running.port, options.port);
    return { emulator: emulatorAt(running.port, parts), fresh: false };
  }
  if (running !== undefined) await stopServer(running);

  options.onProgress?.("starting the emulator");
  const id = randomUUID();
  await rm(log, { force: true });
  const server = await startServer({ python, port: options.port, log, id, outlivesThisProcess: true });
  const record: Recorded = { ...server, id, source };
  await writeFile(recordFile(stateDirectory), `${JSON.stringify(record)}\n`, { mode: 0o600 });
  return { emulator: emulatorAt(server.port, parts), fresh: true };
}

/** Ends the emulator that a state folder belongs to, if it still runs. */
export async function stopDetached(stateDirectory: string): Promise<void> {
  const running = await runningServer(stateDirectory);
  if (running !== undefined) await stopServer(running);
  await rm(recordFile(stateDirectory), { force: true });
}

/** The recorded server, if it is that one which answers: another process may have its number or port by now. */
async function runningServer(stateDirectory: string): Promise<Recorded | undefined> {
  const record = await readRecord(recordFile(stateDirectory));
  return record !== undefined && (await idOf(record.port)) === record.id ? record : undefined;
}

function recordFile(stateDirectory: string): string {
  return join(stateDirectory, "emulator.json");
}

async function readRecord(path: string): Promise<Recorded | undefined> {
  try {
    return recorded.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    // A record that was cut off names no server.
    if (codeOf(error) === "ENOENT" || error instanceof SyntaxError || error instanceof z.ZodError)
      return undefined;
    throw error;
  }
}

function requirePort(running: number, wanted: number | undefined): void {
  if (wanted === undefined || wanted === running) return;
  throw new RunFailure(`The emulator of this state listens on port ${running}, not ${wanted}.`, [
    "leave --port out to go on with it",
    "or remove what is deployed first: npm start -- --aws emulator --destroy",
    "or name another state folder: --state DIR",
  ]);
}

async function sourceHash(): Promise<string> {
  const files = await readdir(pythonSource, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile() && /\.(py|txt)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
  const hash = createHash("sha256");
  for (const path of paths) hash.update(path).update(await readFile(path));
  return hash.digest("hex");
}
