import type { Standing } from "./exceptionRegister";
import type { Exception } from "./facts";

/** Name of the policy whose messages list the exceptions on every run. */
export const exceptionsPolicy = "policy-exceptions";

/** One message of that policy. */
export interface ExceptionReport {
  readonly status: "used" | "expired" | "unused";
  readonly rule: string;
  /** What the exception names. */
  readonly resource: string;
  readonly finding?: string;
  readonly owner: string;
  readonly ticket?: string;
  readonly lastDay: string;
  readonly reason: string;
}

const openings = {
  used: "exception in use",
  expired: "exception expired",
  unused: "exception without use",
} as const;

/** The text of a report: a line for people, and the fields one a line, for whoever collects them. */
export function formatReport({ status, exception }: Standing): string {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["rule", exception.rule],
    ["resource", exception.resource],
    ["finding", exception.finding],
    ["owner", exception.owner],
    ["ticket", exception.ticket],
    ["last day", exception.lastDay],
    ["reason", exception.reason.replaceAll(/\s+/g, " ")],
  ];
  const given = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [`${openings[status]}: ${remark(status, exception)}`, ...given].join("\n");
}

/** Reads a report back from a policy event's message; undefined if the message is none. */
export function parseReport(message: string): ExceptionReport | undefined {
  const [first = "", ...lines] = message.split("\n");
  const status = (["used", "expired", "unused"] as const).find((one) =>
    first.startsWith(`${openings[one]}: `),
  );
  if (status === undefined) return undefined;
  const fields = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]),
  );
  const field = (name: string): string => fields.get(name) ?? "";
  return {
    status,
    rule: field("rule"),
    resource: field("resource"),
    owner: field("owner"),
    lastDay: field("last day"),
    reason: field("reason"),
    ...(fields.has("finding") ? { finding: field("finding") } : {}),
    ...(fields.has("ticket") ? { ticket: field("ticket") } : {}),
  };
}

function remark(status: Standing["status"], { lastDay, owner }: Exception): string {
  switch (status) {
    case "used":
      return `${owner} answers for this until ${lastDay}`;
    case "expired":
      return `it ended on ${lastDay}; mend the resource and remove it, or have ${owner} renew it`;
    case "unused":
      return "nothing in the stack needs it; remove it";
  }
}
