import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Every type of `@pulumi/aws` that takes tags. Written by `npm run policies:taggable`. */
export const taggableTypes: ReadonlySet<string> = new Set(
  JSON.parse(readFileSync(join(__dirname, "taggableTypes.json"), "utf8")) as string[],
);
