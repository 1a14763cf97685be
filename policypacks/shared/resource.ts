import type { Family } from "./family";
import type { Value } from "./value";

/** A resource as a rule sees it. */
export interface Resource<A = unknown> {
  readonly urn: string;
  readonly name: string;
  /** Type token, for instance `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** What the program asks for, after the provider has checked it and filled in its defaults. */
  readonly properties: Value<A>;
  /** Whether the program protects it from its own deployments. */
  readonly isProtected: boolean;
  /** The provider that works on the resource; components and providers have none. */
  readonly provider?: Provider;
}

export interface Provider {
  readonly urn: string;
  readonly name: string;
  /** Its configuration. Lists and objects in it are JSON texts. */
  readonly properties: Value;
}

/** Name of the stack in a URN. */
export function stackOf(urn: string): string {
  return urn.split(":")[2] ?? "";
}

export function belongsTo(resource: Resource, family: Family<unknown>): boolean {
  return family.tokens.includes(resource.type);
}
