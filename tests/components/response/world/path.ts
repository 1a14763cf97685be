import type { Json } from "../../../../components/response/asl/states";

type Step =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "slice"; readonly from: number; readonly to: number }
  | { readonly kind: "all" }
  | { readonly kind: "descend"; readonly name: string }
  | { readonly kind: "filter"; readonly holds: (value: Json) => boolean };

interface Path {
  readonly steps: readonly Step[];
  readonly definite: boolean;
}

const parsed = new Map<string, Path>();

/** An error that no state can catch. */
export class RuntimeProblem extends Error {}

export function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * The value of a JSONPath as Step Functions has it: that of a definite path, which must lead somewhere, or the list of all
 * values of any other, which may be empty.
 */
export function valueAt(text: string, root: Json): Json {
  const path = parsePath(text);
  if (!path.definite) return find(path, root, text);
  const value = follow(path, root);
  if (value === undefined) {
    throw new RuntimeProblem(`the path ${text} leads nowhere in ${JSON.stringify(root).slice(0, 3000)}`);
  }
  return value;
}

/** The value of a definite path, if there is one. */
function follow({ steps }: Path, root: Json): Json | undefined {
  let value: Json | undefined = root;
  for (const step of steps) {
    if (step.kind === "name") value = isObject(value) ? value[step.name] : undefined;
    else if (step.kind === "index") value = isList(value) ? value[step.index] : undefined;
  }
  return value;
}

/** Whether a definite path leads anywhere. */
export function leadsSomewhere(text: string, root: Json): boolean {
  const path = parsePath(text);
  if (!path.definite) throw new RuntimeProblem(`${text} is no reference path`);
  return follow(path, root) !== undefined;
}

export function isReferencePath(text: string): boolean {
  return parsePath(text).definite;
}

function find({ steps }: Path, root: Json, text: string): Json[] {
  let values: Json[] = [root];
  let definite = true;
  for (const [index, step] of steps.entries()) {
    const found = values.flatMap((value) => descend(step, value));
    definite &&= step.kind === "name" || step.kind === "index";
    if (definite && found.length === 0 && index < steps.length - 1) {
      throw new RuntimeProblem(`the path ${text} breaks off in ${JSON.stringify(root).slice(0, 3000)}`);
    }
    values = found;
  }
  return values;
}

function descend(step: Step, value: Json): Json[] {
  switch (step.kind) {
    case "name":
      return isObject(value) && step.name in value ? [value[step.name] ?? null] : [];
    case "index":
      return isList(value) ? value.slice(step.index, step.index + 1) : [];
    case "slice":
      return isList(value) ? value.slice(step.from, step.to) : [];
    case "all":
      if (isList(value)) return [...value];
      return isObject(value) ? Object.values(value) : [];
    case "descend":
      return everywhere(step.name, value);
    case "filter":
      return isList(value) ? value.filter(step.holds) : [];
  }
}

function everywhere(name: string, value: Json): Json[] {
  if (isList(value)) return value.flatMap((item) => everywhere(name, item));
  if (!isObject(value)) return [];
  const own = name in value ? [value[name] ?? null] : [];
  return [...own, ...Object.values(value).flatMap((item) => everywhere(name, item))];
}

const token =
  /\.\.([A-Za-z_]\w*)|\.([A-Za-z_]\w*)|\[(\d+)\]|\[(\d*):(\d*)\]|\[(\*)\]|\['([^']+)'\]|\[\?\(([^)]+)\)\]/y;

function parsePath(text: string): Path {
  const known = parsed.get(text);
  if (known) return known;
  const steps: Step[] = [];
  token.lastIndex = text.startsWith("$$") ? 2 : 1;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw new RuntimeProblem(`the path ${text} cannot be read from ${text.slice(at)}`);
    steps.push(stepOf(match));
  }
  const definite = steps.every(({ kind }) => kind === "name" || kind === "index");
  const path = { steps, definite };
  parsed.set(text, path);
  return path;
}

function stepOf([, deep, name, index, from, to, all, quoted, condition]: RegExpExecArray): Step {
  if (deep !== undefined) return { kind: "descend", name: deep };
  if (name !== undefined) return { kind: "name", name };
  if (quoted !== undefined) return { kind: "name", name: quoted };
  if (index !== undefined) return { kind: "index", index: Number(index) };
  if (all !== undefined) return { kind: "all" };
  if (condition !== undefined) return { kind: "filter", holds: conditionOf(condition) };
  return { kind: "slice", from: Number(from), to: to === "" ? Infinity : Number(to) };
}

function conditionOf(text: string): (value: Json) => boolean {
  const match = /^@((?:\.\w+)+) (==|<|>) (?:'([^']*)'|(\d+)|(true|false))$/.exec(text);
  if (!match) throw new RuntimeProblem(`the condition ${text} cannot be read`);
  const [, path = "", operator, word, number, truth] = match;
  const wanted = word ?? (number === undefined ? truth === "true" : Number(number));
  return (value) => {
    const [found] = find(parsePath(`$${path}`), value, path);
    if (found === undefined) return false;
    if (operator === "==") return found === wanted;
    if (typeof found !== "number" || typeof wanted !== "number") return false;
    return operator === "<" ? found < wanted : found > wanted;
  };
}
