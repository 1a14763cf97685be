import * as fs from "node:fs";
import * as path from "node:path";

/** The generated table of types; `writeTypes.ts` writes it. */
export const dataFile = path.join(__dirname, "data", "types.json");

/** What a value is, as far as it matters for making one up. */
type Kind = "string" | "number" | "boolean" | "list" | "map" | "object";

/** One property of a resource type. */
export interface Property {
  readonly kind: Kind;
  readonly isInput: boolean;
  readonly isRequired: boolean;
  readonly isOutput: boolean;
  /** An output that always has a value, whether or not the input of that name was given. */
  readonly isAlwaysSet: boolean;
  readonly isSecret: boolean;
}

/** A resource type of the package `aws`. */
export interface ResourceType {
  /** For instance `aws:ec2/vpc:Vpc`. */
  readonly token: string;
  /** Folder of the type in `@pulumi/aws`, for instance `ec2`. */
  readonly module: string;
  readonly properties: ReadonlyMap<string, Property>;
  /** Paths of inputs whose change replaces the resource; lists count as their elements: `rootBlockDevice.encrypted`. */
  readonly replacing: ReadonlySet<string>;
  /** Template of the id; undefined where the documentation shows no format. */
  readonly idTemplate: string | undefined;
}

type Encoded = readonly [idTemplate: string, properties: string, replacing: string];

interface Data {
  readonly version: string;
  readonly types: Readonly<Record<string, Encoded>>;
}

const kinds: Readonly<Record<string, Kind>> = {
  s: "string",
  n: "number",
  b: "boolean",
  l: "list",
  m: "map",
  o: "object",
};

let data: Data | undefined;
const decoded = new Map<string, ResourceType>();

function load(): Data {
  data ??= JSON.parse(fs.readFileSync(dataFile, "utf8")) as Data;
  return data;
}

/** Version of `@pulumi/aws` that the table was made from. */
export function sdkVersion(): string {
  return load().version;
}

/** All known type tokens, sorted. */
export function typeTokens(): string[] {
  return Object.keys(load().types);
}

/** The type with this token, or undefined if it is not in the table. */
export function findType(token: string): ResourceType | undefined {
  const known = decoded.get(token);
  if (known !== undefined) return known;
  const { types } = load();
  const encoded = Object.hasOwn(types, token) ? types[token] : undefined;
  if (encoded === undefined) return undefined;
  const type = decode(token, encoded);
  decoded.set(token, type);
  return type;
}

function decode(token: string, [idTemplate, properties, replacing]: Encoded): ResourceType {
  return {
    token,
    module: /^aws:([^/]+)/.exec(token)?.[1] ?? "",
    properties: new Map(properties.split(" ").map(decodeProperty)),
    replacing: new Set(replacing === "" ? [] : replacing.split(" ")),
    idTemplate: idTemplate === "" ? undefined : idTemplate,
  };
}

/** `bucket:siroa`: name, kind, then i input, r required, o output, a always set, x secret. */
function decodeProperty(text: string): [string, Property] {
  const [name = "", flags = ""] = text.split(":");
  return [
    name,
    {
      kind: kinds[flags.charAt(0)] ?? "object",
      isInput: flags.includes("i", 1),
      isRequired: flags.includes("r", 1),
      isOutput: flags.includes("o", 1),
      isAlwaysSet: flags.includes("a", 1),
      isSecret: flags.includes("x", 1),
    },
  ];
}
