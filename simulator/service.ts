import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Account } from "./account";
import { connectionCalls, failure, type Service, someOrNone, unary } from "./connection";
import * as model from "./model";
import { findType } from "./types";
import type { Values } from "./values";
import { containsSecret, marked, plain, secret, toStruct, withSecrets } from "./wire";

/**
 * The provider's side of the engine's protocol. Every provider of every stack has a connection of its own, so the
 * connection's far end (address and port) tells which provider a call belongs to.
 */
export function providerService(): Service {
  const accounts = new Map<string, Account>();
  const accountOf = (peer: string): Account => {
    const account = accounts.get(peer);
    if (account !== undefined) return account;
    throw new Error("the engine has not configured this provider: start the run again");
  };
  return {
    ...connectionCalls(accounts),
    check: unary((request, peer) => check(request, accountOf(peer))),
    diff: unary(diff),
    create: unary((request, peer) => create(request, accountOf(peer))),
    read: unary((request, peer) => read(request, accountOf(peer))),
    update: unary((request, peer) => update(request, accountOf(peer))),
    delete: unary((request: provider.DeleteRequest) => {
      model.remove(existing(request, plain(marked(request.getProperties()))), new Date());
      return new Empty();
    }),
    invoke: unary((request, peer) => answer(request, accountOf(peer))),
  };
}

function check(request: provider.CheckRequest, account: Account): provider.CheckResponse {
  const news = marked(request.getNews());
  const { inputs, problems } = model.check(
    {
      type: request.getType(),
      urn: request.getUrn(),
      olds: plain(marked(request.getOlds())),
      news: plain(news),
      seed: request.getRandomseed_asB64(),
      naming: naming(request),
    },
    account,
  );
  return new provider.CheckResponse()
    .setInputs(toStruct(withSecrets(inputs, news, findType(request.getType()))))
    .setFailuresList(problems.map(failure));
}

function naming(request: provider.CheckRequest): model.Naming | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const modes = ["propose", "enforce", "disable"] as const;
  return { mode: modes[options.getMode()], proposedName: options.getProposedName() };
}

function diff(request: provider.DiffRequest): provider.DiffResponse {
  const olds = request.hasOldInputs() ? request.getOldInputs() : request.getOlds();
  const { changes, deleteBeforeReplace } = model.diff(
    request.getType(),
    plain(marked(olds)),
    plain(marked(request.getNews())),
  );
  const properties = (list: typeof changes): string[] => [
    ...new Set(list.map(({ path }) => path.replace(/[.[].*/, ""))),
  ];
  const response = new provider.DiffResponse()
    .setChanges(someOrNone(changes.length > 0))
    .setDiffsList(properties(changes))
    .setReplacesList(properties(changes.filter(({ replaces }) => replaces)))
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(changes.length > 0);
  for (const { path, kind, replaces } of changes) {
    response
      .getDetaileddiffMap()
      .set(path, new provider.PropertyDiff().setKind(kinds[kind][replaces ? 1 : 0]).setInputdiff(true));
  }
  return response;
}

const { Kind } = provider.PropertyDiff;
const kinds = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

function create(request: provider.CreateRequest, account: Account): provider.CreateResponse {
  const inputs = marked(request.getProperties());
  const { id, outputs } = model.create(
    request.getType(),
    request.getUrn(),
    plain(inputs),
    account,
    request.getPreview(),
  );
  return new provider.CreateResponse()
    .setId(id)
    .setProperties(toStruct(withSecrets(outputs, inputs, findType(request.getType()))));
}

function read(request: provider.ReadRequest, account: Account): provider.ReadResponse {
  const state = marked(request.getProperties());
  const subject = existing(request, plain(state));
  const outputs = model.read(subject, marked(request.getInputs()), account);
  const isAsItWas = outputs === subject.outputs;
  return new provider.ReadResponse()
    .setId(request.getId())
    .setInputs(request.getInputs())
    .setProperties(toStruct(isAsItWas ? state : withSecrets(outputs, state, findType(request.getType()))));
}

function update(request: provider.UpdateRequest, account: Account): provider.UpdateResponse {
  const inputs = marked(request.getNews());
  const olds = plain(marked(request.getOlds()));
  const outputs = model.update(existing(request, olds), plain(inputs), account, request.getPreview());
  return new provider.UpdateResponse().setProperties(
    toStruct(withSecrets(outputs, inputs, findType(request.getType()))),
  );
}

function existing(
  request: { getType(): string; getUrn(): string; getId(): string },
  outputs: Values,
): model.Existing {
  return { type: request.getType(), urn: request.getUrn(), id: request.getId(), outputs };
}

function answer(request: provider.InvokeRequest, account: Account): provider.InvokeResponse {
  const args = marked(request.getArgs());
  const result = model.invoke(request.getTok(), plain(args), account);
  const isSecret = containsSecret(args);
  return new provider.InvokeResponse().setReturn(
    toStruct(
      isSecret
        ? Object.fromEntries(Object.entries(result).map(([name, value]) => [name, secret(value)]))
        : result,
    ),
  );
}
