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
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(goldenFile(stack), `${lines.join("\n")}\n`);
  assert.deepEqual(lines, reviewed(stack));
}

/** The inventory of a stack that was reviewed. */
export function reviewed(stack: string): string[] {
  const path = goldenFile(stack);
  assert.ok(existsSync(path), `${path} is missing; write it with UPDATE_GOLDEN=1 npm run test:engine`);
  return readFileSync(path, "utf8").trimEnd().split("\n");
}

function goldenFile(stack: string): string {
  return join(checkout, "tests", "golden", `${stack}.txt`);
}
