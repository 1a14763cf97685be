import { randomUUID } from "node:crypto";
import type { Json, Payload } from "../../../../components/response/asl/states";
import { intrinsics } from "./intrinsics";
import { isList, isObject, RuntimeProblem, valueAt } from "./path";

type Evaluated = (input: Json, context: Json) => Json;

const compiled = new Map<string, Evaluated>();

/** What a path or an intrinsic function means. */
function expression(text: string): Evaluated {
  let evaluated = compiled.get(text);
  if (!evaluated) {
    const reader = { text, at: 0 };
    evaluated = compile(reader);
    if (reader.at !== text.length) throw new RuntimeProblem(`${text} goes on after its end`);
    compiled.set(text, evaluated);
  }
  return evaluated;
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
  if (rest.startsWith(uuid)) {
    reader.at += uuid.length;
    return (_, context) => uuidOf(context);
  }
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

const uuid = "States.UUID()";

/** An execution that has no name of its own has a UUID that is known beforehand, so that tests can expect it. */
function uuidOf(context: Json): string {
  return valueAt("$$.Execution.Name", context) === "run"
    ? "00000000-0000-4000-8000-000000000000"
    : randomUUID();
}

type Fields = readonly (readonly [key: string, value: Evaluated])[];

const templates = new WeakMap<Payload, Fields>();

/** What a payload template makes of data. */
export function fill(template: Payload, input: Json, context: Json): Readonly<Record<string, Json>> {
  const made: Record<string, Json> = {};
  for (const [key, value] of fieldsOf(template)) made[key] = value(input, context);
  return made;
}

/** A template is read once, however often it is filled. */
function fieldsOf(template: Payload): Fields {
  let fields = templates.get(template);
  if (!fields) {
    fields = Object.entries(template).map(([key, value]) => {
      if (`${key}.$` in template) throw new RuntimeProblem(`${key} is there twice`);
      if (!key.endsWith(".$")) return [key, fieldOf(value)];
      if (typeof value === "string") return [key.slice(0, -2), expression(value)];
      throw new RuntimeProblem(`the value of ${key} is no path`);
    });
    templates.set(template, fields);
  }
  return fields;
}

function fieldOf(value: Json): Evaluated {
  if (isList(value)) {
    const items = value.map(fieldOf);
    return (input, context) => items.map((item) => item(input, context));
  }
  if (!isObject(value)) return () => value;
  return (input, context) => fill(value, input, context);
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
