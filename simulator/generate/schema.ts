import * as fs from "node:fs";

interface SchemaProperty {
  readonly $ref?: string;
  readonly items?: SchemaProperty;
  readonly willReplaceOnChanges?: boolean;
}

interface SchemaResource {
  readonly inputProperties?: Readonly<Record<string, SchemaProperty>>;
}

/** The parts of a Pulumi package schema that say what a change replaces. */
export interface Schema {
  readonly name: string;
  readonly version?: string;
  readonly resources: Readonly<Record<string, SchemaResource>>;
  readonly types: Readonly<
    Record<string, { readonly properties?: Readonly<Record<string, SchemaProperty>> }>
  >;
}

/** Reads the schema of the package `aws`, as `pulumi package get-schema aws` prints it. */
export function readSchema(file: string): Schema {
  const schema = JSON.parse(fs.readFileSync(file, "utf8")) as Schema;
  if (schema.name !== "aws") throw new Error(`${file} is the schema of "${schema.name}": give that of "aws"`);
  return schema;
}

/**
 * Paths of the inputs whose change replaces the resource, sorted: `availabilityZone`, `rootBlockDevice.encrypted`.
 * A list counts as its elements. Recursive types end where they come back to themselves.
 */
export function replacingPaths(schema: Schema, token: string): string[] {
  const paths: string[] = [];
  const visit = (
    properties: Readonly<Record<string, SchemaProperty>>,
    prefix: string,
    open: readonly string[],
  ): void => {
    for (const [name, property] of Object.entries(properties)) {
      if (property.willReplaceOnChanges === true) {
        paths.push(prefix + name);
        continue;
      }
      const type = (property.items ?? property).$ref?.replace(/^#\/types\//, "");
      if (type === undefined || open.includes(type)) continue;
      visit(schema.types[type]?.properties ?? {}, `${prefix}${name}.`, [...open, type]);
    }
  };
  visit(schema.resources[token]?.inputProperties ?? {}, "", []);
  return paths.sort();
}
