import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorAt, type Emulator } from "./emulator";
import type { StartOptions } from "./options";
import { resolveAwsPlugin } from "./plugin";
import { resolvePython } from "./python";
import { startServer, stopServer } from "./server";

export { attachOrStart, stopDetached } from "./detached";
export type { Emulator } from "./emulator";

/**
 * Starts an emulated AWS for this process: moto, and the AWS provider plugin to talk to it. What neither the machine nor
 * the cache has is installed first. It ends with {@link Emulator.stop} or with this process, and everything that was
 * deployed to it is then gone.
 *
 * @throws RunFailure when the plugin, Python or the port cannot be had.
 */
export async function startEmulator(options: StartOptions = {}): Promise<Emulator> {
  const plugin = await resolveAwsPlugin(options);
  const python = await resolvePython(options);
  const folder = await mkdtemp(join(tmpdir(), "landing-zone-emulator-"));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const log = join(folder, "server.log");
  try {
    options.onProgress?.("starting the emulator");
    const server = await startServer({
      python,
      port: options.port,
      log,
      id: randomUUID(),
      outlivesThisProcess: false,
    });
    const stop = async () => {
      await stopServer(server);
      await removeFolder();
    };
    return emulatorAt(server.port, { plugin, python, log, stop });
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
