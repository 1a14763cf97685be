import type { z } from "zod";
import type { Problem } from "./problems";

type Issue = z.core.$ZodIssue;

/** Turns one finding of zod into problems: the key, the value given, the rule and the remedy. */
export function problemOf(issue: Issue, values: unknown, namespace: string): readonly Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return {
        key: keyOf(path, namespace),
        ...givenAt(values, path),
        rule: "there is no such key",
        remedy: "remove it or correct its spelling; the schemas in config/schemas list every key",
      };
    });
  }
  const given = givenAt(values, issue.path);
  const rule = ruleOf(issue);
  return [{ key: keyOf(issue.path, namespace), ...given, rule, remedy: remedyOf(issue, given.given) }];
}

function keyOf(path: readonly PropertyKey[], namespace: string): string {
  return `${namespace}:${path.map(String).join(".")}`;
}

function givenAt(values: unknown, path: readonly PropertyKey[]): { given?: string } {
  const value = path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    values,
  );
  return value === undefined ? {} : { given: JSON.stringify(value) };
}

function ruleOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.startsWith("Invalid input") ? `must be ${article(issue.expected)}` : issue.message;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    default:
      return issue.message;
  }
}

function article(type: string): string {
  const name = type === "record" || type === "object" ? "map" : type === "array" ? "list" : type;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

function remedyOf(issue: Issue, given: string | undefined): string {
  switch (issue.code) {
    case "custom": {
      const remedy: unknown = issue.params?.["remedy"];
      return typeof remedy === "string" ? remedy : "correct the value";
    }
    case "invalid_type":
      return remedyForType(issue.expected, given);
    case "too_small":
      return `give at least ${issue.minimum}`;
    case "too_big":
      return `give at most ${issue.maximum}`;
    case "invalid_format":
      return "correct the value";
    case "invalid_value":
      return "take one of them";
    default:
      return "correct the value";
  }
}

function remedyForType(expected: string, given: string | undefined): string {
  if (given === undefined) return "set it";
  if (expected === "string" && /^\d+$/.test(given)) return `put it in quotes: "${given}"`;
  return `give ${article(expected)}`;
}
