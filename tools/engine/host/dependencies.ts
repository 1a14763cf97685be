import type { ServerWritableStream } from "@grpc/grpc-js";
import {
  type InstallDependenciesRequest,
  InstallDependenciesResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { execa } from "execa";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { asServiceError } from "./service";

type Call = ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>;

/** Installs a program's packages for `pulumi install`: what the lock file says, where there is one. */
export async function installDependencies(call: Call): Promise<void> {
  const directory = call.request.getInfo()?.getProgramDirectory() ?? call.request.getDirectory();
  const command = existsSync(join(directory, "package-lock.json")) ? "ci" : "install";
  const npm = execa("npm", [command], { cwd: directory, stdin: "ignore", buffer: false, reject: false });
  npm.stdout.on("data", (chunk: Buffer) => call.write(new InstallDependenciesResponse().setStdout(chunk)));
  npm.stderr.on("data", (chunk: Buffer) => call.write(new InstallDependenciesResponse().setStderr(chunk)));
  call.once("cancelled", () => npm.kill("SIGINT"));
  const { failed, shortMessage } = await npm;
  if (failed) call.destroy(Object.assign(new Error(), asServiceError(shortMessage)));
  else call.end();
}
