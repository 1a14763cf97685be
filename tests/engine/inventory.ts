import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nameOf, readStackState, type StateFolder } from "../../tools/run/state";
import { checkout } from "./session";

/** Everything in a stack's state, one `type name` a line, sorted. */
export function inventory(state: StateFolder, stack: string): string[] {
  const resources = readStackState(state, stack)?.resources ?? [];
  return resources.map(({ type, urn }) => `${type} ${nameOf(urn)}`).sort();
}

/**
 * Compares an inventory with the one that was reviewed, `tests/golden/<stack>.txt`. A line that is gone or renamed is a
 * resource that AWS deletes or replaces, so it needs an alias or a decision.
 *
 * `UPDATE_GOLDEN=1` writes the file instead.
 */
export function assertGolden(stack: string, lines: readonly string[]): void {
  assert.notDeepEqual(lines, []);
  const path = join(checkout, "tests", "golden", `${stack}.txt`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, `${lines.join("\n")}\n`);
  assert.ok(existsSync(path), `${path} is missing; write it with UPDATE_GOLDEN=1 npm run test:engine`);
  assert.deepEqual(lines, readFileSync(path, "utf8").trimEnd().split("\n"));
}
