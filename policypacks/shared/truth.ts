/** Whether something holds. During a preview a value may not be known yet; then neither may the answer. */
export type Truth = "yes" | "no" | "unknown";

export function truth(holds: boolean): Truth {
  return holds ? "yes" : "no";
}

export function not(value: Truth): Truth {
  if (value === "unknown") return value;
  return value === "yes" ? "no" : "yes";
}

/** `no` if any is `no`, whatever else is unknown. `yes` of nothing. */
export function all(...values: readonly Truth[]): Truth {
  if (values.includes("no")) return "no";
  return values.includes("unknown") ? "unknown" : "yes";
}

/** `yes` if any is `yes`, whatever else is unknown. `no` of nothing. */
export function any(...values: readonly Truth[]): Truth {
  return not(all(...values.map(not)));
}
