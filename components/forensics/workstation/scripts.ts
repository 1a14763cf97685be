import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The shell scripts of the workstation's image and documents. */
export type ScriptName = "common" | "disk" | "memory" | "harden" | "tools";

/** Text of a script. */
export function script(name: ScriptName): string {
  return readFileSync(join(__dirname, `${name}.sh`), "utf8");
}

/** The text of what a document runs, for the variables it has set. */
export function examination(name: "disk" | "memory"): string {
  return `${script("common")}\n${script(name)}`;
}
