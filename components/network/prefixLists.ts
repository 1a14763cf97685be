import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { shareResources } from "../iam/resourceShare";

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
    const arns = Object.fromEntries(lists.map(([key, list]) => [key, list.arn]));
    shareResources(`${name}-share`, arns, args.sharedWith, child);
    this.ids = Object.fromEntries(lists.map(([key, list]) => [key, list.id]));
    this.registerOutputs({ ids: this.ids });
  }

  /** Id of a list. @throws Error that names the lists that there are. */
  public idOf(list: string): pulumi.Output<string> {
    const id = this.ids[list];
    if (id) return id;
    throw new Error(`There is no prefix list ${list}, only ${Object.keys(this.ids).join(", ")}`);
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
