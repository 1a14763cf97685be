import type { KeyObject } from "node:crypto";
import { noHash, type CustodyEntry, type ReadEntry } from "./custody";
import { problem, type CaseProblem } from "./problems";
import { signs } from "./publicKey";

/** Where a custody log ended when somebody looked: what was there then must be there now. */
export interface Head {
  readonly sequence: number;
  /** Hash of that entry, in hexadecimal. */
  readonly hash: string;
  /** ARN of the signing key, which no signature covers. */
  readonly keyArn?: string;
}

/** What the chain is checked against. */
export interface ChainExpectations {
  readonly caseId: string;
  readonly key: KeyObject;
  readonly head?: Head;
}

/** Step of the entry that closes a case. Nothing may follow it, so that a closed log shows its own end. */
export const closingStep = "close";

/** Checks the entries against each other, and their signatures. */
export function checkChain(
  entries: readonly ReadEntry[],
  { caseId, key, head }: ChainExpectations,
): readonly CaseProblem[] {
  const byNumber = new Map(entries.map((entry) => [entry.number, entry]));
  const expectedKey = head?.keyArn ?? entries.find(({ file }) => file)?.file?.keyArn;
  return [
    ...missing(entries, head),
    ...entries.flatMap((read) => [
      ...signed(read, key, expectedKey),
      ...placed(read, byNumber, caseId),
      ...linked(read, byNumber),
    ]),
    ...afterClosing(entries),
    ...(head ? headKept(byNumber, head) : []),
  ];
}

/** Gaps in the numbers, as ranges: a file named `custody/999999999.json` is one problem, not many. */
function missing(entries: readonly ReadEntry[], head: Head | undefined): readonly CaseProblem[] {
  const numbers = entries.map(({ number }) => number);
  const last = head ? [head.sequence + 1] : [];
  const problems: CaseProblem[] = [];
  let expected = 1;
  for (const number of [...numbers, ...last.filter((end) => end > (numbers.at(-1) ?? 0))]) {
    if (number > expected) problems.push(gap(expected, number - 1));
    expected = number + 1;
  }
  return problems;
}

function gap(first: number, last: number): CaseProblem {
  if (first === last) return problem("missing", `custody/${first}.json`, "the entry is not there");
  return problem(
    "missing",
    `custody/${first}.json to custody/${last}.json`,
    `these ${last - first + 1} entries are not there`,
  );
}

function signed(
  { path, file, actualHash }: ReadEntry,
  key: KeyObject,
  keyArn: string | undefined,
): readonly CaseProblem[] {
  if (file === undefined || actualHash === undefined) return [];
  const problems: CaseProblem[] = [];
  if (!signs(key, actualHash, file.signature)) {
    problems.push(problem("forged", path, "the signature is not one of this public key over this entry"));
  }
  if (file.keyArn !== keyArn) {
    problems.push(problem("changed", path, `it names the key ${file.keyArn} instead of ${keyArn ?? "none"}`));
  }
  return problems;
}

function placed(
  { number, path, entry, actualHash }: ReadEntry,
  byNumber: ReadonlyMap<number, ReadEntry>,
  caseId: string,
): readonly CaseProblem[] {
  if (entry === undefined) return [];
  const problems: CaseProblem[] = [];
  if (entry.caseId !== caseId) {
    problems.push(problem("added", path, `it is an entry of the case ${entry.caseId}, not ${caseId}`));
  }
  if (entry.sequence !== number) {
    const repeated = byNumber.get(entry.sequence)?.actualHash === actualHash;
    problems.push(
      repeated
        ? problem("duplicated", path, `it repeats entry ${entry.sequence}`)
        : problem("reordered", path, `it holds entry ${entry.sequence}`),
    );
  }
  return problems;
}

/** Each entry names its predecessor's hash. A predecessor that was changed is told there, not here once more. */
function linked(
  { number, path, entry }: ReadEntry,
  byNumber: ReadonlyMap<number, ReadEntry>,
): readonly CaseProblem[] {
  if (entry?.sequence !== number) return [];
  const before = byNumber.get(number - 1);
  if (number > 1 && before?.actualHash === undefined) return []; // It is missing or unreadable, and told as such.
  if (before?.entry && before.entry.sequence !== number - 1) return []; // Told as reordered.
  const hashes = number === 1 ? [noHash] : [before?.actualHash, before?.file?.hash];
  if (hashes.includes(entry.previousHash)) return [];
  const expected = number === 1 ? "64 zeros" : `the hash of custody/${number - 1}.json, ${hashes[0] ?? ""}`;
  return [problem("changed", path, `its previousHash is ${entry.previousHash}, and should be ${expected}`)];
}

function afterClosing(entries: readonly ReadEntry[]): readonly CaseProblem[] {
  const closing = entries.find(({ entry }) => isClosing(entry));
  if (!closing) return [];
  return entries
    .filter(({ number }) => number > closing.number)
    .map(({ path }) => problem("added", path, `the case was closed by ${closing.path} before`));
}

/** Whether an entry closes its case. */
export function isClosing(entry: CustodyEntry | undefined): boolean {
  return entry?.step === closingStep;
}

function headKept(
  byNumber: ReadonlyMap<number, ReadEntry>,
  { sequence, hash }: Head,
): readonly CaseProblem[] {
  const last = byNumber.get(sequence);
  if (last?.actualHash === undefined || last.actualHash === hash) return [];
  return [
    problem("changed", last.path, `its hash is ${last.actualHash}, and was ${hash} when the log ended there`),
  ];
}
