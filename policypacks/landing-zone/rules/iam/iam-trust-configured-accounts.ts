import type { Facts } from "../../../shared/facts";
import { judge, type Finding } from "../../../shared/finding";
import {
  isAllow,
  isComponent,
  statementName,
  statementsOf,
  statementsWithin,
  trustDocuments,
} from "../../../shared/iam/document";
import { grantChecks } from "../../../shared/iam/grants";
import { describeStranger, isBounded, isForeign } from "../../../shared/iam/trust";
import { onTypes, rule } from "../../../shared/rule";
import { all, not } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const trustConfiguredAccounts = rule({
  name: "iam-trust-configured-accounts",
  must: "Only configured accounts are let in.",
  fix:
    "Name a principal of a configured account, or bind the statement to configured accounts or the organization with a " +
    "condition such as aws:PrincipalAccount, aws:SourceAccount or aws:PrincipalOrgID.",
  resources: [
    onTypes(
      (type) => type.startsWith("aws:"),
      (resource, facts) =>
        trustDocuments(resource)
          .flatMap(statementsOf)
          .flatMap((statement) => judgeStatement(statement, facts)),
    ),
    // In a preview a document with one unknown part is unknown as a whole; what a component was given is not.
    onTypes(isComponent, ({ properties }, facts) =>
      statementsWithin(properties).flatMap((statement) => judgeStatement(statement, facts)),
    ),
    ...grantChecks,
  ],
});

function judgeStatement(statement: Value, facts: Facts): Finding[] {
  if (statement.isUnknown) return judge("unknown", statement, "it lets in an account that is not configured");
  const allowed = isAllow(statement);
  const bounded = isBounded(statement, facts);
  const others = statement.at("NotPrincipal");
  const name = statementName(statement);
  return [
    ...principalsOf(statement).flatMap((principal) =>
      judge(
        all(allowed, isForeign(principal, bounded, facts)),
        principal,
        describeStranger(principal),
        `${name}, ${principal.text() ?? "an unknown principal"}`,
      ),
    ),
    ...judge(all(allowed, others.isSet(), not(bounded)), others, "it lets in everybody else", name),
  ];
}

/** Principals of a statement that belong to some account. Services and public identity providers do not. */
function principalsOf(statement: Value): Value[] {
  const principal = statement.at("Principal");
  if (principal.keys().length === 0) return principal.each();
  const federated = principal.at("Federated").each();
  return [
    ...principal.at("AWS").each(),
    ...principal.at("CanonicalUser").each(),
    ...federated.filter((one) => one.isText((text) => !text.startsWith("arn:")) !== "yes"),
  ];
}
