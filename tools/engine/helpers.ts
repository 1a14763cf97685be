import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { isExecutable } from "./executable";

/** The vendor's language host. Where it is, the engine needs no other helper. */
export const languageHostName = "pulumi-language-nodejs";

/**
 * Folder with the helper that runs policy packs. Our language host is not in it: an engine that finds one runs packs
 * through it, which takes 0.3 s longer (measured with a preview of 300 resources).
 */
export function policyHelpers(): Promise<string> {
  return helperFolder("policies", "pulumi-analyzer-policy-nodejs");
}

/** Folder with our language host, which `pulumi` on the command line needs. */
export function programHelpers(): Promise<string> {
  return helperFolder("programs", languageHostName);
}

async function helperFolder(folder: string, name: string): Promise<string> {
  const directory = join(__dirname, "helpers", folder);
  const helper = join(directory, name);
  // An unpacked archive may have lost the bit that git keeps.
  if (!(await isExecutable(helper))) await chmod(helper, 0o755);
  return directory;
}
