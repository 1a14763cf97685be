import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { providerService } from "./service";

/** A running simulator. */
export interface Simulator {
  /** Port on 127.0.0.1 for the engine: `PULUMI_DEBUG_PROVIDERS=aws:<port>`. */
  readonly port: number;
  /** Ends all connections and the server. Calling it again changes nothing. */
  readonly stop: () => Promise<void>;
}

/** The engine's own limit, as in its sdk/go/common/util/rpcutil. 400 MiB. */
const maximumMessage = 400 * 1024 * 1024;

/**
 * Starts a simulated AWS in this process: a provider plugin for the package `aws`, on a free port of 127.0.0.1. It keeps
 * nothing but the stack's state, so one simulator serves any number of stacks and providers at once.
 * @throws Error if no port can be had.
 */
export async function startSimulator(): Promise<Simulator> {
  const server = new Server({
    "grpc.max_receive_message_length": maximumMessage,
    "grpc.max_send_message_length": maximumMessage,
  });
  server.addService(ResourceProviderService, providerService() as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(new Error(`the simulator cannot listen on 127.0.0.1: ${error.message}`));
    });
  });
  return {
    port,
    stop: () => {
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}
