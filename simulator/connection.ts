import { type handleUnaryCall, type ServerUnaryCall, status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Account, accountProblems, readAccount } from "./account";
import type { Problem } from "./check";
import { sdkVersion } from "./types";
import { canonical } from "./values";
import { marked, plain } from "./wire";

/** The calls of the protocol that the simulator answers; gRPC answers the others with "unimplemented". */
export type Service = Partial<IResourceProviderServer>;

/** The calls about a provider itself: who it is, and what its configuration means. Fills in its account. */
export function connectionCalls(accounts: Map<string, Account>): Service {
  return {
    handshake: unary(() =>
      new provider.ProviderHandshakeResponse()
        .setAcceptSecrets(true)
        .setSupportsAutonamingConfiguration(true),
    ),
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => new PluginInfo().setVersion(sdkVersion())),
    checkConfig: unary((request: provider.CheckRequest) =>
      new provider.CheckResponse()
        .setInputs(request.getNews())
        .setFailuresList(accountProblems(plain(marked(request.getNews()))).map(failure)),
    ),
    diffConfig: unary(diffConfig),
    configure: unary((request: provider.ConfigureRequest, peer) => {
      accounts.set(peer, readAccount(plain(marked(request.getArgs()))));
      return new provider.ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true);
    }),
  };
}

/** Turns a function into a call of the protocol; what it throws becomes the error that the engine shows. */
export function unary<Request, Response>(
  handle: (request: Request, peer: string) => Response,
): handleUnaryCall<Request, Response> {
  return (call: ServerUnaryCall<Request, Response>, callback) => {
    try {
      callback(null, handle(call.request, call.getPeer()));
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      callback({ code: status.FAILED_PRECONDITION, details });
    }
  };
}

/** A problem as the engine shows it. */
export function failure({ property, reason }: Problem): provider.CheckFailure {
  return new provider.CheckFailure().setProperty(property).setReason(reason);
}

/** Whether something differs, in the protocol's words. */
export function someOrNone(isSome: boolean): provider.DiffResponse.DiffChanges {
  const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
  return isSome ? DIFF_SOME : DIFF_NONE;
}

/** A changed provider stays: its resources show what the change means for them, such as another region. */
function diffConfig(request: provider.DiffRequest): provider.DiffResponse {
  const [olds, news] = [marked(request.getOldInputs()), marked(request.getNews())];
  return new provider.DiffResponse().setChanges(someOrNone(canonical(olds) !== canonical(news)));
}
