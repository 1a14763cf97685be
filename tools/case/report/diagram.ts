import { bytes, count, cutTo } from "../describe";
import type { CaseVerdict } from "../verify";
import type { CaseFacts, SubjectFacts } from "./facts";
import { html, type Markup } from "./markup";

/** Subjects that have a box of their own; the others are counted. */
const shownSubjects = 6;
const rowHeight = 54;
const top = 64;

/** Accounts, what was contained in them, and where its evidence went. */
export function diagram({ subjects, request }: CaseFacts, { objects, entries }: CaseVerdict): Markup {
  const shown = subjects.slice(0, shownSubjects);
  const more = subjects.length - shown.length;
  const height = top + Math.max(3, shown.length + (more > 0 ? 1 : 0)) * rowHeight + 24;
  const size = objects.reduce((sum, object) => sum + (object.size ?? 0), 0);
  const summary =
    `${count(subjects.length, "instance or principal", "instances or principals")} in the workload account; ` +
    `${count(objects.length, "object")} of evidence and ${count(entries.length, "entry", "entries")} of custody ` +
    "in the forensics account.";
  return html`<figure>
    <svg
      viewBox="0 0 900 ${height}"
      role="img"
      aria-labelledby="diagram-title diagram-text"
      xmlns="http://www.w3.org/2000/svg"
    >
      <title id="diagram-title">Accounts and the way of the evidence</title>
      <desc id="diagram-text">${summary}</desc>
      <rect class="account" x="8" y="8" width="370" height="${height - 16}" rx="8"></rect>
      <text x="24" y="36">Workload account ${cutTo(request?.["account"] ?? "", 24)}</text>
      <rect class="account" x="522" y="8" width="370" height="${height - 16}" rx="8"></rect>
      <text x="538" y="36">Forensics account</text>
      ${shown.map((subject, index) => subjectBox(subject, top + index * rowHeight))}
      ${more > 0 ? html`<text class="small" x="40" y="${top + shown.length * rowHeight + 22}">and ${more} more</text>` : undefined}
      ${box(538, top, "Evidence bucket", `${count(objects.length, "object")}, ${bytes(size)}`)}
      ${box(538, top + rowHeight, "Custody log", count(entries.length, "signed entry", "signed entries"))}
      ${flow(top + 22, "evidence")} ${flow(top + rowHeight + 22, "every step")}
    </svg>
    <figcaption class="muted">${summary}</figcaption>
  </figure>`;
}

function subjectBox({ subject, state, seconds }: SubjectFacts, y: number): Markup {
  const kind = {
    contained: "good",
    released: "",
    unknown: "",
    "not contained": "bad",
    "not released": "bad",
  }[state];
  const after = state === "contained" && seconds !== undefined ? ` after ${seconds} s` : "";
  return box(24, y, cutTo(subject, 38), state + after, kind);
}

function box(x: number, y: number, title: string, text: string, kind = ""): Markup {
  return html`<rect class="box ${kind}" x="${x}" y="${y}" width="338" height="44" rx="5"></rect>
    <text x="${x + 14}" y="${y + 19}">${title}</text
    ><text class="small" x="${x + 14}" y="${y + 36}">${text}</text>`;
}

function flow(y: number, label: string): Markup {
  return html`<path class="flow" d="M380 ${y} H518"></path
    ><path class="tip" d="M510 ${y - 6} L522 ${y} L510 ${y + 6} Z"></path>
    <text class="small" x="450" y="${y - 8}" text-anchor="middle">${label}</text>`;
}
