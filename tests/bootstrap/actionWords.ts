/** The actions that IAM must allow for the life of a resource: what a refresh reads, and what changes it. */
export interface Actions {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export type Words = readonly [reads: string, writes: string];

/** Actions without a service are the module's own. */
export function forService(
  module: string,
  classes: Readonly<Record<string, Words>>,
): Record<string, Actions> {
  return Object.fromEntries(
    Object.entries(classes).map(([name, [reads, writes]]) => [
      `${module}.${name}`,
      { reads: actions(module, reads), writes: actions(module, writes) },
    ]),
  );
}

function actions(service: string, words: string): string[] {
  return words.split(" ").map((word) => (word.includes(":") ? word : `${service}:${word}`));
}

export function virtualInterfaces(...kinds: readonly string[]): Record<string, Words> {
  return Object.fromEntries(
    kinds.map((kind): [string, Words] => [
      `${kind}VirtualInterface`,
      [
        "DescribeVirtualInterfaces DescribeTags",
        `Create${kind}VirtualInterface UpdateVirtualInterfaceAttributes DeleteVirtualInterface TagResource UntagResource`,
      ],
    ]),
  );
}

/** Route 53 Resolver is a service of its own to IAM. */
export function resolver(reads: string, writes: string): Words {
  return [actions("route53resolver", reads).join(" "), actions("route53resolver", writes).join(" ")];
}
