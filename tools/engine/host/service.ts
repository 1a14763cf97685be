import {
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";

/** Messages carry whole stacks. The engine's own limit: 400 MiB. */
export const messageLimit = 400 * 1024 * 1024;

/** A handler from a function. What the function throws is what the engine shows to the user. */
export function unary<Request, Response>(answer: (request: Request) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    const respond = async () => answer(call.request);
    respond().then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(asServiceError(error));
      },
    );
  };
}

/** An error as gRPC sends it: its message, without the stack. */
export function asServiceError(error: unknown): { readonly code: status; readonly details: string } {
  return { code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}

/** Serves on a free port of this machine only. */
export async function serve(
  service: ServiceDefinition,
  handlers: UntypedServiceImplementation,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = new Server({ "grpc.max_receive_message_length": messageLimit });
  server.addService(service, handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { server, port };
}
