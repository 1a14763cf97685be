import * as pulumi from "@pulumi/pulumi";

/** How sensitive the data is that a resource stores. `restricted` is evidence: read by named people only. */
export type DataClassification = "public" | "internal" | "confidential" | "restricted";

/** The tag that every resource which stores data must carry. */
export const dataClassificationTag = "data-classification";

/** Types that store data, in whatever form. A child of one of these types must say how sensitive its data is. */
const storesData: ReadonlySet<string> = new Set([
  "aws:backup/vault:Vault",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:dynamodb/table:Table",
  "aws:ebs/volume:Volume",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
  "aws:ssm/parameter:Parameter",
]);

/** What a component may be told beside its own arguments. */
export interface ComponentOptions {
  /** Tags for every taggable resource below the component. A resource's own tags win, then the innermost component's. */
  readonly tags?: Tags;
}

/**
 * Base of every component. It keeps the rules that no author should have to remember:
 *
 * - the type token starts with `landingzone:`;
 * - the name of everything below the component starts with the component's name and a hyphen;
 * - every taggable resource below carries the tag `component`, and what the options add;
 * - every resource below that stores data carries the tag `data-classification`.
 *
 * A component calls `registerOutputs` last in its constructor.
 */
export class Component extends pulumi.ComponentResource {
  /**
   * @param kind Folder and class of the component, for instance `network:Network`.
   * @param name Name of the component; the names of all its children start with it.
   * @param args What the component was given. Policies see it in preview, also where a derived document is unknown.
   * @param options Tags for everything below.
   * @param opts Pulumi's own options.
   */
  protected constructor(
    kind: `${string}:${string}`,
    name: string,
    args: object,
    opts: pulumi.ComponentResourceOptions = {},
    options: ComponentOptions = {},
  ) {
    const tags = { component: kind.slice(kind.indexOf(":") + 1), ...options.tags };
    super(
      `landingzone:${kind}`,
      name,
      { ...args },
      pulumi.mergeOptions(opts, {
        transformations: [requireNamePrefix(name), addTags(tags), requireClassification],
      }),
    );
  }
}

function requireNamePrefix(component: string): pulumi.ResourceTransformation {
  let isOwn = true; // A component's transformations see the component itself first.
  return ({ name, type }) => {
    if (isOwn) {
      isOwn = false;
      return undefined;
    }
    if (!name.startsWith(`${component}-`)) {
      throw new Error(
        `${type} "${name}" is a child of "${component}": its name must start with "${component}-", ` +
          "followed by its role and, where there are several, a stable key",
      );
    }
    return undefined;
  };
}

type Tags = Readonly<Record<string, pulumi.Input<string>>>;

function isPlain(tags: pulumi.Input<Tags> | undefined): tags is Tags | undefined {
  return !pulumi.Output.isInstance(tags) && !(tags instanceof Promise);
}

function addTags(tags: Tags): pulumi.ResourceTransformation {
  return ({ resource, props, opts }) => {
    const inputs = props as Record<string, unknown>;
    // The generated classes of @pulumi/aws set the key `tags` on every taggable type, also when no tag is given.
    if (!(resource instanceof pulumi.CustomResource) || !("tags" in inputs)) return undefined;
    const own = inputs["tags"] as pulumi.Input<Tags> | undefined;
    // Plain tags stay plain, so that the next transformation can read them.
    const merged = isPlain(own)
      ? { ...tags, ...own }
      : pulumi.output(own).apply((given) => ({ ...tags, ...given }));
    return { props: { ...inputs, tags: merged }, opts };
  };
}

const requireClassification: pulumi.ResourceTransformation = ({ type, name, props }) => {
  if (!storesData.has(type)) return undefined;
  const { tags } = props as { tags?: pulumi.Input<Tags> };
  if (isPlain(tags) && tags?.[dataClassificationTag] === undefined) {
    throw new Error(
      `${type} "${name}" stores data: give it the tag "${dataClassificationTag}" ` +
        "(public, internal, confidential or restricted)",
    );
  }
  return undefined;
};
