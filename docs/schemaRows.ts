import { z } from "zod";

/** The parts of a JSON Schema that a reader wants to know. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** `false`: a list of exactly the items of `prefixItems`. */
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
}

// What else a schema holds is of no interest here, but a part of another form than this would be printed wrong.
export const schemaParts: z.ZodType<Schema> = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  required: z.array(z.string()).optional(),
  get items() {
    return z.union([z.literal(false), schemaParts]).optional();
  },
  get prefixItems() {
    return z.array(schemaParts).optional();
  },
  get oneOf() {
    return z.array(schemaParts).optional();
  },
  get anyOf() {
    return z.array(schemaParts).optional();
  },
  get properties() {
    return z.record(z.string(), schemaParts).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), schemaParts]).optional();
  },
});

/** One key of a configuration, as a table shows it. */
export interface Row {
  /** Path of the key: `network.cidr`; `[]` stands for an item of a list, `<name>` for a key of one's own choice. */
  readonly key: string;
  readonly type: string;
  /** The default as it would be written, or what happens without the key. */
  readonly otherwise: string;
  readonly description: string;
}

/** A row for every key below a schema, outer keys first. */
export function rowsBelow(schema: Schema, path = ""): Row[] {
  const required = new Set(schema.required);
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const key = path === "" ? name : `${path}.${name}`;
    return [row(key, value, required.has(name)), ...rowsBelow(value, key)];
  });
  const named = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  return [
    ...below,
    ...(named === undefined ? [] : rowsBelow(named, `${path}.<name>`)),
    ...(schema.items ? rowsBelow(schema.items, `${path}[]`) : []),
    ...formsOf(schema).flatMap((form) => rowsBelow(form, path)),
  ];
}

/** The forms that a value may take, where there are several. */
function formsOf({ anyOf = [], oneOf = [] }: Schema): readonly Schema[] {
  return [...anyOf, ...oneOf];
}

function row(key: string, schema: Schema, isRequired: boolean): Row {
  return {
    key,
    type: typeOf(schema),
    otherwise: otherwise(schema, isRequired),
    description: schema.description ?? "",
  };
}

function otherwise(schema: Schema, isRequired: boolean): string {
  if (isRequired) return "required";
  return schema.default === undefined ? "absent" : code(schema.default);
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  const forms = formsOf(schema);
  if (forms.length > 0) return choices(forms);
  if (schema.prefixItems !== undefined) return `list of ${schema.prefixItems.map(typeOf).join(" and ")}`;
  if (schema.items) return `list of ${typeOf(schema.items)}${count(schema)}`;
  if (typeof schema.additionalProperties === "object") return `map of ${typeOf(schema.additionalProperties)}`;
  const name = schema.type === undefined ? "anything" : [schema.type].flat().join(" or ");
  return `${name === "object" ? "map" : name}${range(schema)}`;
}

function count({ minItems, maxItems }: Schema): string {
  if (minItems !== undefined && maxItems !== undefined) return `, ${minItems} to ${maxItems} of them`;
  if (minItems !== undefined) return `, at least ${minItems}`;
  return maxItems === undefined ? "" : `, at most ${maxItems}`;
}

/** Values to choose from read like an enumeration; forms to choose from are set apart. */
function choices(schemas: readonly Schema[]): string {
  const areValues = schemas.every((one) => one.const !== undefined);
  return [...new Set(schemas.map(typeOf))].join(areValues ? ", " : ", or ");
}

function range(schema: Schema): string {
  const minimum = schema.minimum === Number.MIN_SAFE_INTEGER ? undefined : schema.minimum; // What zod writes for any integer.
  const maximum = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  if (minimum !== undefined && maximum !== undefined) return ` ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` from ${minimum}`;
  return maximum === undefined ? "" : ` up to ${maximum}`;
}

function code(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
