import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import type { Values } from "../../simulator/values";
import { containsSecret, marked, plain } from "../../simulator/wire";

/** A resource that was registered. */
export interface RecordedResource {
  readonly urn: string;
  /** Type token, such as `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Whether a provider manages it; false for a component. */
  readonly custom: boolean;
  /** Id that the simulator gave it; empty for a component. */
  readonly id: string;
  /** What the simulator answered, with secrets unwrapped. */
  readonly outputs: Values;
  /** Inputs as the program gave them, with secrets unwrapped and ids in place of resources. */
  readonly inputs: Values;
  /** Names of the inputs that are, or contain, a secret. */
  readonly secrets: readonly string[];
  /** Logical name of the parent; undefined if it has none. */
  readonly parent: string | undefined;
  readonly options: RecordedOptions;
}

/** The resource options that reach the engine. */
interface RecordedOptions {
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  /** Logical name of the explicit provider. */
  readonly provider: string | undefined;
  /** Logical names of all resources that it depends on, also through its inputs; sorted. */
  readonly dependsOn: readonly string[];
  /** Id of the existing resource that is taken over. */
  readonly import: string | undefined;
}

/** What the observed monitor has seen. */
export interface Log {
  readonly resources: RecordedResource[];
  /** URNs of components that have not registered their outputs yet. */
  readonly open: Set<string>;
}

/** The calls of the mocks' monitor that matter here. The SDK does not export its type. */
interface Monitor {
  registerResource: (
    request: RegisterResourceRequest,
    callback: (error: unknown, response: RegisterResourceResponse) => void,
  ) => unknown;
  registerResourceOutputs: (request: { getUrn(): string }, callback: unknown) => unknown;
}

/** Listens to the monitor, for the mocks themselves learn neither parents nor options. */
export function observe(): Log {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const log: Log = { resources: [], open: new Set() };
  const register = monitor.registerResource.bind(monitor);
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      if (error === null) add(log, request, response);
      callback(error, response);
    });
  monitor.registerResourceOutputs = (request, callback) => {
    log.open.delete(request.getUrn());
    return registerOutputs(request, callback);
  };
  return log;
}

function add(log: Log, request: RegisterResourceRequest, response: RegisterResourceResponse): void {
  const given = marked(request.getObject());
  const urn = response.getUrn();
  log.resources.push({
    urn,
    id: response.getId(),
    outputs: plain(marked(response.getObject())),
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs: plain(given),
    secrets: Object.keys(given).filter((name) => containsSecret(given[name])),
    parent: nameIn(request.getParent()),
    options: {
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      deleteBeforeReplace: request.getDeletebeforereplace(),
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      // A provider is referred to as <urn>::<id>.
      provider: nameIn(request.getProvider().replace(/::[^:]*$/, "")),
      dependsOn: [
        ...new Set(request.getDependenciesList().map((dependency) => nameIn(dependency) ?? "")),
      ].sort(),
      import: request.getImportid() === "" ? undefined : request.getImportid(),
    },
  });
  if (!request.getCustom()) log.open.add(urn);
}

function nameIn(urn: string): string | undefined {
  return urn === "" ? undefined : urn.slice(urn.lastIndexOf("::") + 2);
}

/**
 * Waits until nothing is being registered any more and every component has registered its outputs.
 * @param patience For how long, in milliseconds.
 * @throws Error if a component does not finish, or if two resources have the same URN, which the engine refuses.
 */
export async function settle(log: Log, patience: number): Promise<void> {
  const end = Date.now() + patience;
  for (let seen = -1; seen !== log.resources.length || log.open.size > 0;) {
    if (log.open.size > 0 && Date.now() > end) {
      const names = Array.from(log.open, (urn) => nameIn(urn) ?? "").join(", ");
      throw new Error(
        `never finished: ${names}; "initialize" of a component must end and "registerOutputs" be called`,
      );
    }
    seen = log.resources.length;
    await pulumi.runtime.disconnect(); // Waits for registrations under way; the mocks' monitor stays.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const seenUrns = new Set<string>();
  const twice = log.resources.find(({ urn }) => seenUrns.size === seenUrns.add(urn).size)?.urn;
  if (twice !== undefined)
    throw new Error(`two resources have the URN ${twice}: give one of them another name`);
}
