import type { Facts } from "./facts";
import type { Family } from "./family";
import type { Finding, Located } from "./finding";
import type { Resource } from "./resource";
import type { Stack } from "./stack";
import type { Anything, Value } from "./value";

/** A rule: what must hold and how to find out. Levels, severities and frameworks are the pack's affair. */
export interface Rule {
  /** Also the name of the file that declares it. */
  readonly name: string;
  /** What must hold, as one sentence. */
  readonly must: string;
  /** What to do about a violation, as one sentence. */
  readonly fix: string;
  /** Checks of single resources. They judge before a resource is created, in previews and updates. */
  readonly resources?: readonly ResourceCheck[];
  /**
   * A check that needs several resources, or the absence of one. It judges in previews, and at the end of updates, when
   * everything has been created.
   */
  readonly stack?: StackCheck;
}

export interface ResourceCheck {
  readonly applies: (type: string) => boolean;
  readonly check: (resource: Resource<Anything>, facts: Facts) => readonly Finding[];
}

type StackCheck = (stack: Stack, facts: Facts) => readonly Located[];

/**
 * Declares a rule.
 *
 * @throws Error when the rule checks nothing.
 */
export function rule(declaration: Rule): Rule {
  if ((declaration.resources ?? []).length === 0 && declaration.stack === undefined) {
    throw new Error(`rule "${declaration.name}" checks nothing: give it resources, stack or both`);
  }
  return declaration;
}

/** A check of the resources of one family. */
export function on<A>(
  family: Family<A>,
  check: (properties: Value<A>, facts: Facts, resource: Resource<A>) => readonly Finding[],
): ResourceCheck {
  return {
    applies: (type) => family.tokens.includes(type),
    check: (resource, facts) => {
      const properties = resource.properties as Value<unknown> as Value<A>;
      return check(properties, facts, { ...resource, properties });
    },
  };
}

/** A check of every resource whose type passes the test. */
export function onTypes(
  applies: (type: string) => boolean,
  check: (resource: Resource<Anything>, facts: Facts) => readonly Finding[],
): ResourceCheck {
  return { applies, check };
}
