import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** The checkout. */
export const checkout = join(__dirname, "..");

/** Runs a TypeScript file of the checkout in a process of its own, as `npm start` does, and gives what it printed. */
export async function runScript(path: string, args: readonly string[]): Promise<string> {
  const node = ["--require", "ts-node/register/transpile-only", join(checkout, path)];
  const { stdout } = await execa(process.execPath, [...node, ...args], { cwd: checkout, stderr: "ignore" });
  return stdout;
}

/** Gives some work a folder that is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "landing-zone-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
