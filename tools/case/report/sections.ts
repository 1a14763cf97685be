import { bytes, count, cutTo } from "../describe";
import type { CaseVerdict, VerifiedEntry } from "../verify";
import { shown, type CaseFacts, type SubjectFacts } from "./facts";
import { html, table, time, type Content, type Markup } from "./markup";

/** More details are cut: the whole is in the case. */
const mostLines = 40;
const longestLine = 300;

/** Whether the case can be relied on: the first thing on the page. */
export function verdictSection({ intact, problems, notes, key, end }: CaseVerdict): Markup {
  const known = {
    closing: "The last entry closes the case.",
    head: "The log reaches the end that was known beforehand.",
    nothing: "The case is open: entries removed from its end would not be missed.",
  }[end.knownBy];
  return html`<section class="verdict ${intact ? "intact" : "broken"}" aria-labelledby="verdict">
    <h2 id="verdict">${intact ? "Intact" : "NOT INTACT"}</h2>
    ${
      intact
        ? html`<p>Every entry of the custody log and every object that it names is as it was recorded.</p>`
        : html`<p><strong>Do not rely on this report.</strong> The case does not verify. What is wrong:</p>
            <ul>
              ${problems.map(
                ({ kind, subject, message }) =>
                  html`<li><strong>${kind}</strong> <code>${subject}</code>: ${message}</li>`,
              )}
            </ul>`
    }
    <p>${known} Verified with the key from ${key.source}, SHA-256 <code>${key.fingerprint}</code>.</p>
    ${
      notes.length > 0
        ? html`<p>Notes:</p>
            <ul>
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>`
        : undefined
    }
  </section>`;
}

export function summarySection(
  verdict: CaseVerdict,
  { request, opened, closed, subjects }: CaseFacts,
): Markup {
  const number = (state: SubjectFacts["state"]) =>
    subjects.filter((subject) => subject.state === state).length;
  const states = (["contained", "not contained", "released", "not released", "unknown"] as const).filter(
    (state) => number(state) > 0,
  );
  const size = verdict.objects.reduce((sum, object) => sum + (object.size ?? 0), 0);
  const rows: readonly (readonly [string, Content])[] = [
    ["Case", html`<code>${verdict.caseId}</code>`],
    ["State", states.map((state) => `${number(state)} ${state}`).join(", ") || "nothing contained"],
    ["Reason", request?.["reason"] ?? "not recorded"],
    ["Requested by", request?.["requestedBy"] ?? "not recorded"],
    [
      "Account and region",
      [request?.["account"], request?.["region"]].filter(Boolean).join(", ") || "not recorded",
    ],
    ["Noticed", request?.["triggeredAt"] === undefined ? "not recorded" : time(request["triggeredAt"])],
    ["First entry", opened === undefined ? "none" : time(opened)],
    ["Closed", closed === undefined ? "no" : time(closed)],
    ["Evidence", `${count(verdict.objects.length, "object")}, ${bytes(size)}`],
    ["Custody log", count(verdict.entries.length, "entry", "entries")],
  ];
  return html`<section aria-labelledby="summary">
    <h2 id="summary">Summary</h2>
    <dl>
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </section>`;
}

export function subjectSections({ subjects }: CaseFacts): Markup {
  return html`<section aria-labelledby="containment">
    <h2 id="containment">Containment</h2>
    ${subjects.length === 0 ? html`<p>Nothing was contained.</p>` : subjects.map(subjectPart)}
  </section>`;
}

