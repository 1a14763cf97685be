declare const shape: unique symbol;

/**
 * Resource types that are the same thing to a rule: a type and its older or renamed twins.
 *
 * @typeParam A The arguments of the type in `@pulumi/aws`. It exists at compile time only, so that a pack does not load
 *   that package.
 */
export interface Family<A> {
  /** Type tokens, for instance `aws:s3/bucket:Bucket`. */
  readonly tokens: readonly string[];
  readonly [shape]?: A;
}

export function family<A>(...tokens: readonly string[]): Family<A> {
  return { tokens };
}

/** The members of two families. */
export function either<A, B>(one: Family<A>, other: Family<B>): Family<A | B> {
  return family(...one.tokens, ...other.tokens);
}
