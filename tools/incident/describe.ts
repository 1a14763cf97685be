import { printable } from "../case/describe";
import type { Outcome, SubjectOutcome } from "./outcome";
import type { Preview } from "./preview/change";

/** What became of a request, for people. */
export function describeOutcome(outcome: Outcome): string {
  const { caseId, execution, status, error, cause, waitingForApproval, subjects } = outcome;
  const lines = [
    `case       ${caseId ?? "none"}`,
    `execution  ${execution}`,
    `state      ${waitingForApproval ? "waits for approval" : status.toLowerCase().replaceAll("_", " ")}`,
    ...(error === undefined ? [] : [`error      ${error}: ${cause ?? ""}`]),
    ...subjects.flatMap(describeSubject),
    ...nextSteps(outcome),
  ];
  return lines.map(printable).join("\n");
}

function describeSubject({
  subject,
  contained,
  released,
  seconds,
  steps,
  machines,
}: SubjectOutcome): string[] {
  const state =
    released === undefined
      ? contained === undefined
        ? "no result yet"
        : contained
          ? `contained${seconds === undefined ? "" : ` in ${seconds} s`}`
          : "NOT CONTAINED"
      : released
        ? "released"
        : "NOT RELEASED";
  return [
    `${subject}  ${state}`,
    ...machines.map(({ machine, status, error, seconds: took }) => {
      const time = took === undefined ? "" : ` (${took} s)`;
      return `  ${machine}: ${status.toLowerCase()}${time}${error === undefined ? "" : `: ${error}`}`;
    }),
    ...failures(steps).map((failure) => `  FAILED ${failure}`),
  ];
}

/** The failures in a tree of steps, each by its path: a failed step is an object with `Error` and `Cause`. */
export function failures(steps: unknown, path = ""): readonly string[] {
  if (typeof steps !== "object" || steps === null) return [];
  if ("Error" in steps) {
    const cause = "Cause" in steps ? `: ${shown(steps.Cause)}` : "";
    return [`${path}: ${shown(steps.Error)}${cause}`];
  }
  return Object.entries(steps).flatMap(([key, value]) => {
    const name = subjectOf(value) ?? key;
    return failures(value, path === "" ? name : `${path} / ${name}`);
  });
}

/** A result of a list names what it is about. */
function subjectOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("subject" in value)) return undefined;
  return typeof value.subject === "string" ? value.subject : undefined;
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function nextSteps({ caseId, execution, status, waitingForApproval }: Outcome): readonly string[] {
  if (caseId === undefined) return [];
  if (waitingForApproval) {
    const question = execution.split(":").at(-1) ?? "";
    return ["", `To approve: npm run incident -- approve --case ${caseId} --question ${question}`];
  }
  return status === "RUNNING"
    ? ["", `It goes on. To watch: npm run incident -- status --case ${caseId} --watch`]
    : [];
}

/** What a containment would change, for people. */
export function describePreview({ subject, changes, warnings }: Preview): string {
  const lines = [
    `${subject}: ${changes.length} changes, none of them made`,
    ...changes.map(({ resource, change, from, to }) => {
      const values = [from === undefined ? "" : ` from ${from}`, to === undefined ? "" : ` to ${to}`].join(
        "",
      );
      return `  ${resource}  ${change}${to !== undefined && from === undefined ? `: ${to}` : values}`;
    }),
    ...warnings.map((warning) => `  WARNING ${warning}`),
  ];
  return lines.map(printable).join("\n");
}
