import { credentials, type ServiceError } from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { languageHostName, programHelpers } from "../../../tools/engine/helpers";

/** Our language host as the engine runs it. */
export interface HostProcess {
  readonly child: ChildProcess;
  readonly client: LanguageRuntimeClient;
  stop(): void;
}

/** Starts it as the engine does: anywhere, with the engine's address last, and a standard input that ends with it. */
export async function startHost(): Promise<HostProcess> {
  const helper = join(await programHelpers(), languageHostName);
  const child = spawn(helper, ["--tracing=", "127.0.0.1:1"], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"] },
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const client = new LanguageRuntimeClient(
    `127.0.0.1:${Number(line.toString())}`,
    credentials.createInsecure(),
  );
  const stop = () => {
    client.close();
    child.kill("SIGKILL");
  };
  return { child, client, stop };
}

/** What the callback of a call gets. */
export function answer<Response>(
  call: (callback: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) =>
    call((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    }),
  );
}

/** A program or policy pack in a folder, as the engine describes it. */
export function programInfo(directory: string, options: Record<string, string | boolean> = {}): ProgramInfo {
  const message = new ProgramInfo();
  message.setRootDirectory(dirname(directory));
  message.setProgramDirectory(directory);
  message.setEntryPoint(".");
  message.setOptions(Struct.fromJavaScript(options));
  return message;
}
