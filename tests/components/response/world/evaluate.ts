import type { Json, Payload } from "../../../../components/response/asl/states";
import { intrinsics } from "./intrinsics";
import { isObject, RuntimeProblem, valueAt } from "./path";

type Evaluated = (input: Json, context: Json) => Json;

const compiled = new Map<string, Evaluated>();

/** The value of a path or of an intrinsic function. */
export function evaluate(text: string, input: Json, context: Json): Json {
  let evaluated = compiled.get(text);
  if (!evaluated) {
    const reader = { text, at: 0 };
    evaluated = compile(reader);
    if (reader.at !== text.length) throw new RuntimeProblem(`${text} goes on after its end`);
    compiled.set(text, evaluated);
  }
  return evaluated(input, context);
}

interface Reader {
  readonly text: string;
  at: number;
}

function compile(reader: Reader): Evaluated {
  const rest = reader.text.slice(reader.at);
  if (rest.startsWith("$")) return compilePath(reader, rest);
  const literal = /^(?:'((?:[^'\\]|\\.)*)'|(-?\d+)|(true|false|null))/.exec(rest);
  if (literal) {
    reader.at += literal[0].length;
    const value: Json =
      literal[1] === undefined ? (JSON.parse(literal[0]) as Json) : literal[1].replaceAll(/\\(.)/g, "$1");
    return () => value;
  }
  return compileCall(reader, rest);
}

/** A path ends at a comma or a bracket that is not within brackets of its own. */
function compilePath(reader: Reader, rest: string): Evaluated {
  let depth = 0;
  let end = 0;
  for (; end < rest.length; end++) {
    const character = rest[end];
    if (character === "[") depth++;
    if (character === "]") depth--;
    if (depth === 0 && (character === "," || character === ")")) break;
  }
  reader.at += end;
  const path = rest.slice(0, end);
  return path.startsWith("$$") ? (_, context) => valueAt(path, context) : (input) => valueAt(path, input);
}

function compileCall(reader: Reader, rest: string): Evaluated {
  const opening = /^States\.(\w+)\(/.exec(rest);
  const made = opening ? intrinsics[opening[1] ?? ""] : undefined;
  if (!opening || !made) throw new RuntimeProblem(`${rest} is no path and no function`);
  reader.at += opening[0].length;
  const parts: Evaluated[] = [];
  while (reader.text[reader.at] !== ")") {
    parts.push(compile(reader));
    reader.at += /^(?:, )?/.exec(reader.text.slice(reader.at))?.[0].length ?? 0;
    if (reader.at >= reader.text.length) throw new RuntimeProblem(`${reader.text} does not end`);
  }
  reader.at++;
  return (input, context) => made(...parts.map((part) => part(input, context)));
}

/** What a payload template makes of data. */
export function fill(template: Payload, input: Json, context: Json): Readonly<Record<string, Json>> {
  const made: Record<string, Json> = {};
  for (const [key, value] of Object.entries(template)) {
    if (`${key}.$` in template) throw new RuntimeProblem(`${key} is there twice`);
    if (!key.endsWith(".$")) made[key] = fillValue(value, input, context);
    else if (typeof value === "string") made[key.slice(0, -2)] = evaluate(value, input, context);
    else throw new RuntimeProblem(`the value of ${key} is no path`);
  }
  return made;
}

function fillValue(value: Json, input: Json, context: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => fillValue(item, input, context));
  return isObject(value) ? fill(value, input, context) : value;
}

/** Data with a value put where a reference path leads. */
export function put(path: string | null | undefined, input: Json, value: Json): Json {
  if (path === null) return input;
  if (path === undefined || path === "$") return value;
  return putAt(path.slice(2).split("."), input, value);
}

function putAt([name, ...names]: readonly string[], into: Json | undefined, value: Json): Json {
  if (name === undefined) return value;
  const object = isObject(into) ? into : {};
  return { ...object, [name]: putAt(names, object[name], value) };
}
