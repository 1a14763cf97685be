import type { ServerWritableStream } from "@grpc/grpc-js";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { execa } from "execa";
import { nodeStart, sdkScript } from "./options";
import { servePolicyProxy } from "./policyProxy";
import { asServiceError } from "./service";

type Call = ServerWritableStream<RunPluginRequest, RunPluginResponse>;

/**
 * Runs a policy pack, or a provider written in TypeScript, until the engine lets go of it. What it prints goes
 * back to the engine, which reads the port to connect to from the first line.
 */
export async function runPlugin(call: Call): Promise<void> {
  try {
    await (call.request.getKind() === "analyzer" ? runPolicyPack(call) : runProvider(call));
    call.end();
  } catch (error) {
    call.destroy(Object.assign(new Error(), asServiceError(error)));
  }
}

async function runProvider(call: Call): Promise<void> {
  const { request } = call;
  const program = programDirectory(request);
  const plugin = startNode(call, "run-plugin", [program, ...request.getArgsList()], {}, request.getPwd());
  plugin.stdout.on("data", (chunk: Buffer) => call.write(new RunPluginResponse().setStdout(chunk)));
  call.write(new RunPluginResponse().setExitcode((await plugin).exitCode ?? 1));
}

async function runPolicyPack(call: Call): Promise<void> {
  const stopped = new Promise<void>((resolve) => call.once("cancelled", resolve));
  const proxy = await servePolicyProxy((environment) => startPack(call, environment));
  call.write(new RunPluginResponse().setStdout(Buffer.from(`${proxy.port}\n`)));
  await stopped;
  proxy.stop();
}

/** The SDK runs a pack in the pack's own folder, which it wants as the last argument. */
async function startPack(call: Call, environment: Record<string, string>): Promise<number> {
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
    void pack.then((result) => {
      reject(new Error(result.shortMessage ?? `the policy pack in ${program} ended before it served`));
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
  const program = programDirectory(call.request);
  const start = info === undefined ? { nodeArguments: [], environment: {} } : nodeStart(info);
  const child = execa("node", [...start.nodeArguments, sdkScript(script, program), ...scriptArguments], {
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
