import type { ServerWritableStream } from "@grpc/grpc-js";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { execa } from "execa";
import { nodeStart, sdkScript } from "./options";
import { servePolicyProxy } from "./policyProxy";
import { asServiceError } from "./service";

type Call = ServerWritableStream<RunPluginRequest, RunPluginResponse>;

/**
 * Runs a policy pack, or a provider written in TypeScript, until it ends or the engine lets go of it. What it prints
 * goes back to the engine, which reads the port to connect to from the first line.
 */
export async function runPlugin(call: Call): Promise<void> {
  try {
    const exitCode = await (call.request.getKind() === "analyzer" ? runPolicyPack(call) : runProvider(call));
    call.write(new RunPluginResponse().setExitcode(exitCode));
    call.end();
  } catch (error) {
    call.destroy(Object.assign(new Error(), asServiceError(error)));
  }
}

async function runProvider(call: Call): Promise<number> {
  const { request } = call;
  const script = [programDirectory(request), ...request.getArgsList()];
  const provider = startNode(call, "run-plugin", script, {}, request.getPwd());
  provider.stdout.on("data", (chunk: Buffer) => call.write(new RunPluginResponse().setStdout(chunk)));
  return (await provider).exitCode ?? 1;
}

async function runPolicyPack(call: Call): Promise<number> {
  return new Promise((resolve, reject) => {
    const proxy = servePolicyProxy((environment) => startPack(call, environment, resolve));
    proxy.then((server) => {
      call.write(new RunPluginResponse().setStdout(Buffer.from(`${server.port}\n`)));
      call.once("cancelled", () => {
        server.stop();
        resolve(0);
      });
    }, reject);
  });
}

/** The SDK runs a pack in the pack's own folder, which it wants as the last argument. @returns the port it serves */
async function startPack(
  call: Call,
  environment: Record<string, string>,
  ended: (exitCode: number) => void,
): Promise<number> {
  const program = programDirectory(call.request);
  const pack = startNode(
    call,
    "run-policy-pack",
    [...call.request.getArgsList(), program],
    environment,
    program,
  );
  return new Promise((resolve, reject) => {
    let start = "";
    pack.stdout.on("data", (chunk: Buffer) => {
      if (start.includes("\n")) {
        call.write(new RunPluginResponse().setStdout(chunk));
        return;
      }
      start += chunk.toString();
      if (start.includes("\n")) resolve(Number(start));
    });
    void pack.then(({ exitCode }) => {
      reject(new Error(`the policy pack in ${program} ended before it served`));
      ended(exitCode ?? 1);
    });
  });
}

function startNode(
  call: Call,
  script: "run-plugin" | "run-policy-pack",
  scriptArguments: readonly string[],
  environment: Record<string, string>,
  cwd: string,
) {
  const info = call.request.getInfo();
  const start = info === undefined ? { nodeArguments: [], environment: {} } : nodeStart(info);
  const path = sdkScript(script, programDirectory(call.request));
  const child = execa("node", [...start.nodeArguments, path, ...scriptArguments], {
    cwd,
    env: { ...environmentOf(call.request), ...start.environment, ...environment },
    extendEnv: false,
    stdin: "ignore",
    buffer: false,
    reject: false,
  });
  child.stderr.on("data", (chunk: Buffer) => call.write(new RunPluginResponse().setStderr(chunk)));
  call.once("cancelled", () => child.kill("SIGINT"));
  return child;
}

function programDirectory(request: RunPluginRequest): string {
  return request.getInfo()?.getProgramDirectory() ?? request.getPwd();
}

function environmentOf(request: RunPluginRequest): Record<string, string> {
  return Object.fromEntries(
    request.getEnvList().map((entry) => {
      const end = entry.indexOf("=");
      return [entry.slice(0, end), entry.slice(end + 1)];
    }),
  );
}
