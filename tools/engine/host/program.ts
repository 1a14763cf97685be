import { type ProgramInfo, type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { execa } from "execa";
import { nodeStart, sdkScript } from "./options";

/** Exit code of the SDK's `cmd/run` after it has shown the error itself. */
const alreadyReported = 32;

/**
 * Runs a program to its end with the SDK it has installed.
 * @returns the message for the engine, empty if the program succeeded
 */
export async function runProgram(
  request: RunRequest,
  engine: string,
  signal: AbortSignal,
): Promise<RunResponse> {
  const info = request.getInfo();
  if (info === undefined) return failure("the engine sent no program");
  const { nodeArguments, environment } = nodeStart(info);
  const script = sdkScript("run", info.getProgramDirectory());
  const result = await execa("node", [...nodeArguments, script, ...runArguments(request, info, engine)], {
    env: {
      ...environment,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
    stdio: ["ignore", "inherit", "inherit"],
    reject: false,
    cancelSignal: signal,
    killSignal: "SIGINT",
  });
  if (result.exitCode === 0) return new RunResponse();
  if (result.exitCode === alreadyReported) return new RunResponse().setBail(true);
  return failure(
    result.exitCode === undefined
      ? (result.shortMessage ?? "the program did not start")
      : `Program exited with non-zero exit code: ${result.exitCode}`,
  );
}

function runArguments(request: RunRequest, info: ProgramInfo, engine: string): string[] {
  return [
    ...flag("monitor", request.getMonitorAddress()),
    ...flag("engine", engine),
    ...flag("organization", request.getOrganization()),
    ...flag("project", request.getProject()),
    ...flag("root-directory", info.getRootDirectory()),
    ...flag("stack", request.getStack()),
    ...flag("pwd", info.getProgramDirectory()),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    ...flag("parallel", String(request.getParallel())),
    info.getEntryPoint(),
    ...request.getArgsList(),
  ];
}

function flag(name: string, value: string): string[] {
  return value === "" ? [] : [`--${name}`, value];
}

function failure(message: string): RunResponse {
  return new RunResponse().setError(message);
}
