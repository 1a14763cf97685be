/**
 * Language host for programs and policy packs on Node.js, for an engine that comes without the vendor's. The
 * engine starts it with its own address as the last argument and reads the port to call from standard output.
 */
import { type ILanguageRuntimeServer, LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { GetRequiredPackagesResponse } from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { installDependencies } from "./host/dependencies";
import { requiredPackages } from "./host/packages";
import { runPlugin } from "./host/plugin";
import { runProgram } from "./host/program";
import { serve, unary } from "./host/service";

async function main(): Promise<void> {
  const { server, port } = await serve(LanguageRuntimeService, handlers(process.argv.at(-1) ?? ""));
  const stop = () => {
    server.forceShutdown();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  // The engine holds the other end: when it is gone, nobody is left to serve.
  process.stdin.on("end", stop).resume();
  process.stdout.write(`${port}\n`);
}

/** The calls that deploying needs. gRPC answers "unimplemented" to the others, such as code generation. */
type Handlers = Pick<
  ILanguageRuntimeServer,
  "getPluginInfo" | "getRequiredPackages" | "installDependencies" | "run" | "runPlugin" | "cancel"
>;

function handlers(engine: string): Handlers {
  const running = new AbortController();
  return {
    getPluginInfo: unary(() => new PluginInfo()),
    getRequiredPackages: unary((request) =>
      new GetRequiredPackagesResponse().setPackagesList(
        requiredPackages(request.getInfo()?.getProgramDirectory() ?? process.cwd()),
      ),
    ),
    installDependencies: (call) => void installDependencies(call),
    run: unary((request) => runProgram(request, engine, running.signal)),
    runPlugin: (call) => void runPlugin(call),
    cancel: unary((empty) => {
      running.abort();
      return empty;
    }),
  };
}

void main();
