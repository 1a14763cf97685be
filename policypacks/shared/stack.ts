import type { PolicyResource } from "@pulumi/policy";
import type { Family } from "./family";
import type { Provider, Resource } from "./resource";
import type { Truth } from "./truth";
import { Value, type Anything } from "./value";

/** A resource among the others of its stack. */
export interface Member<A = Anything> extends Resource<A> {
  /** What is known of it after it was created, such as its ARN. */
  readonly outputs: Value;
  /** The resources that a property's value comes from, also when the value is not known yet. */
  readonly sources: (property: string) => readonly Member[];
}

/** Which resources of one family belong to which of another. */
export interface Join<C> {
  /** Those that surely belong to the target. */
  of(target: Resource): readonly Member<C>[];
  /** The target of a resource, if there is one in this stack. */
  targetOf(child: Resource): Member | undefined;
  /** Those that belong to some target which cannot be told yet. */
  readonly unresolved: readonly Member<C>[];
  /** Whether a target that nothing surely belongs to has nothing at all. */
  readonly absence: Truth;
}

/** Outputs by which other resources refer to one. */
const identities = ["id", "arn", "bucket", "name", "keyId"] as const;

/**
 * Everything in a stack, by type, and who refers to whom. Built once a run and shared by all stack rules.
 * Resources are in the order of their URNs, since the engine hands them over in random order.
 */
export class Stack {
  /** The stack itself as a resource; findings about something that is absent are about it. */
  public readonly root: { readonly urn: string };
  private readonly members: readonly Member[];
  private readonly byType = new Map<string, Member[]>();
  private readonly joins = new Map<string, Join<unknown>>();

  /**
   * @param resources What the SDK hands to a stack policy: resources with their outputs.
   * @param inputs What the program asked for, by URN. In a preview the provider calls everything unknown that AWS might
   *   fill in, so that only the inputs tell what was left out. A resource without recorded inputs is read by its outputs.
   */
  public constructor(resources: readonly PolicyResource[], inputs: ReadonlyMap<string, Value>) {
    const sorted = [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const byUrn = new Map<string, Member>();
    this.members = sorted.map((resource) => memberOf(resource, inputs, byUrn));
    for (const member of this.members) {
      byUrn.set(member.urn, member);
      append(this.byType, member.type, member);
    }
    this.root = this.byType.get("pulumi:pulumi:Stack")?.[0] ?? { urn: "" };
  }

  /** The resources of a family, in the order of their URNs. */
  public all<A>(family: Family<A>): readonly Member<A>[] {
    const members = family.tokens.flatMap((token) => this.byType.get(token) ?? []);
    return members.map((member) => member as Member<unknown> as Member<A>);
  }

  /** Every resource whose type passes the test, in the order of their URNs. */
  public ofTypes(applies: (type: string) => boolean): readonly Member[] {
    return this.members.filter((member) => applies(member.type));
  }

  /**
   * Whose `property` refers to which resource of the target family: by its value where that is known, else by where the
   * value comes from.
   */
  public join<C, T>(children: Family<C>, property: keyof C & string, targets: Family<T>): Join<C> {
    const key = JSON.stringify([children.tokens, property, targets.tokens]);
    const known = this.joins.get(key);
    if (known !== undefined) return known;
    const made = joinOf(this.all(children), property, this.all<unknown>(targets) as readonly Member[]);
    this.joins.set(key, made);
    return made;
  }
}

function memberOf(
  resource: PolicyResource,
  inputs: ReadonlyMap<string, Value>,
  byUrn: ReadonlyMap<string, Member>,
): Member {
  const outputs = Value.of<Anything>(resource.props);
  const sources = (property: string): readonly Member[] =>
    (resource.propertyDependencies[property] ?? []).flatMap(({ urn }) => byUrn.get(urn) ?? []);
  return {
    urn: resource.urn,
    name: resource.name,
    type: resource.type,
    properties: inputs.get(resource.urn) ?? outputs,
    outputs,
    sources,
    isProtected: resource.opts.protect,
    ...providerOf(resource),
  };
}

/** The provider of a resource as the SDK describes it. */
export function providerOf(args: Pick<PolicyResource, "provider">): { readonly provider?: Provider } {
  if (args.provider === undefined) return {};
  const { urn, name, props } = args.provider;
  return { provider: { urn, name, properties: Value.of(props) } };
}

function joinOf<C>(children: readonly Member<C>[], property: string, targets: readonly Member[]): Join<C> {
  const byIdentity = new Map(
    targets.flatMap((target) =>
      identities.flatMap((identity) => {
        const text = target.outputs.at(identity).text();
        return text === undefined ? [] : [[text, target] as const];
      }),
    ),
  );
  const family = new Set(targets);
  const belongings = new Map<string, Member<C>[]>();
  const targetsOf = new Map<string, Member>();
  const unresolved: Member<C>[] = [];
  for (const child of children) {
    const value = (child.properties as Value<unknown>).loosely().at(property);
    const sources = child.sources(property).filter((source) => family.has(source));
    const target = byIdentity.get(value.text() ?? "") ?? (sources.length === 1 ? sources[0] : undefined);
    if (target !== undefined) {
      targetsOf.set(child.urn, target);
      append(belongings, target.urn, child);
    } else if (value.isUnknown) {
      unresolved.push(child);
    }
  }
  return {
    of: (target) => belongings.get(target.urn) ?? [],
    targetOf: (child) => targetsOf.get(child.urn),
    unresolved,
    absence: unresolved.length === 0 ? "yes" : "unknown",
  };
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
