import type { Facts } from "../../../shared/facts";
import { role } from "../../../shared/families/identity";
import { judge, type Finding } from "../../../shared/finding";
import { conditionsOf, isAllow, statementName, statementsOf } from "../../../shared/iam/document";
import { responderRoleNames } from "../../../shared/incidents";
import { on, rule } from "../../../shared/rule";
import { all, any, not, truth, type Truth } from "../../../shared/truth";
import type { Value } from "../../../shared/value";

export const incidentRolesTrust = rule({
  name: "incident-roles-trust",
  must: "The roles of incident response trust state machines of the forensics account, each by its name and external id.",
  fix:
    "Condition every statement of the trust on aws:PrincipalArn (the machine's role), sts:ExternalId (the machine's ARN) and, " +
    "where there is an organization, aws:PrincipalOrgID.",
  resources: [
    on(role, (properties, facts) => {
      const name = properties.at("name").text() ?? "";
      if (!responderRoleNames.includes(name)) return [];
      return statementsOf(properties.at("assumeRolePolicy")).flatMap((one) => judgeStatement(one, facts));
    }),
  ],
});

/** One operator with one key, whose values must all pass. */
interface Bound {
  readonly operators: readonly string[];
  readonly key: string;
  readonly test: (text: string, facts: Facts) => boolean;
  readonly otherwise: string;
}

const bounds: readonly Bound[] = [
  {
    operators: ["ArnEquals", "StringEquals"],
    key: "aws:principalarn",
    test: (text) => /^arn:[\w-]+:iam::\d{12}:role\/landing-zone-incident-[\w-]+$/.test(text),
    otherwise: "it does not name the role of a state machine",
  },
  {
    operators: ["StringEquals"],
    key: "sts:externalid",
    test: (text) => /^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:landing-zone-incident-[\w-]+$/.test(text),
    otherwise: "it does not ask for a state machine's ARN as the external id",
  },
];

const ofOrganization: Bound = {
  operators: ["StringEquals"],
  key: "aws:principalorgid",
  test: (text, { organizationId }) => text === organizationId,
  otherwise: "it lets in accounts outside the organization",
};

function judgeStatement(statement: Value, facts: Facts): Finding[] {
  if (statement.isUnknown) return judge("unknown", statement, "it trusts somebody else");
  const wanted = facts.organizationId === undefined ? bounds : [...bounds, ofOrganization];
  return wanted.flatMap((bound) =>
    judge(
      all(isAllow(statement), not(isBoundBy(statement, bound, facts))),
      statement,
      bound.otherwise,
      `${statementName(statement)}, ${bound.key}`,
    ),
  );
}

function isBoundBy(statement: Value, { operators, key, test }: Bound, facts: Facts): Truth {
  if (statement.at("Condition").isUnknown) return "unknown";
  const matching = conditionsOf(statement).filter(
    (condition) => condition.key === key && operators.includes(condition.operator),
  );
  return any(
    ...matching.map(({ values }) =>
      all(truth(values.length > 0), ...values.map((value) => value.isText((text) => test(text, facts)))),
    ),
  );
}
