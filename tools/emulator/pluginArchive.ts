import { join } from "node:path";
import { execa } from "execa";
import { cacheDirectory } from "../cache";
import { sha256 } from "../engine/digest";
import { gigabytes, spaceProblem } from "../engine/diskSpace";
import { isExecutable, lastLines } from "../engine/executable";
import { RunFailure } from "../run/failure";
import type { PrepareOptions } from "./options";
import { prepareFolder } from "./prepareFolder";

/** Name of the plugin's executable. */
export const pluginName = "pulumi-resource-aws";

/**
 * Unpacks an archive of the AWS plugin into the cache, once for each content. Measured: 9 s and 1 GB for the 105 MB of
 * `shared/aws-plugin.tar.xz` on 2 cores.
 *
 * @param archive A tar file compressed by xz, whose files lie in one folder.
 * @returns The folder with the plugin.
 * @throws RunFailure when the disk is too full, a tool is missing or the archive is damaged.
 */
export async function unpackPlugin(archive: string, options: PrepareOptions): Promise<string> {
  const content = (await sha256(archive)).slice(0, 16);
  const folder = join(cacheDirectory(options.environment), "aws-plugin", content);
  const say = options.onProgress ?? (() => undefined);
  return prepareFolder(folder, {
    executable: pluginName,
    onWait: () => {
      say("another process unpacks the AWS plugin, waiting for it");
    },
    make: async (temporary) => {
      const bytes = await unpackedBytes(archive, options);
      await requireSpace(temporary, bytes);
      say(`unpacking the AWS plugin, ${gigabytes(bytes)}, once`);
      await unpack(archive, temporary, bytes, options);
    },
  });
}

/** Bytes of the archive's content, which the compressed file tells. */
async function unpackedBytes(archive: string, { environment, signal }: PrepareOptions): Promise<number> {
  const { stdout, failed, stderr } = await execa("xz", ["--robot", "--list", archive], {
    reject: false,
    env: environment,
    extendEnv: environment === undefined,
    cancelSignal: signal,
  });
  signal?.throwIfAborted();
  const totals = stdout.split("\n").find((line) => line.startsWith("totals\t"));
  const bytes = Number(totals?.split("\t")[4]);
  if (failed || !Number.isInteger(bytes)) {
    throw new RunFailure(`${archive} cannot be read as an archive: ${reasonOf("xz", stderr)}.`, toolRemedies);
  }
  return bytes;
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const problem = await spaceProblem([{ directory: folder, bytes }]);
  if (problem !== undefined) throw diskFull(problem);
}

function diskFull(problem: string): RunFailure {
  return new RunFailure(`The AWS plugin cannot be unpacked: ${problem}.`, [
    "free space there, or name a folder on another disk in LANDING_ZONE_CACHE",
  ]);
}

async function unpack(
  archive: string,
  folder: string,
  bytes: number,
  { environment, signal }: PrepareOptions,
): Promise<void> {
  // xz uses every core only when told so.
  const args = ["--extract", "--use-compress-program=xz -T0", "--strip-components=1", "--file", archive];
  const { failed, stderr } = await execa("tar", [...args, "--directory", folder], {
    reject: false,
    env: environment,
    extendEnv: environment === undefined,
    cancelSignal: signal,
  });
  signal?.throwIfAborted();
  if (failed && /no space left on device/i.test(stderr)) {
    await requireSpace(folder, bytes);
    throw diskFull(`the disk became full; it takes ${gigabytes(bytes)} in ${folder}`);
  }
  if (failed)
    throw new RunFailure(`${archive} cannot be unpacked: ${reasonOf("tar", stderr)}.`, toolRemedies);
  if (!(await isExecutable(join(folder, pluginName)))) {
    throw new RunFailure(`${archive} holds no executable ${pluginName} in its top folder.`, [
      "use the archive that belongs to this repository",
    ]);
  }
}

function reasonOf(tool: string, stderr: string): string {
  return lastLines(stderr, 1)[0] ?? `${tool} did not start`;
}

const toolRemedies = [
  "install tar and xz (package xz-utils or xz) if they are missing",
  "copy the archive again if it is damaged",
];
