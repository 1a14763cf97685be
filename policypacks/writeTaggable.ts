import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { listTaggableTypes } from "./shared/listTaggableTypes";

writeFileSync(
  join(__dirname, "shared", "taggableTypes.json"),
  `${JSON.stringify(listTaggableTypes(), undefined, 2)}\n`,
);
