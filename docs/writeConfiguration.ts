import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { configurationReference } from "./configurationReference";

// `npm run docs:configuration`: writes docs/configuration.md anew.
writeFileSync(join(__dirname, "configuration.md"), configurationReference());
