import type { DrillResult } from "./drill";

/** What `--json` prints: the parts that are asked for, no others. */
export function jsonReport({ contained, evidence, checks, seconds }: DrillResult): object {
  return { contained, evidence, checks, seconds };
}

/** What people read. The time line was told while it went on. */
export function textReport({ contained, evidence, checks, seconds }: DrillResult): string {
  const lines = checks.map(({ name, ok, saw }) =>
    ok ? `  ok    ${name}` : `  FAIL  ${name}: ${JSON.stringify(saw)}`,
  );
  const failed = checks.filter(({ ok }) => !ok).length;
  return [
    ...lines,
    "",
    `contained ${contained.seconds.toFixed(1)} s after the finding, with ${contained.sequentialCalls} calls one after the other`,
    `${evidence.length} pieces of evidence; released after ${seconds.toFixed(1)} s`,
    failed === 0 ? "Every promise is kept." : `${failed} of ${checks.length} promises are not kept.`,
  ].join("\n");
}
