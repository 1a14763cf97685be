import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import { z } from "zod";

/** A value of a template: JSON, in which CloudFormation's functions are maps with their full names. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const template = z.object({
  Parameters: z.record(z.string(), z.looseObject({ AllowedPattern: z.string().optional() })),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.string().optional(),
      DeletionPolicy: z.string().optional(),
      UpdateReplacePolicy: z.string().optional(),
      Properties: z.unknown(),
    }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })),
});

/** A template of bootstrap/ as it stands. */
export function readTemplate(file: string) {
  return template.parse(
    plain(parseDocument(readFileSync(templatePath(file), "utf8"), { logLevel: "silent" }).contents),
  );
}

/** Where a template is. */
function templatePath(file: string): string {
  return join(__dirname, "../../bootstrap", file);
}

/** A template's resources and outputs as CloudFormation would make them of the parameters. */
export function deploy(file: string, parameters: Readonly<Record<string, string | readonly string[]>>) {
  const { Conditions, Resources, Outputs } = readTemplate(file);
  const scope: Scope = {
    parameters: { ...pseudo, ...parameters },
    conditions: Conditions as Record<string, Value>,
  };
  const kept = Object.entries(Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition, scope),
  );
  return {
    resources: Object.fromEntries(
      kept.map(([name, resource]) => [
        name,
        { ...resource, Properties: evaluated(resource.Properties as Value, scope) as Record<string, Value> },
      ]),
    ),
    outputs: Object.fromEntries(
      Object.entries(Outputs).map(([name, output]) => [name, evaluated(output.Value as Value, scope)]),
    ),
  };
}

/** Stands for an attribute of a resource that only AWS knows. `attributeOf("Bucket.Arn")` */
export function attributeOf(name: string): string {
  return `<${name}>`;
}

const pseudo = {
  "AWS::Partition": "aws",
  "AWS::AccountId": "999988887777",
  "AWS::Region": "eu-central-1",
  "AWS::URLSuffix": "amazonaws.com",
};

interface Scope {
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  readonly conditions: Readonly<Record<string, Value>>;
}

/** YAML as JSON: `!Sub x` is `{ "Fn::Sub": "x" }`. */
function plain(node: unknown): Value {
  const tag = (node as { tag?: string }).tag;
  const value = untagged(node);
  if (tag === undefined || !/^!\w/.test(tag)) return value;
  return { [tag === "!Ref" ? "Ref" : `Fn::${tag.slice(1)}`]: value };
}

function untagged(node: unknown): Value {
  if (isScalar(node)) return node.value as Value;
  if (isSeq(node)) return node.items.map(plain);
  if (isMap(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [text(plain(key)), plain(value)]));
  }
  throw new Error("A template is made of scalars, lists and maps");
}

const nothing = Symbol("AWS::NoValue");

function evaluated(value: Value, scope: Scope): Value {
  const result = evaluate(value, scope);
  if (result === nothing) throw new Error("AWS::NoValue stands where a value must be");
  return result;
}

function evaluate(value: Value, scope: Scope): Value | typeof nothing {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((item) => evaluate(item, scope)).filter((item) => item !== nothing);
  const [[name, argument] = ["", null]] = Object.entries(value);
  const isCall = Object.keys(value).length === 1 && (name === "Ref" || name.startsWith("Fn::"));
  if (isCall) return call(name, argument, scope);
  const entries = Object.entries(value).map(([key, item]) => [key, evaluate(item, scope)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== nothing));
}

function call(name: string, argument: Value, scope: Scope): Value | typeof nothing {
  const list = isList(argument) ? argument : [];
  switch (name) {
    case "Ref":
      return argument === "AWS::NoValue" ? nothing : reference(text(argument), scope);
    case "Fn::GetAtt":
      return attributeOf(text(argument));
    case "Fn::Sub":
      return text(argument).replace(/\$\{([^}]+)\}/g, (_, inner: string) =>
        inner.includes(".") ? attributeOf(inner) : text(reference(inner, scope)),
      );
    case "Fn::If":
      return evaluate(list[holds(text(list[0]), scope) ? 1 : 2] ?? null, scope);
    case "Fn::Not":
      return evaluated(list[0] ?? null, scope) !== true;
    case "Fn::Equals":
      return evaluated(list[0] ?? null, scope) === evaluated(list[1] ?? null, scope);
    case "Fn::Join":
      return (evaluated(list[1] ?? null, scope) as readonly string[]).join(text(list[0]));
    default:
      throw new Error(`${name} is no function that these templates use`);
  }
}

function reference(name: string, { parameters }: Scope): Value {
  return parameters[name] ?? attributeOf(name);
}

function holds(condition: string, scope: Scope): boolean {
  return evaluated(scope.conditions[condition] ?? null, scope) === true;
}

function text(value: Value | undefined): string {
  if (typeof value !== "string") throw new Error(`Expected a text, got ${JSON.stringify(value)}`);
  return value;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
