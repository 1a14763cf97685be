import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchema, printed, schemaFile } from "../../config/jsonSchema";
import { schemas, type StackKind } from "../../config/load";

const root = join(__dirname, "../..");

interface Schema {
  readonly description?: string;
  readonly properties?: Record<string, Schema>;
}

function undescribed(schema: Schema, path: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
    ...(value.description === undefined ? [`${path}.${key}`] : []),
    ...undescribed(value, `${path}.${key}`),
  ]);
}

for (const kind of Object.keys(schemas) as StackKind[]) {
  describe(`The JSON Schema of the kind ${kind}`, () => {
    it("is up to date in config/schemas (npm run config:schemas)", () => {
      const file = readFileSync(join(root, "config/schemas", schemaFile(kind)), "utf8");
      assert.equal(file, printed(jsonSchema(kind)));
    });

    it("describes every key", () => {
      const config = (jsonSchema(kind) as { properties: { config: Schema } }).properties.config;
      assert.deepEqual(undescribed(config, kind), []);
    });
  });
}

describe("The editor", () => {
  it("completes each stack's file from the schema of its kind", () => {
    const settings = JSON.parse(readFileSync(join(root, ".vscode/settings.json"), "utf8")) as {
      "yaml.schemas": Record<string, string[]>;
    };
    assert.deepEqual(settings["yaml.schemas"], {
      "./config/schemas/workload.json": ["Pulumi.prod.yaml"],
      "./config/schemas/forensics.json": ["Pulumi.forensics.yaml"],
    });
  });
});
