import { z } from "zod";
import { project, schemas, type StackKind } from "./load";

/** JSON Schema of a whole `Pulumi.<stack>.yaml` of one kind, for completion and descriptions in an editor. */
export function jsonSchema(kind: StackKind): object {
  const { properties = {}, required = [] } = z.toJSONSchema(schemas[kind], { io: "input" });
  const key = (name: string) => `${project}:${name}`;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `Configuration of a stack of kind ${kind}`,
    type: "object",
    required: ["config"],
    additionalProperties: false,
    properties: {
      config: {
        type: "object",
        required: required.map(key),
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, schema]) => [key(name), schema]),
        ),
        patternProperties: { "^pulumi:": {} },
        additionalProperties: false,
      },
      secretsprovider: {
        type: "string",
        description: "Provider of the key that encrypts the stack's secrets.",
      },
      encryptedkey: { type: "string", description: "Written by Pulumi: the encrypted data key." },
      encryptionsalt: { type: "string", description: "Written by Pulumi: the salt of the passphrase." },
      environment: { description: "Pulumi ESC environments that the stack imports." },
    },
  };
}

/** Name of the schema's file in `config/schemas/`. */
export function schemaFile(kind: StackKind): string {
  return `${kind}.json`;
}

/** The schema as it stands in its file. */
export function printed(schema: object): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
