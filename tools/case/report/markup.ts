import { printable } from "../describe";

/** A piece of HTML: what may stand in a page as it is. */
export class Markup {
  public constructor(public readonly text: string) {}
}

export type Content = Markup | string | number | undefined | readonly Content[];

/**
 * HTML with values in it. Everything that is not {@link Markup} is escaped: evidence is written by those who are investigated.
 * Values stand between tags or in attributes in double quotes, never in the name of a tag or attribute.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const text = parts.map((part, index) => part + (index < values.length ? rendered(values[index]) : ""));
  return new Markup(text.join(""));
}

function rendered(value: Content): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(rendered).join("");
  return escaped(String(value));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML. Characters that steer or turn around what is shown are shown by their number instead. */
function escaped(text: string): string {
  const lines = text.split("\n").map(printable).join("\n");
  return lines.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => Content;
  /** Class of its cells. */
  readonly kind?: "code" | "details" | "id" | "number" | "step";
}

/** A table with a caption, whose first column names its rows. It scrolls on its own where the page is narrow. */
export function table<T>(caption: string, columns: readonly Column<T>[], rows: readonly T[]): Markup {
  const cells = (row: T) =>
    columns.map(({ cell, kind = "text" }, index) =>
      index === 0
        ? html`<th scope="row" class="${kind}">${cell(row)}</th>`
        : html`<td class="${kind}">${cell(row)}</td>`,
    );
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${cells(row)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A time, to the second, in UTC. */
export function time(text: string): Markup {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return html`${text}`;
  const iso = date.toISOString();
  return html`<time datetime="${iso}"
    ><span class="date">${iso.slice(0, 10)}</span> ${iso.slice(11, 19)}</time
  >`;
}
