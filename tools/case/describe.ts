import type { CaseProblem } from "./problems";
import type { CaseVerdict } from "./verify";

/** A verdict for people. Control characters of hostile evidence do not reach the terminal. */
export function describeVerdict(verdict: CaseVerdict): string {
  const { entries, objects, problems, notes, key } = verdict;
  const lines = [
    `case        ${verdict.caseId || "unknown"}`,
    `read from   ${verdict.source}`,
    `public key  ${key.source}, SHA-256 ${key.fingerprint}`,
    `custody log ${count(entries.length, "entry", "entries")}${endingOf(verdict)}`,
    `evidence    ${count(objects.length, "object")}, ${bytes(objects.reduce((sum, { size = 0 }) => sum + size, 0))}`,
    ...notes.map((note) => `note        ${note}`),
    "",
    ...problems.map(line),
    verdict.intact
      ? "INTACT: every entry and every object is as it was recorded."
      : `NOT INTACT: ${count(problems.length, "problem")}.`,
    ...(verdict.intact ? advice(verdict) : []),
  ];
  return lines.map(printable).join("\n");
}

function line({ kind, subject, message }: CaseProblem): string {
  return `${kind.toUpperCase().padEnd(11)} ${subject}: ${message}`;
}

function endingOf({ end }: CaseVerdict): string {
  if (end.sequence === 0) return "";
  const known = { closing: "which closes the case", head: "as known before", nothing: "so far" }[end.knownBy];
  return `, the last is ${end.sequence} with the hash ${end.hash}, ${known}`;
}

function advice({ end, key }: CaseVerdict): readonly string[] {
  const lines: string[] = [];
  if (end.knownBy === "nothing") {
    lines.push(
      "The case is open: entries removed from its end can't be missed. Compare the last one with " +
        '"npm run incident -- status", or give what is known with --head.',
    );
  }
  if (key.source.endsWith("of the case")) {
    lines.push(
      "The public key came with the case: compare its SHA-256 with what the forensics account says.",
    );
  }
  return lines;
}

/** A number of things. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Bytes as people read them, in units of 1024. */
export function bytes(size: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let value = size;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** Text without characters that steer a terminal or change the direction of writing. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The beginning of a text that is too long. */
export function cutTo(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : text;
}
