import type { PolicyProviderResource, PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import * as sdk from "@pulumi/policy";
import type { Facts } from "../../policypacks/shared/facts";

/** Account of the stack that test resources belong to, and one that it may trust. */
export const ownAccount = "111111111111";
export const trustedAccount = "222222222222";

export const testFacts: Facts = {
  stack: "prod",
  stackKind: "workload",
  account: ownAccount,
  trustedAccounts: [trustedAccount],
  publicPorts: [80, 443],
  logRetentionDays: 365,
  evidenceRetentionDays: 365,
  exceptions: [],
};

/** What the engine passes in a preview in place of a text that is not known yet (`unknownStringValue` in `proxy.js`). */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A property whose value is an output of another resource: known in an update, not in a preview. */
export interface Reference {
  readonly refersTo: string;
  readonly output: string;
}

/** A reference to an output of the test resource with the given name. */
export function output(name: string, property: string): Reference {
  return { refersTo: name, output: property };
}

/** A resource as a test describes it. */
export interface TestResource {
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What AWS adds when the resource is created. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly provider: PolicyProviderResource | undefined;
  /** @default false */
  readonly isProtected?: boolean;
}

/** @param outputs What AWS adds. @default the id */
export function resource(
  type: string,
  name: string,
  properties: Readonly<Record<string, unknown>> = {},
  outputs: Readonly<Record<string, unknown>> = { id: `${name}-id` },
): TestResource {
  return { type, name, properties, outputs, provider: providerNamed("workload") };
}

export function providerNamed(name: string, props: Record<string, unknown> = {}): PolicyProviderResource {
  const type = "pulumi:providers:aws";
  return { type, name, urn: urnOf(type, name), props };
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:prod::landing-zone::${type}::${name}`;
}

/** What happens to values that come from other resources: a preview does not know them, an update does. */
export type Phase = "preview" | "update";

/** The arguments that the SDK passes to a resource policy. */
export function validationArgs(
  resource: TestResource,
  stack: readonly TestResource[],
  phase: Phase,
  config: object,
): ResourceValidationArgs {
  return {
    type: resource.type,
    name: resource.name,
    urn: urnOf(resource.type, resource.name),
    props: proxied(resolve(resource.properties, stack, phase)),
    opts: options(resource),
    ...(resource.provider === undefined ? {} : { provider: resource.provider }),
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: () => config as never,
    notApplicable: (reason) => {
      throw new NotApplicable(reason);
    },
  };
}

/** The resources that the SDK passes to a stack policy, in an order that is not that of their names. */
export function policyResources(stack: readonly TestResource[], phase: Phase): PolicyResource[] {
  const made = stack.map((one): PolicyResource => ({
    type: one.type,
    name: one.name,
    urn: urnOf(one.type, one.name),
    props: proxied(outputsOf(one, stack, phase)),
    opts: options(one),
    ...(one.provider === undefined ? {} : { provider: one.provider }),
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  }));
  for (const [index, one] of stack.entries()) {
    for (const [property, value] of Object.entries(one.properties)) {
      const sources = referencesIn(value).flatMap(({ refersTo }) =>
        made.filter(({ name }) => name === refersTo),
      );
      const target = made[index];
      if (target !== undefined && sources.length > 0) target.propertyDependencies[property] = sources;
    }
  }
  return made.reverse();
}

/** Thrown by a policy that does not concern itself with a resource. */
export class NotApplicable extends Error {}

/** In a preview the provider calls unknown whatever AWS will add. */
function outputsOf(one: TestResource, stack: readonly TestResource[], phase: Phase): Record<string, unknown> {
  const added = Object.entries(one.outputs).map(([key, value]): [string, unknown] => [
    key,
    phase === "preview" ? unknown : value,
  ]);
  return { ...Object.fromEntries(added), ...resolve(one.properties, stack, phase) };
}

function resolve(
  properties: Readonly<Record<string, unknown>>,
  stack: readonly TestResource[],
  phase: Phase,
): Record<string, unknown> {
  return resolveValue(properties, stack, phase) as Record<string, unknown>;
}

function resolveValue(value: unknown, stack: readonly TestResource[], phase: Phase): unknown {
  if (isReference(value)) {
    if (phase === "preview") return unknown;
    const target = stack.find(({ name }) => name === value.refersTo);
    if (target === undefined) throw new Error(`no test resource is named "${value.refersTo}"`);
    return target.outputs[value.output] ?? target.properties[value.output];
  }
  if (Array.isArray(value)) return value.map((element: unknown) => resolveValue(element, stack, phase));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, resolveValue(part, stack, phase)]));
}

function referencesIn(value: unknown): Reference[] {
  if (isReference(value)) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && "refersTo" in value;
}

/** As the SDK wraps what it passes to a policy. It exports the function for tests, without a declaration of its type. */
function proxied(properties: Record<string, unknown>): Record<string, unknown> {
  return (sdk as unknown as Exported).unknownCheckingProxy(properties);
}

interface Exported {
  unknownCheckingProxy(properties: Record<string, unknown>): Record<string, unknown>;
}

function options({ isProtected = false }: TestResource): PolicyResource["opts"] {
  return {
    protect: isProtected,
    ignoreChanges: [],
    aliases: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    additionalSecretOutputs: [],
  };
}
