/** What became of a step of a machine. */
export interface StepOutcome {
  /** Where it stands, for instance `contain: networkAcls / acl-1 / ipv4`. */
  readonly path: string;
  readonly result: "done" | "was so already" | "is gone" | "failed";
  /** Why it failed. */
  readonly problem?: string;
}

/**
 * Finds every step in what a machine tells: an object with `ok`, or with `Error` and `Cause`, however deep. An element of a
 * list is named by what it is about.
 */
export function outcomes(path: string, told: unknown): readonly StepOutcome[] {
  if (typeof told !== "object" || told === null) return [];
  if ("Error" in told) {
    const cause = "Cause" in told ? `: ${text(told.Cause)}` : "";
    return [{ path, result: "failed", problem: text(told.Error) + cause }];
  }
  if ("ok" in told && told.ok === true) {
    return [{ path, result: successOf(told) }];
  }
  return Object.entries(told).flatMap(([key, value]) => outcomes(below(path, key, value), value));
}

/** A step has nothing to do when it is so already, and when what it is about is there no longer. */
function successOf(told: object): StepOutcome["result"] {
  if ("gone" in told && told.gone === true) return "is gone";
  return "already" in told && told.already === true ? "was so already" : "done";
}

/** Containers that only hold steps say nothing by their name. */
const silent: ReadonlySet<string> = new Set(["steps", "result", "list"]);

function below(path: string, key: string, value: unknown): string {
  const subject: unknown =
    typeof value === "object" && value !== null && "subject" in value ? value.subject : undefined;
  if (typeof subject === "string") return `${path} / ${subject}`;
  return silent.has(key) || /^\d+$/.test(key) ? path : `${path} / ${key}`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
