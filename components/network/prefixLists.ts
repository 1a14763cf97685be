import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";

export interface PrefixListsArgs {
  /** IPv4 blocks by the name of their list, for instance `office` or `on-premises`. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /**
   * Who else may use the lists: ids of accounts, or ARNs of organizational units or of the organization, shared through AWS
   * RAM. Sharing outside the organization is refused.
   */
  readonly sharedWith: readonly string[];
}

/**
 * Addresses outside the VPC by name, so that security groups and routes speak of `office` instead of repeating its blocks.
 * A list has room for exactly its blocks: each counts as one rule wherever the list is used.
 */
export class PrefixLists extends Component {
  /** Ids of the lists by their names. */
  public readonly ids: Readonly<Record<string, pulumi.Output<string>>>;

  public constructor(name: string, args: PrefixListsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network:PrefixLists", name, args, opts);
    const child = { parent: this };
    const lists = Object.entries(args.lists).map(
      ([key, blocks]) => [key, createList(name, key, blocks, child)] as const,
    );
    if (args.sharedWith.length > 0) share(name, lists, args.sharedWith, child);
    this.ids = Object.fromEntries(lists.map(([key, list]) => [key, list.id]));
    this.registerOutputs({ ids: this.ids });
  }
}

function createList(
  name: string,
  key: string,
  blocks: readonly string[],
  opts: pulumi.CustomResourceOptions,
): aws.ec2.ManagedPrefixList {
  return new aws.ec2.ManagedPrefixList(
    `${name}-${key}`,
    {
      name: `${name}-${key}`,
      addressFamily: "IPv4",
      maxEntries: blocks.length,
      entries: blocks.map((cidr) => ({ cidr, description: key })),
      tags: { Name: `${name}-${key}` },
    },
    opts,
  );
}

function share(
  name: string,
  lists: readonly (readonly [string, aws.ec2.ManagedPrefixList])[],
  principals: readonly string[],
  opts: pulumi.CustomResourceOptions,
): void {
  const resourceShare = new aws.ram.ResourceShare(
    `${name}-share`,
    { name, allowExternalPrincipals: false },
    opts,
  );
  for (const [key, list] of lists) {
    new aws.ram.ResourceAssociation(
      `${name}-share-${key}`,
      { resourceShareArn: resourceShare.arn, resourceArn: list.arn },
      opts,
    );
  }
  for (const principal of principals) {
    new aws.ram.PrincipalAssociation(
      `${name}-share-with-${principal.split("/").at(-1) ?? principal}`,
      { resourceShareArn: resourceShare.arn, principal },
      opts,
    );
  }
}
