/**
 * URNs of what the provider waits long for, to see that it is stable: 55 s and more (measured), as at AWS. Where nobody looks at
 * them, they can be left out.
 */
export const slowResources: readonly string[] = ["**BucketLifecycleConfiguration**"];
