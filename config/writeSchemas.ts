import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchema, printed, schemaFile } from "./jsonSchema";
import { schemas, type StackKind } from "./load";

// `npm run config:schemas`: writes config/schemas/ anew.
const folder = join(__dirname, "schemas");
mkdirSync(folder, { recursive: true });
for (const kind of Object.keys(schemas) as StackKind[]) {
  writeFileSync(join(folder, schemaFile(kind)), printed(jsonSchema(kind)));
}
