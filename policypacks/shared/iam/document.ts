import type { Resource } from "../resource";
import { all, any, type Truth } from "../truth";
import type { Anything, Value } from "../value";

/**
 * The statements of a policy document, which is a JSON text or an object. A document that is not known yet has one
 * unknown statement.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function statementsOf<T>(document: Value<T>): Value[] {
  return document.parsed().at("Statement").each();
}

/** Statements anywhere inside a value: what a component was given is readable in previews before its document is. */
export function statementsWithin(value: Value): Value[] {
  const keys = value.keys();
  if (keys.includes("Effect") && (keys.includes("Action") || keys.includes("NotAction"))) return [value];
  const items = value.items();
  const parts = items.length > 0 ? items : keys.map((key) => value.at(key));
  return parts.filter((part) => !part.isUnknown).flatMap(statementsWithin);
}

/** Components are what the program's own classes and packages register; everything else has the provider's prefix. */
export function isComponent(type: string): boolean {
  return !type.startsWith("aws:") && !type.startsWith("pulumi:");
}

export function isAllow(statement: Value): Truth {
  return statement.at("Effect").is("Allow");
}

export function isDeny(statement: Value): Truth {
  return statement.at("Effect").is("Deny");
}

/** Whether a list of actions or resources, or a single one, contains one that passes the test. */
export function lists(value: Value, test: (text: string) => boolean): Truth {
  return any(...value.each().map((one) => one.isText(test)));
}

/** Whether the statement is for everybody: `"*"`, or `{"AWS": "*"}`. */
export function isForEverybody(statement: Value): Truth {
  const principal = statement.at("Principal");
  return any(
    principal.is("*"),
    lists(principal.at("AWS"), (text) => text === "*"),
  );
}

/** A statement's name in findings: its Sid, or its place. */
export function statementName(statement: Value): string {
  const sid = statement.at("Sid").text();
  return sid === undefined || sid === "" ? statement.path : `statement ${sid}`;
}

/** A condition key with its operator and values, the key in lower case since AWS ignores case there. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly Value[];
}

export function conditionsOf(statement: Value): Condition[] {
  const conditions = statement.at("Condition");
  return conditions.keys().flatMap((operator) => {
    const keys = conditions.at(operator);
    return keys.keys().map((key) => ({ operator, key: key.toLowerCase(), values: keys.at(key).each() }));
  });
}

/** Where a resource holds a policy of its own: properties of this name are policy documents on every type of AWS. */
const documentProperties = [
  "accessPolicies",
  "accessPolicy",
  "assumeRolePolicy",
  "policy",
  "policyDocument",
  "resourcePolicy",
] as const;

/** Types whose document says what its holder may do, or to whom AWS lets everybody speak by design. */
const withoutTrust: ReadonlySet<string> = new Set([
  // What its holder may do: no principals.
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iot/policy:Policy",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:glacier/vaultLock:VaultLock",
  "aws:organizations/policy:Policy",
  "aws:sns/dataProtectionPolicy:DataProtectionPolicy",
  // Who may pass through, not who may enter: the callee's own policy decides that.
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
  // An API's callers are authorised route by route.
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/restApiPolicy:RestApiPolicy",
]);

/** The policy documents of a resource that may name principals. */
export function trustDocuments(resource: Resource<Anything>): Value[] {
  if (withoutTrust.has(resource.type)) return [];
  return documentProperties.map((property) => resource.properties.at(property)).filter(mayBeDocument);
}

/** A few types have a property of such a name that is no document: `policy: "Block"` of an SES receipt filter. */
function mayBeDocument(value: Value): boolean {
  const text = value.text();
  return !value.isAbsent && (text === undefined || /^\s*\{/.test(text));
}

/** Whether every one of a statement's conditions passes the test. */
export function everyCondition(statement: Value, test: (condition: Condition) => Truth): Truth {
  if (statement.at("Condition").isUnknown) return "unknown";
  return all(...conditionsOf(statement).map(test));
}
