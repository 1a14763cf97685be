import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Json } from "../../../../components/response/asl/states";
import { TaskError } from "./errors";
import { isObject, RuntimeProblem } from "./path";

type Function = (...values: readonly Json[]) => Json;

/** Equal values have equal texts. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

function list(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new RuntimeProblem(`a list is expected, not ${JSON.stringify(value)}`);
  return value as readonly Json[];
}

function text(value: Json | undefined): string {
  if (typeof value !== "string") throw new RuntimeProblem(`text is expected, not ${JSON.stringify(value)}`);
  return value;
}

function integer(value: Json | undefined): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new RuntimeProblem(`a whole number is expected, not ${JSON.stringify(value)}`);
  }
  return value;
}

function object(value: Json | undefined): Readonly<Record<string, Json>> {
  if (!isObject(value)) throw new RuntimeProblem(`an object is expected, not ${JSON.stringify(value)}`);
  return value;
}

/** The intrinsic functions of Step Functions that the machines use. */
export const intrinsics: Readonly<Record<string, Function>> = {
  Array: (...values) => values,
  ArrayContains: (values, wanted) => list(values).some((value) => isDeepStrictEqual(value, wanted ?? null)),
  ArrayGetItem: (values, index) => {
    const item = list(values)[integer(index)];
    if (item === undefined)
      throw new RuntimeProblem(`no item ${integer(index)} in ${JSON.stringify(values)}`);
    return item;
  },
  ArrayLength: (values) => list(values).length,
  ArrayRange: (first, last, step) => {
    const range: number[] = [];
    for (let number = integer(first); number <= integer(last); number += integer(step)) range.push(number);
    if (range.length > 1000) throw new RuntimeProblem("a range has at most 1000 numbers");
    return range;
  },
  ArrayUnique: (values) => [...new Map(list(values).map((value) => [canonical(value), value])).values()],
  Format: (template, ...values) => {
    const pieces = text(template).split("{}");
    if (pieces.length !== values.length + 1) throw new RuntimeProblem(`${text(template)} has other places`);
    return pieces
      .map((piece, index) => (index === 0 ? piece : `${plain(values[index - 1])}${piece}`))
      .join("");
  },
  Hash: (data, algorithm) => {
    if (algorithm !== "SHA-256") throw new RuntimeProblem(`there is no algorithm ${plain(algorithm)}`);
    // Source: "Intrinsic functions", Step Functions developer guide.
    if (text(data).length > 10_000)
      throw new TaskError("States.IntrinsicFailure", "more than 10000 characters");
    return createHash("sha256").update(text(data)).digest("hex");
  },
  JsonMerge: (left, right, deep) => {
    if (deep !== false) throw new RuntimeProblem("only shallow merging exists");
    return { ...object(left), ...object(right) };
  },
  JsonToString: (value) => JSON.stringify(value),
  MathAdd: (left, right) => integer(left) + integer(right),
  /** The smallest number, always: what comes of chance is nothing to expect. */
  MathRandom: (from, below) => {
    if (integer(from) >= integer(below)) throw new RuntimeProblem(`no number lies below ${integer(below)}`);
    return integer(from);
  },
  StringSplit: (value, separators) => {
    const pieces: string[] = [""];
    for (const character of text(value)) {
      if (text(separators).includes(character)) pieces.push("");
      else pieces.push(`${pieces.pop() ?? ""}${character}`);
    }
    return pieces.filter((piece) => piece !== "");
  },
  StringToJson: (value) => {
    try {
      return JSON.parse(text(value)) as Json;
    } catch {
      throw new RuntimeProblem(`${text(value)} is no JSON`);
    }
  },
};

function plain(value: Json | undefined): string {
  if (typeof value === "object") throw new RuntimeProblem("objects and lists cannot be formatted");
  return String(value);
}