function subjectPart({ subject, state, seconds, verified, steps, warnings }: SubjectFacts): Markup {
  const bad = state === "not contained" || state === "not released";
  return html`<h3>${subject}</h3>
    <p>
      <span class="${bad ? "bad" : "good"}">${state}</span>${
        seconds === undefined ? undefined : ` ${seconds} seconds after the incident was noticed`
      }
    </p>
    ${warnings.map((warning) => html`<p class="bad">${warning}</p>`)}
    ${
      verified.length > 0
        ? table(
            `Read back: ${subject}`,
            [
              { title: "What", cell: ({ name }) => name },
              {
                title: "As it should be",
                cell: ({ holds }) =>
                  holds === undefined
                    ? "not asked"
                    : html`<span class="${holds ? "good" : "bad"}">${holds ? "yes" : "NO"}</span>`,
              },
            ],
            verified,
          )
        : undefined
    }
    ${
      steps.length > 0
        ? table(
            `Steps: ${subject}`,
            [
              { title: "Step", cell: ({ path }) => path },
              {
                title: "Result",
                cell: ({ result }) =>
                  html`<span class="${result === "failed" ? "bad" : "good"}">${result}</span>`,
              },
              { title: "Problem", cell: ({ problem }) => problem },
            ],
            steps,
          )
        : undefined
    }`;
}

export function timeLineSection({ entries }: CaseVerdict): Markup {
  return html`<section aria-labelledby="time-line">
    <h2 id="time-line">Time line</h2>
    ${table<VerifiedEntry>(
      "Entries of the custody log, times in UTC",
      [
        { title: "Entry", cell: ({ sequence }) => sequence, kind: "number" },
        { title: "Time", cell: (entry) => time(entry.time) },
        { title: "Step", cell: ({ step }) => step, kind: "step" },
        { title: "About", cell: ({ subject }) => subject, kind: "id" },
        { title: "By", cell: ({ actor }) => actor },
        { title: "Details", cell: detailsOf, kind: "details" },
        {
          title: "Intact",
          cell: ({ intact }) =>
            html`<span class="${intact ? "good" : "bad"}">${intact ? "yes" : "NO"}</span>`,
        },
      ],
      entries,
    )}
  </section>`;
}

function detailsOf({ details, path }: VerifiedEntry): Content {
  const lines = detailLines(details);
  if (lines.length === 0) return undefined;
  const cut = lines.length > mostLines;
  return html`<pre>${lines.slice(0, mostLines).join("\n")}</pre>
    ${cut ? html`<p class="muted">${lines.length - mostLines} more lines are in ${path}.</p>` : undefined}`;
}

/** Everything in a value, a line each. */
function detailLines(value: unknown, name = ""): readonly string[] {
  if (typeof value !== "object" || value === null) {
    const text = shown(value);
    return [cutTo(name === "" ? text : `${name}: ${text}`, longestLine)];
  }
  if ("ok" in value && value.ok === true && Object.keys(value).length === 1) return [`${name}: ok`];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    detailLines(inner, name === "" ? key : `${name}.${key}`),
  );
}

export function evidenceSection({ objects }: CaseVerdict): Markup {
  return html`<section aria-labelledby="evidence">
    <h2 id="evidence">Evidence</h2>
    ${
      objects.length === 0
        ? html`<p>No object was recorded.</p>`
        : table(
            "Objects that the custody log names",
            [
              { title: "Object", cell: ({ path }) => path, kind: "code" },
              { title: "Size", cell: ({ size }) => (size === undefined ? "" : bytes(size)), kind: "number" },
              {
                title: "SHA-256, base64",
                cell: ({ checksumSha256 }) => checksumSha256 ?? "none",
                kind: "code",
              },
              { title: "Version", cell: ({ versionId }) => versionId, kind: "code" },
              { title: "Entries", cell: (object) => object.entries.join(", ") },
              {
                title: "Intact",
                cell: ({ intact }) =>
                  html`<span class="${intact ? "good" : "bad"}">${intact ? "yes" : "NO"}</span>`,
              },
            ],
            objects,
          )
    }
  </section>`;
}

export function actorsSection({ actors }: CaseFacts): Markup {
  return html`<section aria-labelledby="actors">
    <h2 id="actors">Who did what</h2>
    ${table(
      "Who wrote entries",
      [
        { title: "Who", cell: ({ actor }) => actor },
        { title: "Entries", cell: ({ entries }) => entries, kind: "number" },
        { title: "First", cell: ({ first }) => time(first) },
        { title: "Last", cell: ({ last }) => time(last) },
        { title: "Steps", cell: ({ steps }) => steps.join(", ") },
      ],
      actors,
    )}
  </section>`;
}
