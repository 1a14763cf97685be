import { crc32 } from "node:zlib";
import { isGiven, isList, isObject, type Value, type Values } from "./values";

type Statement = Readonly<Record<string, Value>>;

interface Document {
  readonly version: string;
  readonly id: string;
  readonly statements: readonly Statement[];
}

/**
 * What `aws.iam.getPolicyDocument` returns. Form and order of the JSON are the AWS provider's.
 * Source: measured against the provider, version 6.47.1.
 * @throws Error on a Sid that occurs twice, or a document that is not JSON.
 */
export function policyDocument(args: Values): Values {
  const sources = documents(args["sourcePolicyDocuments"]);
  const own = {
    version: text(args["version"]),
    id: text(args["policyId"]),
    statements: list(args["statements"]).map(statement),
  };
  const overrides = documents(args["overridePolicyDocuments"]);
  refuseDuplicates(sources.flatMap(({ statements }) => statements));
  refuseDuplicates(own.statements);
  const { version, id, statements } = [...sources, own, ...overrides].reduce(merge);
  const document = {
    Version: version === "" ? "2012-10-17" : version,
    ...(id === "" ? {} : { Id: id }),
    ...(statements.length === 0 ? {} : { Statement: statements }),
  };
  const json = JSON.stringify(document, undefined, 2);
  return {
    ...args,
    version: document.Version,
    id: String(crc32(json)),
    json,
    minifiedJson: JSON.stringify(document),
  };
}

function documents(value: Value | undefined): Document[] {
  return list(value)
    .filter((item) => text(item) !== "")
    .map((item) => {
      const document = JSON.parse(text(item)) as Values;
      const statements = list(document["Statement"]).filter(isObject).map(normalized);
      return { version: text(document["Version"]), id: text(document["Id"]), statements };
    });
}

/** A later document wins: higher version, its id, and its statements over those with the same Sid. */
function merge(base: Document, next: Document): Document {
  const merged = [...base.statements];
  for (const item of next.statements) {
    const index = item["Sid"] === undefined ? -1 : merged.findIndex(({ Sid }) => Sid === item["Sid"]);
    if (index < 0) merged.push(item);
    else merged[index] = item;
  }
  return {
    version: base.version > next.version ? base.version : next.version,
    id: next.id === "" ? base.id : next.id,
    statements: merged,
  };
}

function refuseDuplicates(statements: readonly Statement[]): void {
  const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined);
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined)
    throw new Error(`getPolicyDocument: the Sid ${JSON.stringify(twice)} occurs twice: make it unique`);
}

function statement(value: Value): Statement {
  const given = isObject(value) ? value : {};
  return normalized({
    Sid: given["sid"] ?? null,
    Effect: given["effect"] ?? "Allow",
    Action: strings(given["actions"]),
    NotAction: strings(given["notActions"]),
    Resource: strings(given["resources"], variables),
    NotResource: strings(given["notResources"], variables),
    Principal: principals(given["principals"]),
    NotPrincipal: principals(given["notPrincipals"]),
    Condition: conditions(given["conditions"]),
  });
}

const order = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

/** The statement's parts in the provider's order, without empty ones. */
function normalized(given: Values): Statement {
  const isEmpty = (value: Value | undefined): boolean =>
    !isGiven(value) ||
    value === "" ||
    (isList(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0);
  return Object.fromEntries(
    order
      .filter((name) => !isEmpty(given[name]))
      .map((name): [string, Value] => [name, arranged(name, given[name] ?? null)]),
  );
}

function arranged(part: string, value: Value): Value {
  if (part.endsWith("rincipal")) return sortedPrincipals(value);
  return part === "Condition" ? sortedConditions(value) : value;
}

function principals(value: Value | undefined): Value {
  const byType = new Map<string, string[]>();
  for (const item of list(value).filter(isObject)) {
    const type = text(item["type"]);
    byType.set(type, [...(byType.get(type) ?? []), ...list(item["identifiers"]).map(text).map(variables)]);
  }
  return byType.has("*")
    ? "*"
    : Object.fromEntries(Array.from(byType, ([type, ids]) => [type, strings(ids)]));
}

function sortedPrincipals(value: Value): Value {
  if (!isObject(value)) return value;
  const types = Object.entries(sortKeys(value));
  return Object.fromEntries(
    types.map(([type, ids]): [string, Value] => [type, isList(ids) ? strings(ids) : ids]),
  );
}

function conditions(value: Value | undefined): Value {
  const tests: Record<string, Record<string, Value>> = {};
  for (const item of list(value).filter(isObject)) {
    const values = list(item["values"]).map(text).map(variables);
    (tests[text(item["test"])] ??= {})[variables(text(item["variable"]))] =
      values.length === 1 ? (values[0] ?? "") : values;
  }
  return tests;
}

function sortedConditions(value: Value): Value {
  if (!isObject(value)) return value;
  return sortKeys(
    Object.fromEntries(
      Object.entries(value).map(([test, keys]) => [test, isObject(keys) ? sortKeys(keys) : keys]),
    ),
  );
}

function sortKeys<T>(object: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One string alone, several in descending order, as the AWS provider writes them. */
function strings(value: Value | undefined, convert = (given: string): string => given): Value {
  const all = [...new Set(list(value).map(text).map(convert))].sort().reverse();
  return all.length === 1 ? (all[0] ?? "") : all;
}

/** The provider's `&{…}` stands for a policy variable `${…}`. */
function variables(given: string): string {
  return given.replaceAll("&{", "${");
}

function list(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  return isGiven(value) ? [value] : [];
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
