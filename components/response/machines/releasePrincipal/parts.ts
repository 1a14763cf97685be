/**
 * Parts of a principal that can be released, in this order: while the denial stands, nothing else that is restored is of use.
 *
 * `all` ends the containment: the denial goes, and the case lets the principal go. It does not stand for the access keys, since a
 * key that has leaked is known to others for ever: it is replaced, not switched on again. Who knows that a key has not leaked
 * names `keys` as well.
 * Source: "What to Do If You Inadvertently Expose an AWS Access Key", AWS Security Blog.
 */
export const principalParts = ["keys", "policy"] as const;

export type PrincipalPart = (typeof principalParts)[number];
