import type { ResourceType } from "./types";
import { isGiven, isList, isObject, type Value, type Values } from "./values";

/** How one property changed. */
export interface Change {
  /** Path as Pulumi shows it: `ingress[0].cidrBlocks[1]`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  /** Whether the change replaces the resource. */
  readonly replaces: boolean;
}

/** What changed between two sets of inputs, property by property; nothing if they are equal. */
export function changes(type: ResourceType, olds: Values, news: Values): Change[] {
  const found: Change[] = [];
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (name) => !name.startsWith("__"),
  );
  for (const name of names.sort()) {
    compare(olds[name], news[name], name, (path, kind) =>
      found.push({ path, kind, replaces: replaces(type, path) }),
    );
  }
  return found;
}

type Report = (path: string, kind: Change["kind"]) => void;

/** Compares part by part, also with the parts of something absent, so that every path ends at a plain value. */
function compare(old: Value | undefined, next: Value | undefined, path: string, report: Report): void {
  if (old === next || (!isGiven(old) && !isGiven(next))) return;
  const parts = partsOf(old, next);
  if (parts === undefined) report(path, kindOf(old, next));
  else for (const [part, oldPart, nextPart] of parts) compare(oldPart, nextPart, path + part, report);
}

type Part = readonly [path: string, old: Value | undefined, next: Value | undefined];

/** The parts of two lists or two objects, one of which may be absent; undefined if there is nothing to go into. */
function partsOf(old: Value | undefined, next: Value | undefined): Part[] | undefined {
  const [a, b] = [old ?? undefined, next ?? undefined];
  if ((a === undefined || isList(a)) && (b === undefined || isList(b))) {
    const length = Math.max(a?.length ?? 0, b?.length ?? 0);
    if (length === 0 && a?.length !== b?.length) return undefined; // An empty list is not the same as none.
    return Array.from({ length }, (_, i) => [`[${String(i)}]`, a?.[i], b?.[i]]);
  }
  if ((a === undefined || isObject(a)) && (b === undefined || isObject(b))) {
    const names = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
    if (names.length === 0 && (a === undefined || b === undefined)) return undefined;
    return names.map((name) => [member(name), a?.[name], b?.[name]]);
  }
  return undefined;
}

function kindOf(old: Value | undefined, next: Value | undefined): Change["kind"] {
  if (!isGiven(old)) return "add";
  return isGiven(next) ? "update" : "delete";
}

function member(name: string): string {
  return /^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** A change replaces if its path, without the numbers of list elements, lies at or below a replacing path. */
function replaces(type: ResourceType, path: string): boolean {
  const plain = path.replace(/\[\d+\]/g, "");
  // The AWS provider replaces a resource that moves to another region, whatever the type.
  if (plain === "region") return true;
  const ends = Array.from(plain.matchAll(/[.[]|$/g), ({ index }) => index);
  return ends.some((end) => type.replacing.has(plain.slice(0, end)));
}
