import { isTrusted, type Facts } from "../facts";
import { all, any, not, truth, type Truth } from "../truth";
import type { Value } from "../value";
import { conditionsOf, type Condition } from "./document";

/** Who a principal is, as far as its text tells. */
type Principal =
  | { readonly kind: "everybody" }
  | { readonly kind: "account"; readonly account: string }
  /** An id of a deleted user or role, a canonical user, a principal of another kind: nobody can tell whose it is. */
  | { readonly kind: "nobody" }
  /** Principals that AWS owns, such as CloudFront's origin access identities. */
  | { readonly kind: "aws" };

/** @param text An AWS principal: `*`, an account id, an ARN, or a unique id. */
function principalOf(text: string): Principal {
  if (text === "*") return { kind: "everybody" };
  if (/^\d{12}$/.test(text)) return { kind: "account", account: text };
  const account = /^arn:[^:]*:[^:]*:[^:]*:([^:]*):/.exec(text)?.[1];
  if (account === undefined || account === "") return { kind: "nobody" };
  if (account.includes("*")) return { kind: "everybody" };
  if (/^\d{12}$/.test(account)) return { kind: "account", account };
  return { kind: account === "aws" || account === "cloudfront" ? "aws" : "nobody" };
}

/** Whether a principal is outside the configured accounts, unless the conditions keep outsiders away. */
export function isForeign<T>(principal: Value<T>, bounded: Truth, facts: Facts): Truth {
  const foreign = (text: string): boolean => {
    const who = principalOf(text);
    return who.kind === "account" ? !isTrusted(who.account, facts) : who.kind === "nobody";
  };
  const everybody = (text: string): boolean => principalOf(text).kind === "everybody";
  return any(principal.isText(foreign), all(principal.isText(everybody), not(bounded)));
}

/** Operators that compare a key with each of the values, and fail when the request lacks the key. */
const comparisons = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

const accountKeys = ["aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "kms:calleraccount"];
const arnKeys = ["aws:principalarn", "aws:sourcearn"];
const organizationKeys = ["aws:principalorgid", "aws:sourceorgid"];
const organizationPathKeys = ["aws:principalorgpaths", "aws:sourceorgpaths"];

/** Whether a condition of the statement admits nobody but the configured accounts or the configured organization. */
export function isBounded(statement: Value, facts: Facts): Truth {
  if (statement.isUnknown || statement.at("Condition").isUnknown) return "unknown";
  return any(...conditionsOf(statement).map((condition) => bounds(condition, facts)));
}

function bounds({ operator, key, values }: Condition, facts: Facts): Truth {
  const test = boundTest(key, facts);
  if (!comparisons.test(operator) || test === undefined || values.length === 0) return truth(false);
  return all(...values.map((value) => value.isText(test)));
}

function boundTest(key: string, facts: Facts): ((text: string) => boolean) | undefined {
  const { organizationId } = facts;
  if (accountKeys.includes(key)) return (text) => isTrusted(text, facts);
  if (arnKeys.includes(key)) {
    return (text) => {
      const who = principalOf(text);
      return who.kind === "account" && isTrusted(who.account, facts);
    };
  }
  if (organizationId === undefined) return undefined;
  if (organizationKeys.includes(key)) return (text) => text === organizationId;
  if (organizationPathKeys.includes(key)) return (text) => text.startsWith(`${organizationId}/`);
  return undefined;
}

/** What is wrong with a principal that is foreign, as a clause. */
export function describeStranger<T>(principal: Value<T>): string {
  const who = principalOf(principal.text() ?? "");
  switch (who.kind) {
    case "everybody":
      return "everybody is let in";
    case "account":
      return `account ${who.account} is let in, which is not configured`;
    case "nobody":
    case "aws":
      return "somebody is let in whose account is not configured";
  }
}
