import {
  Client,
  credentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
} from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { asServiceError, messageLimit, serve } from "./service";

/** Starts the pack with an environment that tells it its stack. Returns the port that the pack serves. */
type StartPack = (environment: Record<string, string>) => Promise<number>;

/**
 * Stands between the engine and a policy pack. The engine tells a running pack which stack it judges, but the
 * SDK reads that from the environment it is started with. So the engine connects to this server, which starts
 * the pack when the configuration arrives and hands every other call on as bytes.
 */
export async function servePolicyProxy(start: StartPack): Promise<{ readonly port: number; stop(): void }> {
  let pack: Promise<Client> | undefined;
  const packFor = (environment: Record<string, string>) => (pack ??= start(environment).then(connect));
  const { server, port } = await serve(byteService, {
    handshake: (_call: unknown, callback: sendUnaryData<Buffer>) => {
      callback(null, Buffer.alloc(0));
    },
    ...Object.fromEntries(forwarded.map(([name, path]) => [name, forward(packFor, path)])),
  });
  const stop = () => {
    server.forceShutdown();
    pack?.then(
      (client) => {
        client.close();
      },
      () => undefined,
    );
  };
  return { port, stop };
}

const bytes = (value: Buffer) => value;

const byteService: ServiceDefinition = Object.fromEntries(
  Object.entries(AnalyzerService).map(([name, method]) => [
    name,
    { ...method, requestDeserialize: bytes, responseSerialize: bytes },
  ]),
);

const forwarded = Object.entries(byteService)
  .filter(([name]) => name !== "handshake")
  .map(([name, method]) => [name, method.path] as const);

function forward(packFor: (environment: Record<string, string>) => Promise<Client>, path: string) {
  return (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
    // Without a stack (`pulumi policy analyze`) the first call is another one: the pack then starts without it.
    const environment = path === AnalyzerService.configureStack.path ? stackEnvironment(call.request) : {};
    packFor(environment).then(
      (client) => client.makeUnaryRequest(path, bytes, bytes, call.request, callback),
      (error: unknown) => {
        callback(asServiceError(error));
      },
    );
  };
}

function connect(port: number): Client {
  return new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": messageLimit,
  });
}

/** What the SDK reads when it starts: `runtime/settings.js` of `@pulumi/pulumi`. */
function stackEnvironment(message: Buffer): Record<string, string> {
  const request = AnalyzerStackConfigureRequest.deserializeBinary(message);
  return {
    PULUMI_NODEJS_ORGANIZATION: request.getOrganization(),
    PULUMI_NODEJS_PROJECT: request.getProject(),
    PULUMI_NODEJS_STACK: request.getStack(),
    PULUMI_NODEJS_DRY_RUN: String(request.getDryRun()),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
  };
}
