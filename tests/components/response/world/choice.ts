import type { Condition, Json } from "../../../../components/response/asl/states";
import { leadsSomewhere, RuntimeProblem, valueAt } from "./path";

type Test = (value: Json, wanted: Json) => boolean;

const tests: Readonly<Record<string, Test>> = {
  StringEquals: (value, wanted) => typeof value === "string" && value === wanted,
  StringLessThan: (value, wanted) =>
    typeof value === "string" && typeof wanted === "string" && value < wanted,
  StringGreaterThanEquals: (value, wanted) =>
    typeof value === "string" && typeof wanted === "string" && value >= wanted,
  StringMatches: (value, wanted) =>
    typeof value === "string" && typeof wanted === "string" && pattern(wanted).test(value),
  NumericEquals: (value, wanted) => typeof value === "number" && value === wanted,
  NumericLessThan: (value, wanted) => both(value, wanted) && Number(value) < Number(wanted),
  NumericGreaterThan: (value, wanted) => both(value, wanted) && Number(value) > Number(wanted),
  NumericGreaterThanEquals: (value, wanted) => both(value, wanted) && Number(value) >= Number(wanted),
  BooleanEquals: (value, wanted) => typeof value === "boolean" && value === wanted,
  IsBoolean: (value, wanted) => (typeof value === "boolean") === wanted,
  IsNumeric: (value, wanted) => (typeof value === "number") === wanted,
  IsString: (value, wanted) => (typeof value === "string") === wanted,
  IsTimestamp: (value, wanted) => (typeof value === "string" && timestamp.test(value)) === wanted,
};

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function both(left: Json, right: Json): boolean {
  return typeof left === "number" && typeof right === "number";
}

function pattern(text: string): RegExp {
  const pieces = text.split("*").map((piece) => piece.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${pieces.join("[^]*")}$`);
}

/** Whether a condition of a choice holds. A path that leads nowhere is an error, unless that is what is asked. */
export function holds(condition: Condition, input: Json): boolean {
  if ("And" in condition) return list(condition.And).every((inner) => holds(inner, input));
  if ("Or" in condition) return list(condition.Or).some((inner) => holds(inner, input));
  if ("Not" in condition) return !holds(condition.Not as Condition, input);
  const { Variable: path, ...asked } = condition as { Variable: string } & Record<string, Json>;
  const [[name, wanted] = ["", null], ...more] = Object.entries(asked).filter(([key]) => key !== "Next");
  if (more.length > 0) throw new RuntimeProblem("a condition asks one thing");
  if (name === "IsPresent") return leadsSomewhere(path, input) === wanted;
  const test = tests[name.replace(/Path$/, "")];
  if (!test) throw new RuntimeProblem(`there is no test ${name}`);
  const value = name.endsWith("Path") && typeof wanted === "string" ? valueAt(wanted, input) : wanted;
  return test(valueAt(path, input), value);
}

function list(value: unknown): readonly Condition[] {
  return value as readonly Condition[];
}
