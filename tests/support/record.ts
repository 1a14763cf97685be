import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../../simulator/values";
import { type MockOptions, startMocks } from "./mocks";
import { observe, type RecordedResource, settle } from "./monitor";
import { catchingRejections } from "./rejections";

/** A class of resources with a type token of its own, as those of `@pulumi/aws` are. */
type ResourceClass = abstract new (...args: never[]) => pulumi.Resource;

/** Everything that was registered, in that order. */
export interface Recording<T> {
  /** What the builder returned. */
  readonly result: T;
  readonly resources: readonly RecordedResource[];
  /** The resources without any parent, other than providers. A stack's own components are among them. */
  readonly orphans: readonly RecordedResource[];
  /** Names of the resources of a type, sorted. */
  readonly names: (type: string | ResourceClass) => string[];
  /** The one resource of a type, or the one with that name. @throws Error if there is none, or more than one. */
  readonly one: (type: string | ResourceClass, name?: string) => RecordedResource;
  /** Inputs of the resource with a name. @throws Error if there is none, or more than one. */
  readonly inputs: (name: string) => Values;
  /** One line "type name" for each resource, sorted. */
  readonly inventory: () => string[];
}

/** How a recording is made. */
export interface RecordOptions extends MockOptions {
  /** How long a component may take to finish its asynchronous part, in milliseconds. @default 5000 */
  readonly patience?: number;
}

/**
 * Runs a builder under the mocks and records what it registers, late registrations included. Give the `opts` on to what
 * is built: what then has no parent is an orphan.
 * @throws Error with the first problem: of the builder, of asynchronous code of a component, or of the simulator.
 */
export async function record<T>(
  build: (opts: pulumi.ComponentResourceOptions) => T | Promise<T>,
  options: RecordOptions = {},
): Promise<Recording<Awaited<T>>> {
  const { stackTraceLimit } = Error;
  const prepareStackTrace: unknown = Reflect.get(Error, "prepareStackTrace");
  // The SDK formats stacks for every promise and resource, most of the time of a recording. It wants whole ones for
  // resources, whatever the limit.
  Error.stackTraceLimit = 0;
  Error.prepareStackTrace = String;
  try {
    return await catchingRejections(async () => {
      await startMocks(options);
      const log = observe();
      const root = new pulumi.ComponentResource("test:support:Root", "root");
      const result = await build({ parent: root });
      await settle(log, options.patience ?? 5000);
      return recordingOf(result, log.resources.slice(1));
    });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Reflect.set(Error, "prepareStackTrace", prepareStackTrace);
    // A recording that failed leaves promises pending, for which the SDK would fail the whole process at its end.
    await startMocks();
  }
}

function recordingOf<T>(result: T, resources: readonly RecordedResource[]): Recording<T> {
  const only = (found: readonly RecordedResource[], what: string): RecordedResource => {
    const [first, ...others] = found;
    if (first !== undefined && others.length === 0) return first;
    const all = (first === undefined ? resources : found)
      .map(({ type, name }) => `${type} ${name}`)
      .join(", ");
    throw new Error(`${what}: ${first === undefined ? "there is none among" : "there are several:"} ${all}`);
  };
  const ofType = (type: string | ResourceClass): RecordedResource[] =>
    resources.filter((resource) => resource.type === tokenOf(type));
  return {
    result,
    resources,
    orphans: resources.filter(
      ({ type, parent }) => parent === undefined && !type.startsWith("pulumi:providers:"),
    ),
    names: (type) =>
      ofType(type)
        .map(({ name }) => name)
        .sort(),
    one: (type, name) =>
      only(
        ofType(type).filter((resource) => name === undefined || resource.name === name),
        `${tokenOf(type)} ${name ?? ""}`.trim(),
      ),
    inputs: (name) =>
      only(
        resources.filter((resource) => resource.name === name),
        `resource "${name}"`,
      ).inputs,
    inventory: () => resources.map(({ type, name }) => `${type} ${name}`).sort(),
  };
}

function tokenOf(type: string | ResourceClass): string {
  if (typeof type === "string") return type;
  const token: unknown = Reflect.get(type, "__pulumiType");
  if (typeof token === "string") return token;
  throw new Error(
    `${type.name} has no type token of its own: give the token, such as "landingzone:network:Network"`,
  );
}
