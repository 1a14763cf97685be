import type { CaseVerdict } from "../verify";
import { diagram } from "./diagram";
import type { CaseFacts } from "./facts";
import { html, Markup, time } from "./markup";
import {
  actorsSection,
  evidenceSection,
  subjectSections,
  summarySection,
  timeLineSection,
  verdictSection,
} from "./sections";
import { style } from "./style";

/**
 * A case as one HTML page that needs nothing else: no script, no picture, no font. What a page may load is forbidden in it
 * too, in case that something of the evidence gets through.
 *
 * @param madeAt When the report is made, in ISO 8601.
 */
export function reportPage(verdict: CaseVerdict, facts: CaseFacts, madeAt: string): string {
  const title = `Report of ${verdict.caseId || "an unknown case"}`;
  const page = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${verdict.intact ? title : `NOT INTACT: ${title}`}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <header><h1>${title}</h1></header>
        <main>
          ${verdictSection(verdict)} ${summarySection(verdict, facts)}
          <section aria-labelledby="overview">
            <h2 id="overview">Overview</h2>
            ${diagram(facts, verdict)}
          </section>
          ${subjectSections(facts)} ${timeLineSection(verdict)} ${evidenceSection(verdict)}
          ${actorsSection(facts)}
        </main>
        <footer>
          <p>
            Made ${time(madeAt)} UTC from ${verdict.source}. Last entry ${verdict.end.sequence}, hash
            <code>${verdict.end.hash}</code>.
          </p>
        </footer>
      </body>
    </html> `;
  return page.text;
}
