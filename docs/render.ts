import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawn } from "./picture";

// `npm run docs:picture`: draws docs/architecture.svg anew.
void drawn(readFileSync(join(__dirname, "architecture.dot"), "utf8")).then((picture) => {
  writeFileSync(join(__dirname, "architecture.svg"), picture);
});
