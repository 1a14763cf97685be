import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pack } from "./landing-zone/pack";
import { policiesDocument } from "./policiesDocument";

writeFileSync(join(__dirname, "..", "docs", "policies.md"), policiesDocument(pack));
